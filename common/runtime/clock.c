/* clock.c - time, which under control passes only when all wait for it. */
#include "runtime/turn.h"

enum {
    REALTIME_START_S = 1000000000, /* A September night of 2001. */
    CLOCK_START_S = 1000
};

static uint64_t start_of(clockid_t clock)
{
    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
    case CLOCK_TAI:
        return REALTIME_START_S * UINT64_C(1000000000);
    default:
        return CLOCK_START_S * UINT64_C(1000000000);
    }
}

uint64_t turn_now(void)
{
    return self_area->scheduler.now_ns;
}

static bool clock_read;

bool turn_clock_is_read(void)
{
    return clock_read;
}

uint64_t turn_clock(clockid_t clock)
{
    clock_read = true;
    return start_of(clock) + turn_now();
}

static uint64_t nanoseconds(const struct timespec *time)
{
    return (uint64_t)time->tv_sec * UINT64_C(1000000000) +
           (uint64_t)time->tv_nsec;
}

bool turn_is_time(const struct timespec *time)
{
    return time->tv_nsec >= 0 && time->tv_nsec < 1000000000;
}

uint64_t turn_until(clockid_t clock, const struct timespec *time)
{
    if (!time)
        return NEVER;
    if (time->tv_sec < 0)
        return 0;
    uint64_t until = nanoseconds(time);
    return until > start_of(clock) ? until - start_of(clock) : 0;
}

uint64_t turn_after(const struct timespec *length)
{
    return length ? turn_now() + nanoseconds(length) : NEVER;
}
