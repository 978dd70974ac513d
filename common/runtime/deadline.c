/* deadline.c - looking at the clock. */
#include "runtime/deadline.h"

#include "runtime/real.h"

#include <time.h>

static uint64_t deadline_ns; /* 0: none. */

uint64_t deadline_now_ns(void)
{
    struct timespec now;

    REAL(clock_gettime)(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

void deadline_set(uint64_t time_ns)
{
    deadline_ns = time_ns ? deadline_now_ns() + time_ns : 0;
}

bool deadline_is_past(void)
{
    return deadline_ns && deadline_now_ns() >= deadline_ns;
}
