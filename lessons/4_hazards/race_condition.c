/* race_condition.c - is `counter += 1` one step?

   Watch: how many additions are lost, and that no two runs lose as many.
   Compare with: lock.c, where one thread at a time may add. */
#include "../must.h"

#include <pthread.h>

enum { THREADS = 2, TIMES = 100000 };

static int counter; /* Shared by both threads, guarded by nothing. */
static pthread_barrier_t start;

static void *add(void *unused)
{
    int waited = pthread_barrier_wait(&start); /* @together */

    MUST(waited == PTHREAD_BARRIER_SERIAL_THREAD ? 0 : waited);
    for (int i = 0; i < TIMES; i++)
        counter += 1; /* @add */
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];

    MUST(pthread_barrier_init(&start, NULL, THREADS));
    for (int i = 0; i < THREADS; i++)
        MUST(pthread_create(&threads[i], NULL, add, NULL));
    for (int i = 0; i < THREADS; i++)
        MUST(pthread_join(threads[i], NULL)); /* @join */
    MUST(pthread_barrier_destroy(&start));
    printf("counter = %d, lost %d\n", counter, THREADS * TIMES - counter);
    return 0;
}
