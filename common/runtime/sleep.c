/* sleep.c - waiting for time to pass. The value is in microseconds; -1: until
   a point in time. */
#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/turn.h"

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

/* Under control: virtual time passes. What was left when a signal came is in
   *left, which may be NULL. Returns the error. */
static int sleep_in_turn(struct self *self, int64_t microseconds,
                         uint64_t until_ns, struct timespec *left,
                         const void *where)
{
    int error = turn_on(self, OP_SLEEP, 0, microseconds, until_ns, where);
    uint64_t rest = until_ns > turn_now() ? until_ns - turn_now() : 0;

    ends(self, microseconds, where);
    if (left && error) {
        left->tv_sec = (time_t)(rest / 1000000000);
        left->tv_nsec = (long)(rest % 1000000000);
    }
    return error;
}

static bool is_slept_by(clockid_t clock)
{
    int saved = errno;
    bool is =
        clock != CLOCK_THREAD_CPUTIME_ID && clock_getres(clock, NULL) == 0;

    errno = saved;
    return is;
}

static int with_errno(int error)
{
    if (error == 0)
        return 0;
    errno = error;
    return -1;
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
    if (turn_controls()) {
        struct timespec rest = {.tv_sec = (time_t)seconds};

        return with_errno(sleep_in_turn(self, seconds * INT64_C(1000000),
                                        turn_after(&rest), &rest, WHERE))
                   ? (unsigned)rest.tv_sec
                   : 0;
    }
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
    if (turn_controls())
        return with_errno(sleep_in_turn(
            self, microseconds, turn_now() + microseconds * UINT64_C(1000),
            NULL, WHERE));
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
    if ((uintptr_t)length < LOWEST_ADDRESS)
        return REAL(nanosleep)(length, left);
    int64_t microseconds = microseconds_in(length);
    if (turn_controls())
        return with_errno(length->tv_sec < 0 || !turn_is_time(length)
                              ? EINVAL
                              : sleep_in_turn(self, microseconds,
                                              turn_after(length), left, WHERE));
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
    if ((uintptr_t)time < LOWEST_ADDRESS)
        return REAL(clock_nanosleep)(clock, flags, time, left);
    int64_t microseconds = flags & TIMER_ABSTIME ? -1 : microseconds_in(time);
    if (turn_controls()) {
        bool absolute = (flags & TIMER_ABSTIME) != 0;

        if (!is_slept_by(clock) || !turn_is_time(time) ||
            (!absolute && time->tv_sec < 0))
            return EINVAL;
        return sleep_in_turn(self, microseconds,
                             absolute ? turn_until(clock, time)
                                      : turn_after(time),
                             absolute ? NULL : left, WHERE);
    }
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
    if (turn_controls() && (length->tv_sec < 0 || !turn_is_time(length)))
        return -2; /* An error that is not an interruption. */
    if (turn_controls())
        return sleep_in_turn(self, microseconds, turn_after(length), left,
                             WHERE)
                   ? -1
                   : 0;
    begins(self, microseconds, WHERE);
    int result = REAL(thrd_sleep)(length, left);
    ends(self, microseconds, WHERE);
    return result;
}
