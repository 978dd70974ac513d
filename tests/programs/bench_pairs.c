/* bench_pairs.c - what does a lock and unlock pair cost?

   Prints nanoseconds per pair, of a lock nobody else wants, with a second
   thread alive: a process of one thread gets cheaper locks from glibc. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *idle(void *unused)
{
    pause();
    return unused;
}

static double now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* bench_pairs BURSTS PAIRS PAUSE FILE: bursts of pairs, with so many
   microseconds between them that are not counted. */
int main(int argc, char **argv)
{
    if (argc < 5)
        return 2;
    long bursts = atol(argv[1]);
    long pairs = atol(argv[2]);
    useconds_t between = (useconds_t)atol(argv[3]);
    double ns = 0;
    pthread_t other;

    pthread_create(&other, NULL, idle, NULL);
    for (long burst = 0; burst <= bursts; burst++) { /* The first warms up. */
        double start = now_ns();

        for (long i = 0; i < pairs; i++) {
            pthread_mutex_lock(&lock);
            pthread_mutex_unlock(&lock);
        }
        if (burst > 0)
            ns += now_ns() - start;
        if (between)
            usleep(between);
    }
    FILE *report = fopen(argv[4], "w");
    if (!report)
        return 1;
    fprintf(report, "%.3f\n", ns / (double)pairs / (double)bursts);
    fclose(report);
    return 0;
}
