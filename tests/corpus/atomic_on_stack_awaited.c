/* expect: ok
   main spins on an atomic of its own until a thread has set it. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

static void *work(void *argument)
{
    atomic_store((atomic_bool *)argument, true);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    atomic_bool done = false;

    pthread_create(&thread, NULL, work, &done);
    while (!done)
        continue;
    pthread_join(thread, NULL);
    return 0;
}
