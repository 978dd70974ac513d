/* context_switches.c - is the same work dearer when many threads share it?

   Watch: the switches that the kernel has counted, and the time, for 1,000
   threads that do a little each and for 2 that do it all.
   Compare with: creation_cost.c, which takes the price of starting them. */
#include "../must.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <time.h>

enum { SLICES = 2000, STEPS = 10000, MOST = 1000 };

static double now(void)
{
    struct timespec time;

    MUST_NOT_BE_NEGATIVE(clock_gettime(CLOCK_MONOTONIC, &time));
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* How often the kernel took a processor from one of us, or we gave it. */
static long switches(void)
{
    struct rusage used;

    MUST_NOT_BE_NEGATIVE(getrusage(RUSAGE_SELF, &used)); /* @count */
    return used.ru_nvcsw + used.ru_nivcsw;
}

/* Its slices of the work; after each, another thread may have its turn. */
static void *work(void *argument)
{
    int *slices = argument; /* Those to do; then those done. */
    int done = 0;

    while (done < *slices) {
        for (volatile int step = 0; step < STEPS; step++)
            continue; /* @work */
        done++;
        MUST_NOT_BE_NEGATIVE(sched_yield()); /* @turn */
    }
    *slices = done;
    return NULL;
}

static void share_among(int count)
{
    pthread_t threads[MOST];
    int slices[MOST];
    int done = 0;
    double start = now();
    long before = switches();

    for (int i = 0; i < count; i++) {
        slices[i] = SLICES / count;
        MUST(pthread_create(&threads[i], NULL, work, &slices[i]));
    }
    for (int i = 0; i < count; i++) {
        MUST(pthread_join(threads[i], NULL)); /* @join */
        done += slices[i];
    }
    printf("%4d threads: %d slices, %.3f s, %ld switches\n", count, done,
           now() - start, switches() - before);
    fflush(stdout);
}

int main(void)
{
    share_among(MOST);
    share_among(2);
    puts("the same work, both times");
    return 0;
}
