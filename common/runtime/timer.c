/* timer.c - timers, which send signals by themselves: the lab must know that
   something may yet come when all tasks wait.

   Under control they go by virtual time, and are kept in the scheduler. One
   that starts threads is libc's own all the same. */
#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/signal.h"
#include "runtime/turn.h"

#include <string.h>

static void tell_timer(struct self *self, const void *where)
{
    int saved = errno;

    emit_urgently(self, OP_TIMER, STAGE_DID, 0, 0, where);
    errno = saved;
}

static int refuse(int error)
{
    errno = error;
    return -1;
}

/* Sets it to ring in so many nanoseconds, 0 for not at all. */
static void set(struct scheduled_timer *timer, uint64_t at_ns,
                uint64_t every_ns)
{
    timer->at_ns = at_ns;
    timer->every_ns = every_ns;
    timer->overruns = 0;
}

static uint64_t left_of(const struct scheduled_timer *timer)
{
    if (!timer || timer->at_ns == NEVER)
        return 0;
    return timer->at_ns > turn_now() ? timer->at_ns - turn_now() : 1;
}

/* The one of alarm and setitimer, which a process has from its start. */
static struct scheduled_timer *alarm_timer(void)
{
    uint32_t process = turn_process();
    struct scheduled_timer *timer =
        process ? scheduler_timer(&self_area->scheduler, process, 0, true)
                : NULL;

    if (timer)
        timer->signal = SIGALRM;
    return timer;
}

static uint64_t nanoseconds(const struct timeval *time)
{
    return (uint64_t)time->tv_sec * 1000000000 + (uint64_t)time->tv_usec * 1000;
}

static struct timeval timeval_of(uint64_t ns)
{
    return (struct timeval){(time_t)(ns / 1000000000),
                            (suseconds_t)(ns % 1000000000 / 1000)};
}

EXPORT unsigned alarm(unsigned seconds)
{
    struct self *self = watched();
    struct scheduled_timer *timer;

    if (self && turn_controls() && (timer = alarm_timer())) {
        uint64_t left = left_of(timer);

        set(timer,
            seconds ? turn_now() + seconds * UINT64_C(1000000000) : NEVER, 0);
        tell_timer(self, WHERE);
        return (unsigned)((left + 999999999) / 1000000000);
    }
    unsigned before = REAL(alarm)(seconds);

    if (self && seconds > 0)
        tell_timer(self, WHERE);
    return before;
}

static bool is_interval(const struct timeval *time)
{
    return time->tv_sec >= 0 && time->tv_usec >= 0 && time->tv_usec < 1000000;
}

static void get_interval(const struct scheduled_timer *timer,
                         struct itimerval *now)
{
    now->it_value = timeval_of(left_of(timer));
    now->it_interval = timeval_of(timer ? timer->every_ns : 0);
}

EXPORT int setitimer(__itimer_which_t which,
                     const struct itimerval *restrict value,
                     struct itimerval *restrict before)
{
    struct self *self = watched();
    struct scheduled_timer *timer;

    if (self && turn_controls() && which == ITIMER_REAL && value &&
        (timer = alarm_timer())) {
        uint64_t first = nanoseconds(&value->it_value);

        if (!is_interval(&value->it_value) || !is_interval(&value->it_interval))
            return refuse(EINVAL);
        if (before)
            get_interval(timer, before);
        set(timer, first ? turn_now() + first : NEVER,
            nanoseconds(&value->it_interval));
        tell_timer(self, WHERE);
        return 0;
    }
    int result = REAL(setitimer)(which, value, before);

    if (self)
        tell_timer(self, WHERE);
    return result;
}

EXPORT int getitimer(__itimer_which_t which, struct itimerval *now)
{
    struct self *self = watched();

    if (!self || !turn_controls() || which != ITIMER_REAL || !now)
        return REAL(getitimer)(which, now);
    get_interval(alarm_timer(), now);
    return 0;
}

/* ---- Those of timer_create. Their numbers begin at 1. ---- */

enum { OURS = 0x10000 }; /* So are their handles marked, which are no others. */

