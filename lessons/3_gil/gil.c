/* gil.c - what does one lock around an interpreter allow, and what not?

   Watch: who has the GIL (`taken`), and when a thread lets go of it.
   Compare with: gil_free_processes.c, an interpreter and a GIL in each. */
#include "../must.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER; /* Of `taken`. */
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static int taken;         /* The GIL: how many are in the interpreter. */
static atomic_bool asked; /* Somebody has wanted it for 5 ms. */

static void take_gil(void)
{
    MUST(pthread_mutex_lock(&guard));
    while (taken) {
        struct timespec until;

        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += (until.tv_nsec + 5000000) / 1000000000;
        until.tv_nsec = (until.tv_nsec + 5000000) % 1000000000;
        if (pthread_cond_timedwait(&freed, &guard, &until) == ETIMEDOUT)
            atomic_store(&asked, true); /* @ask */
    }
    MUST(taken++); /* @inside: it was nought. */
    MUST(pthread_mutex_unlock(&guard));
}

static void drop_gil(void)
{
    MUST(pthread_mutex_lock(&guard));
    taken--;
    MUST(pthread_cond_signal(&freed));
    MUST(pthread_mutex_unlock(&guard));
}

static void *interpret(void *program) /* "computing" or "waiting" */
{
    bool waits = *(char *)program == 'w';

    take_gil();
    for (int i = 0; !waits && i < 4000000; i++)
        if (i % 1000000 == 0 && atomic_exchange(&asked, false)) {
            drop_gil(); /* @switch: between two instructions. */
            take_gil();
        }
    drop_gil(); /* @wait: who waits for the world needs no interpreter. */
    if (waits)
        usleep(20000);
    return NULL;
}

static void in_threads(int count, char *program)
{
    pthread_t threads[2];
    struct timespec from, to;

    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < count; i++)
        MUST(pthread_create(&threads[i], NULL, interpret, program));
    for (int i = 0; i < count; i++)
        MUST(pthread_join(threads[i], NULL));
    clock_gettime(CLOCK_MONOTONIC, &to);
    long ns =
        (to.tv_sec - from.tv_sec) * 1000000000 + to.tv_nsec - from.tv_nsec;
    printf("%s by %d: %ld ms\n", program, count, ns / 1000000);
}

int main(void)
{
    in_threads(1, (char[]){"computing"});
    in_threads(2, (char[]){"computing"});
    in_threads(2, (char[]){"waiting"});
    return 0;
}
