/* expect: ok
   Sleeps a little and looks again, until a flag is set. */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static atomic_int ready;

static void *await(void *argument)
{
    while (!atomic_load(&ready))
        usleep(1000);
    return argument;
}

static void *set(void *argument)
{
    atomic_store(&ready, 1);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, await, NULL);
    pthread_create(&threads[1], NULL, set, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
