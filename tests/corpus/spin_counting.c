/* expect: livelock
   Spins on a flag that nobody sets, and counts how often. */
#include <pthread.h>
#include <stdatomic.h>

static atomic_int ready;

static void *await(void *argument)
{
    long times = 0;

    while (!atomic_load(&ready))
        times++;
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, await, NULL);
    pthread_create(&threads[1], NULL, await, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
