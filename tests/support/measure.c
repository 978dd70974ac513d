/* measure.c - medians, clocks, processor time. */
#include "tests/support/measure.h"

#include <stdio.h>
#include <time.h>

void rounds_add(struct rounds *rounds, double value)
{
    size_t at = rounds->count;

    if (at == ROUNDS_MOST)
        return;
    for (; at > 0 && rounds->values[at - 1] > value; at--)
        rounds->values[at] = rounds->values[at - 1];
    rounds->values[at] = value;
    rounds->count++;
}

double rounds_median(const struct rounds *rounds)
{
    return rounds->count ? rounds->values[rounds->count / 2] : 0;
}

double rounds_spread(const struct rounds *rounds)
{
    if (rounds->count == 0)
        return 0;
    return 100 * (rounds->values[rounds->count - 1] - rounds->values[0]) /
           rounds_median(rounds);
}

double measure_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* schedstat is exact to the nanosecond, where stat counts hundredths. */
double measure_cpu_seconds(int pid)
{
    char path[64];
    unsigned long long ns = 0;

    snprintf(path, sizeof path, "/proc/%d/schedstat", pid);
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    if (fscanf(file, "%llu", &ns) != 1)
        ns = 0;
    fclose(file);
    return (double)ns / 1e9;
}
