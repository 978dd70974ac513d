/* race_condition.c - is `counter += 1` one step?

   Watch: how many additions are lost, and that no two runs lose as many.
   Compare with: lock.c, where one thread at a time may add. */
#include "../must.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS = 2, TIMES = 100000 };

static int counter;      /* Shared by both threads, guarded by nothing. */
static atomic_int ready; /* Threads that have come to the start. */

static void *add(void *unused)
{
    atomic_fetch_add(&ready, 1);
    while (atomic_load(&ready) < THREADS) /* @together */
        continue; /* Waits awake: waking up would take longer than the race. */
    for (int i = 0; i < TIMES; i++)
        counter += 1; /* @add */
    return unused;
}

int main(void)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        MUST(pthread_create(&threads[i], NULL, add, NULL));
    for (int i = 0; i < THREADS; i++)
        MUST(pthread_join(threads[i], NULL)); /* @join */
    printf("counter = %d, lost %d\n", counter, THREADS * TIMES - counter);
    return 0;
}