static struct scheduled_timer *timer_of(timer_t timer)
{
    uintptr_t handle = (uintptr_t)timer;
    uint32_t process = turn_process();

    if (!process || handle <= OURS || handle - OURS > SCHEDULER_TIMERS)
        return NULL;
    return scheduler_timer(&self_area->scheduler, process,
                           (uint32_t)(handle - OURS), false);
}

EXPORT int timer_create(clockid_t clock, struct sigevent *restrict event,
                        timer_t *restrict timer)
{
    struct self *self = watched();
    struct scheduler *s = &self_area->scheduler;
    uint32_t number = 1;

    if (!self || !turn_controls() || turn_process() == 0 || clock < 0 ||
        (event && event->sigev_notify != SIGEV_SIGNAL &&
         event->sigev_notify != SIGEV_NONE))
        return REAL(timer_create)(clock, event, timer);
    if (event && event->sigev_notify == SIGEV_SIGNAL &&
        (event->sigev_signo < 1 || event->sigev_signo >= SIGNALS))
        return refuse(EINVAL);
    if (clock_getres(clock, NULL) != 0)
        return -1;
    while (scheduler_timer(s, turn_process(), number, false))
        number++;
    struct scheduled_timer *made =
        scheduler_timer(s, turn_process(), number, true);
    if (!made)
        return refuse(EAGAIN);
    made->clock = clock;
    made->signal = !event                                ? SIGALRM
                   : event->sigev_notify == SIGEV_SIGNAL ? event->sigev_signo
                                                         : 0;
    made->value = number - 1;
    if (event)
        memcpy(&made->value, &event->sigev_value, sizeof made->value);
    *timer = (timer_t)(uintptr_t)(OURS + number);
    return 0;
}

static struct timespec timespec_of(uint64_t ns)
{
    return (struct timespec){(time_t)(ns / 1000000000),
                             (long)(ns % 1000000000)};
}

static void get_timer(const struct scheduled_timer *timer,
                      struct itimerspec *now)
{
    now->it_value = timespec_of(left_of(timer));
    now->it_interval = timespec_of(timer->every_ns);
}

static bool is_length(const struct timespec *time)
{
    return time->tv_sec >= 0 && turn_is_time(time);
}

static bool is_zero(const struct timespec *time)
{
    return time->tv_sec == 0 && time->tv_nsec == 0;
}

EXPORT int timer_settime(timer_t timer, int flags,
                         const struct itimerspec *restrict value,
                         struct itimerspec *restrict before)
{
    struct self *self = watched();
    struct scheduled_timer *ours =
        self && turn_controls() ? timer_of(timer) : NULL;

    if (ours) {
        if (!is_length(&value->it_value) || !is_length(&value->it_interval))
            return refuse(EINVAL);
        if (before)
            get_timer(ours, before);
        uint64_t at = flags & TIMER_ABSTIME
                          ? turn_until(ours->clock, &value->it_value)
                          : turn_after(&value->it_value);
        set(ours, is_zero(&value->it_value) ? NEVER : at,
            turn_after(&value->it_interval) - turn_now());
    }
    int result = ours ? 0 : REAL(timer_settime)(timer, flags, value, before);

    if (self)
        tell_timer(self, WHERE);
    return result;
}

EXPORT int timer_gettime(timer_t timer, struct itimerspec *now)
{
    struct self *self = watched();
    const struct scheduled_timer *ours =
        self && turn_controls() ? timer_of(timer) : NULL;

    if (!ours)
        return REAL(timer_gettime)(timer, now);
    get_timer(ours, now);
    return 0;
}

EXPORT int timer_getoverrun(timer_t timer)
{
    struct self *self = watched();
    const struct scheduled_timer *ours =
        self && turn_controls() ? timer_of(timer) : NULL;

    return ours ? (int)ours->overruns : REAL(timer_getoverrun)(timer);
}

EXPORT int timer_delete(timer_t timer)
{
    struct self *self = watched();
    struct scheduled_timer *ours =
        self && turn_controls() ? timer_of(timer) : NULL;

    if (!ours)
        return REAL(timer_delete)(timer);
    *ours = (struct scheduled_timer){0};
    return 0;
}
