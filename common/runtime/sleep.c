/* sleep.c - waiting for time to pass. The value is in microseconds; -1: until
   a point in time. */
#include "runtime/emit.h"
#include "runtime/real.h"

static void begins(struct self *self, int64_t microseconds, const void *where)
{
    if (!announce(self, OP_SLEEP, 0, microseconds, where))
        emit_waits(self, OP_SLEEP, 0, microseconds, where);
}

static void ends(struct self *self, int64_t microseconds, const void *where)
{
    int saved = errno;

    emit(self, OP_SLEEP, STAGE_DID, 0, microseconds, where);
    errno = saved;
}

static int64_t microseconds_in(const struct timespec *time)
{
    return time ? time->tv_sec * 1000000 + time->tv_nsec / 1000 : 0;
}

EXPORT unsigned sleep(unsigned seconds)
{
    struct self *self = watched();

    if (!self)
        return REAL(sleep)(seconds);
    begins(self, seconds * INT64_C(1000000), WHERE);
    unsigned left = REAL(sleep)(seconds);
    ends(self, (seconds - left) * INT64_C(1000000), WHERE);
    return left;
}

EXPORT int usleep(useconds_t microseconds)
{
    struct self *self = watched();

    if (!self)
        return REAL(usleep)(microseconds);
    begins(self, microseconds, WHERE);
    int result = REAL(usleep)(microseconds);
    ends(self, microseconds, WHERE);
    return result;
}

EXPORT int nanosleep(const struct timespec *length, struct timespec *left)
{
    struct self *self = watched();

    if (!self)
        return REAL(nanosleep)(length, left);
    int64_t microseconds = microseconds_in(length);
    begins(self, microseconds, WHERE);
    int result = REAL(nanosleep)(length, left);
    ends(self, microseconds, WHERE);
    return result;
}

EXPORT int clock_nanosleep(clockid_t clock, int flags,
                           const struct timespec *time, struct timespec *left)
{
    struct self *self = watched();

    if (!self)
        return REAL(clock_nanosleep)(clock, flags, time, left);
    int64_t microseconds = flags & TIMER_ABSTIME ? -1 : microseconds_in(time);
    begins(self, microseconds, WHERE);
    int error = REAL(clock_nanosleep)(clock, flags, time, left);
    ends(self, microseconds, WHERE);
    return error;
}

EXPORT int thrd_sleep(const struct timespec *length, struct timespec *left)
{
    struct self *self = watched();

    if (!self)
        return REAL(thrd_sleep)(length, left);
    int64_t microseconds = microseconds_in(length);
    begins(self, microseconds, WHERE);
    int result = REAL(thrd_sleep)(length, left);
    ends(self, microseconds, WHERE);
    return result;
}
