/* subject.c - prints nanoseconds for one LTTng-UST event. */
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "provider.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* In bursts as bench_pairs makes them: what is compared is recorded at the same
   rhythm, into memory as cold. */
int main(void)
{
    enum { BURSTS = 100, EVENTS = 800 };
    double ns = 0;

    for (int burst = 0; burst <= BURSTS; burst++) { /* The first warms up. */
        double start = now_ns();

        for (long i = 0; i < EVENTS; i++)
            lttng_ust_tracepoint(interleave, lock, &start, i);
        if (burst > 0)
            ns += now_ns() - start;
        usleep(16000);
    }
    printf("%.2f\n", ns / BURSTS / EVENTS);
    return 0;
}
