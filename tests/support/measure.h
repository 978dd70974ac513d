/* measure.h - figures that can be trusted a little.

   Machines are shared and change speed: what is to be compared is measured in
   turns, round by round, and the median of the rounds is told, with how much
   they varied. */
#ifndef SUPPORT_MEASURE_H
#define SUPPORT_MEASURE_H

#include <stddef.h>

enum { ROUNDS_MOST = 101 };

struct rounds {
    double values[ROUNDS_MOST]; /* In order. */
    size_t count;
};

void rounds_add(struct rounds *rounds, double value);
double rounds_median(const struct rounds *rounds);

/* (greatest - least) / median, as a percentage. */
double rounds_spread(const struct rounds *rounds);

double measure_now_ns(void); /* CLOCK_MONOTONIC */

/* Processor seconds that a process's first thread has used; 0 where it is
   gone. */
double measure_cpu_seconds(int pid);

#endif
