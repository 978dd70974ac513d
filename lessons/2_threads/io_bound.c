/* io_bound.c - how long do ten waits take?

   Watch: ten answers, each 50 ms away: waited for one after the other, by ten
   threads, and by one thread that waits for all of them at once.
   Compare with: cpu_bound.c, where more workers need more processors. */
#include "../must.h"

#include <poll.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

enum { REQUESTS = 10, WAIT_MS = 50 };

static int answers; /* Only main adds to it. */

static double now(void)
{
    struct timespec time;

    MUST_NOT_BE_NEGATIVE(clock_gettime(CLOCK_MONOTONIC, &time));
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The answer of a server: nothing to compute, only to wait for. */
static void *request(void *unused)
{
    usleep(WAIT_MS * 1000); /* @wait */
    return unused;
}

static void one_after_the_other(void)
{
    for (int i = 0; i < REQUESTS; i++) {
        request(NULL); /* @blocking */
        answers++;
    }
}

static void by_threads(void)
{
    pthread_t threads[REQUESTS];

    for (int i = 0; i < REQUESTS; i++)
        MUST(pthread_create(&threads[i], NULL, request, NULL)); /* @threads */
    for (int i = 0; i < REQUESTS; i++, answers++)
        MUST(pthread_join(threads[i], NULL));
}

/* Sends them all off, and looks now and then whose time has come. */
static void by_one_that_polls(void)
{
    double due[REQUESTS];

    for (int i = 0; i < REQUESTS; i++)
        due[i] = now() + WAIT_MS / 1000.0; /* @send */
    for (int i = 0; i < REQUESTS; i++, answers++) {
        while (now() < due[i])
            MUST_NOT_BE_NEGATIVE(poll(NULL, 0, WAIT_MS)); /* @poll */
    }
}

static void measure(const char *how, void (*run)(void))
{
    double start = now();

    answers = 0;
    run();
    printf("%-20s %d answers, %.3f s\n", how, answers, now() - start);
    fflush(stdout);
}

int main(void)
{
    measure("one after the other:", one_after_the_other);
    measure("by ten threads:", by_threads);
    measure("by one, polling:", by_one_that_polls);
    return 0;
}
