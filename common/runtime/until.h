/* until.h - is this a time that a wait can have?

   A wait for what is free is tried first, and no time is looked at then; where
   libc looks at it all the same and refuses it, so must we. */
#ifndef RUNTIME_UNTIL_H
#define RUNTIME_UNTIL_H

#include <stdbool.h>
#include <time.h>

static inline bool until_has_clock(clockid_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
}

static inline bool until_is_a_time(clockid_t clock,
                                   const struct timespec *until)
{
    return until_has_clock(clock) && until && until->tv_nsec >= 0 &&
           until->tv_nsec < 1000000000;
}

#endif
