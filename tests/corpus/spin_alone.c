/* expect: livelock
   The last that is left spins on a flag that nobody has set. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int ready;

static void *forget(void *argument)
{
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, forget, NULL);
    while (!ready)
        continue;
    pthread_join(thread, NULL);
    return 0;
}
