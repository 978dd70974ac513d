/* gil.c - what does one lock around an interpreter allow, and what not?

   Watch: who has the GIL, who asks. Compare with: gil_free_processes.c. */
#include "../must.h"

#include <pthread.h>

static struct {
    pthread_mutex_t mutex;    /* Of the rest, for a moment at a time. */
    pthread_cond_t cond;      /* Nobody is in the interpreter. */
    int locked;               /* So many are. */
    _Atomic int drop_request; /* Somebody has waited for 5 ms. */
} gil = {.mutex = PTHREAD_MUTEX_INITIALIZER, .cond = PTHREAD_COND_INITIALIZER};

static void take_gil(void)
{
    MUST(pthread_mutex_lock(&gil.mutex));
    if (gil.locked || gil.drop_request) /* @queue: behind those who asked. */
        do {
            struct timespec until;

            clock_gettime(CLOCK_REALTIME, &until);
            until.tv_sec += (until.tv_nsec + 5000000) / 1000000000;
            until.tv_nsec = (until.tv_nsec + 5000000) % 1000000000;
            if (pthread_cond_timedwait(&gil.cond, &gil.mutex, &until) != 0)
                gil.drop_request = 1; /* @ask: time is up. */
        } while (gil.locked);
    MUST(gil.locked++); /* @inside: it was nought. */
    gil.drop_request = 0;
    MUST(pthread_mutex_unlock(&gil.mutex));
}

static void drop_gil(void)
{
    MUST(pthread_mutex_lock(&gil.mutex));
    gil.locked--;
    MUST(pthread_cond_signal(&gil.cond));
    MUST(pthread_mutex_unlock(&gil.mutex));
}

static void *interpret(void *program) /* Each letter is an instruction. */
{
    take_gil();
    for (char *next = program; *next; next++) {
        if (gil.drop_request || *next == 'w') { /* @switch */
            drop_gil();
            if (*next == 'w') /* @wait: this needs no interpreter. */
                nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
            take_gil();
        }
        for (int left = *next == 'c' ? 2000000 : 0; left > 0; left--)
            continue;
    }
    drop_gil();
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
    long ms = (to.tv_sec - from.tv_sec) * 1000 +
              (to.tv_nsec - from.tv_nsec) / 1000000;
    printf("%s by %d: %ld ms\n", program, count, ms);
}

int main(void)
{
    in_threads(1, "cccc"); /* Computes, */
    in_threads(2, "cccc");
    in_threads(2, "w"); /* or waits. */
    return 0;
}
