/* signal.c - handlers that tell when they run, and waits for signals.

   A handler the program sets is kept in a table, and one of ours set in its
   place: it tells that it was entered, calls the program's, and tells that it
   returned. Who asks for the handler is told the program's own. */
#include "runtime/signal.h"

#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/turn.h"

#include <string.h>

/* The program's handlers: read by handlers at any time, so each entry is one
   word. A struct sigaction has one word for both kinds of handler too. */
static _Atomic uintptr_t handlers[SIGNALS];

typedef void plain_handler(int);
typedef void full_handler(int, siginfo_t *, void *);

static _Atomic bool takes_context[SIGNALS];
static _Atomic bool restarting[SIGNALS];

static void on_signal(int number, siginfo_t *about, void *context)
{
    int saved = errno;
    struct self *self = watched();
    uintptr_t handler = atomic_load(&handlers[number]);
    const char *where = (const char *)handler + 1; /* As if called from it. */

    if (self)
        emit(self, OP_HANDLER_ENTER, STAGE_DID, 0, number, where);
    errno = saved;
    if (atomic_load(&takes_context[number]))
        ((full_handler *)handler)(number, about, context);
    else
        ((plain_handler *)handler)(number);
    saved = errno;
    self = watched(); /* It may have forked. */
    if (self)
        emit(self, OP_HANDLER_LEAVE, STAGE_DID, 0, number, where);
    errno = saved;
}

static bool is_function(uintptr_t handler)
{
    return handler != (uintptr_t)SIG_DFL && handler != (uintptr_t)SIG_IGN;
}

bool signal_run_handler(int number, bool *restarts)
{
    siginfo_t about = {.si_signo = number};

    if (!is_function(atomic_load(&handlers[number])))
        return false;
    on_signal(number, &about, NULL);
    *restarts = atomic_load(&restarting[number]);
    return true;
}

/* Makes what the kernel says of the old action what the program would have
   seen: its own handler, or none where the fault handler is ours. */
static void show_old(int number, struct sigaction *old, uintptr_t handler,
                     bool context)
{
    bool ours = old->sa_sigaction == on_signal;

    if (ours) {
        old->sa_handler = (plain_handler *)handler;
        if (!context)
            old->sa_flags &= ~SA_SIGINFO;
    } else if ((number == SIGSEGV || number == SIGBUS || number == SIGFPE ||
                number == SIGILL) &&
               is_function((uintptr_t)old->sa_handler)) {
        memset(old, 0, sizeof *old);
    }
}

/* What others need to know before they send it. */
static void note_disposition(int number, const struct sigaction *action)
{
    uint32_t process = turn_process();

    if (process == 0)
        return;
    struct scheduled_process *here =
        &self_area->scheduler.processes[process - 1];
    uintptr_t handler = (uintptr_t)action->sa_handler;
    here->handled &= ~signal_bit(number);
    here->ignored &= ~signal_bit(number);
    if (is_function(handler))
        here->handled |= signal_bit(number);
    else if (handler == (uintptr_t)SIG_IGN)
        here->ignored |= signal_bit(number);
}

/* Without a self nothing is told, but handlers of ours that were set while the
   lab watched, or for faults, are still not shown. */
static int set_action(struct self *self, int number,
                      const struct sigaction *action, struct sigaction *old,
                      const void *where)
{
    struct sigaction ours;
    struct sigaction before;

    if (number < 1 || number >= SIGNALS)
        return REAL(sigaction)(number, action, old);
    uintptr_t handler = atomic_load(&handlers[number]);
    bool context = atomic_load(&takes_context[number]);
    const struct sigaction *set = action;
    if (action && is_function((uintptr_t)action->sa_handler)) {
        ours = *action;
        ours.sa_sigaction = on_signal;
        ours.sa_flags |= SA_SIGINFO;
        atomic_store(&handlers[number], (uintptr_t)action->sa_handler);
        atomic_store(&takes_context[number], action->sa_flags & SA_SIGINFO);
        atomic_store(&restarting[number], action->sa_flags & SA_RESTART);
        set = &ours;
    }
    int result = REAL(sigaction)(number, set, &before);
    if (result == 0 && action && turn_controls())
        note_disposition(number, action);
    if (result == 0 && old) {
        *old = before;
        show_old(number, old, handler, context);
    }
    if (self && action)
        emit_result(self, OP_SIGNAL_ACTION, 0, result == 0 ? 0 : errno, where);
    return result;
}

EXPORT int sigaction(int number, const struct sigaction *restrict action,
                     struct sigaction *restrict old)
{
    struct self *self = watched();

    if (!self_area)
        return REAL(sigaction)(number, action, old);
    return set_action(self, number, action, old, WHERE);
}

EXPORT __sighandler_t signal(int number, __sighandler_t handler)
{
    struct self *self = watched();
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    struct sigaction old;

    if (handler == SIG_ERR) {
        errno = EINVAL;
        return SIG_ERR;
    }
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, number);
    int result = self_area ? set_action(self, number, &action, &old, WHERE)
                           : REAL(sigaction)(number, &action, &old);
    return result == 0 ? old.sa_handler : SIG_ERR;
}

/* Waits for a signal, however it is asked for. */
static void wait_begins(struct self *self, enum operation op, const void *where)
{
    if (!announce(self, op, 0, 0, where))
        emit_waits(self, op, 0, 0, where);
}

static void wait_ends(struct self *self, enum operation op, int number,
                      const void *where)
{
    int saved = errno;

    emit(self, op, STAGE_DID, 0, number, where);
    errno = saved;
}

static uint64_t bits_of(const sigset_t *set)
{
    uint64_t bits = 0;

    for (int number = 1; number < SIGNALS; number++) {
        if (sigismember(set, number) == 1)
            bits |= signal_bit(number);
    }
    return bits;
}

static int pause_in_turn(struct self *self, const void *where)
{
    turn_on(self, OP_PAUSE, 0, 0, NEVER, where);
    wait_ends(self, OP_PAUSE, 0, where);
    errno = EINTR;
    return -1;
}

/* The number of the signal that came; 0: none did in time; -1: a handler ran
   instead. */
static int wait_in_turn(struct self *self, const sigset_t *set,
                        uint64_t until_ns, const void *where)
{
    uint64_t wanted = bits_of(set);
    int error =
        turn_on(self, OP_SIGNAL_WAIT, 0, (int64_t)wanted, until_ns, where);
    struct scheduled *task = turn_task(self);
    uint64_t *theirs =
        &self_area->scheduler.processes[task->process - 1].signals;
    uint64_t come = (task->signals | *theirs) & wanted;
    int number = come && !error ? __builtin_ctzll(come) + 1 : 0;

    if (number && (task->signals & signal_bit(number)))
        task->signals &= ~signal_bit(number);
    else if (number)
        *theirs &= ~signal_bit(number);
    wait_ends(self, OP_SIGNAL_WAIT, number, where);
    return error ? -1 : number;
}

static int tell_waited(int number, siginfo_t *about)
{
    if (number <= 0) {
        errno = number < 0 ? EINTR : EAGAIN;
        return -1;
    }
    if (about) {
        memset(about, 0, sizeof *about);
        about->si_signo = number;
    }
    return number;
}

EXPORT int pause(void)
{
    struct self *self = watched();

    if (!self)
        return REAL(pause)();
    if (turn_controls())
        return pause_in_turn(self, WHERE);
    wait_begins(self, OP_PAUSE, WHERE);
    int result = REAL(pause)();
    wait_ends(self, OP_PAUSE, 0, WHERE);
    return result;
}

EXPORT int sigsuspend(const sigset_t *mask)
{
    struct self *self = watched();

    if (!self)
        return REAL(sigsuspend)(mask);
    if (turn_controls()) {
        uint64_t before = turn_task(self)->blocked;

        turn_task(self)->blocked = bits_of(mask);
        int ended = pause_in_turn(self, WHERE);
        turn_task(self)->blocked = before;
        return ended;
    }
    wait_begins(self, OP_PAUSE, WHERE);
    int result = REAL(sigsuspend)(mask);
    wait_ends(self, OP_PAUSE, 0, WHERE);
    return result;
}

EXPORT int sigwait(const sigset_t *restrict set, int *restrict number)
{
    struct self *self = watched();

    if (!self)
        return REAL(sigwait)(set, number);
    if (turn_controls()) {
        do
            *number = wait_in_turn(self, set, NEVER, WHERE);
        while (*number < 0);
        return 0;
    }
    wait_begins(self, OP_SIGNAL_WAIT, WHERE);
    int error = REAL(sigwait)(set, number);
    wait_ends(self, OP_SIGNAL_WAIT, error == 0 ? *number : 0, WHERE);
    return error;
}

EXPORT int sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict about)
{
    struct self *self = watched();

    if (!self)
        return REAL(sigwaitinfo)(set, about);
    if (turn_controls())
        return tell_waited(wait_in_turn(self, set, NEVER, WHERE), about);
    wait_begins(self, OP_SIGNAL_WAIT, WHERE);
    int number = REAL(sigwaitinfo)(set, about);
    wait_ends(self, OP_SIGNAL_WAIT, number, WHERE);
    return number;
}

EXPORT int sigtimedwait(const sigset_t *restrict set, siginfo_t *restrict about,
                        const struct timespec *restrict timeout)
{
    struct self *self = watched();

    if (!self)
        return REAL(sigtimedwait)(set, about, timeout);
    if (turn_controls())
        return tell_waited(wait_in_turn(self, set, turn_after(timeout), WHERE),
                           about);
    wait_begins(self, OP_SLEEP, WHERE);
    int number = REAL(sigtimedwait)(set, about, timeout);
    wait_ends(self, OP_SLEEP, number, WHERE);
    return number;
}

/* Timers send signals by themselves: the lab must know that something may yet
   come when all tasks wait. */
static void tell_timer(struct self *self, const void *where)
{
    int saved = errno;

    emit_urgently(self, OP_TIMER, STAGE_DID, 0, 0, where);
    errno = saved;
}

/* Under control: one alarm, after so many nanoseconds; 0: none. Returns how
   many were left of the one before. */
static uint64_t set_alarm(uint64_t after_ns)
{
    uint32_t process = turn_process();

    if (process == 0)
        return 0;
    uint64_t *alarm_ns = &self_area->scheduler.processes[process - 1].alarm_ns;
    uint64_t left = *alarm_ns != NEVER && *alarm_ns > turn_now()
                        ? *alarm_ns - turn_now()
                        : 0;

    *alarm_ns = after_ns ? turn_now() + after_ns : NEVER;
    return left;
}

EXPORT unsigned alarm(unsigned seconds)
{
    struct self *self = watched();

    if (self && turn_controls()) {
        tell_timer(self, WHERE);
        return (
            unsigned)((set_alarm(seconds * UINT64_C(1000000000)) + 999999999) /
                      1000000000);
    }
    unsigned before = REAL(alarm)(seconds);

    if (self && seconds > 0)
        tell_timer(self, WHERE);
    return before;
}

EXPORT int setitimer(__itimer_which_t which,
                     const struct itimerval *restrict value,
                     struct itimerval *restrict before)
{
    struct self *self = watched();

    if (self && turn_controls() && which == ITIMER_REAL) {
        uint64_t left =
            set_alarm((uint64_t)value->it_value.tv_sec * 1000000000 +
                      (uint64_t)value->it_value.tv_usec * 1000);

        tell_timer(self, WHERE);
        if (before)
            *before = (struct itimerval){
                .it_value = {(time_t)(left / 1000000000),
                             (suseconds_t)(left % 1000000000 / 1000)}};
        return 0;
    }
    int result = REAL(setitimer)(which, value, before);

    if (self)
        tell_timer(self, WHERE);
    return result;
}

EXPORT int timer_settime(timer_t timer, int flags,
                         const struct itimerspec *restrict value,
                         struct itimerspec *restrict before)
{
    struct self *self = watched();
    int result = REAL(timer_settime)(timer, flags, value, before);

    if (self)
        tell_timer(self, WHERE);
    return result;
}

static void note_mask(struct self *self)
{
    sigset_t now;

    if (self && turn_controls() &&
        REAL(pthread_sigmask)(SIG_BLOCK, NULL, &now) == 0)
        turn_task(self)->blocked = bits_of(&now);
}

EXPORT int pthread_sigmask(int how, const sigset_t *set, sigset_t *before)
{
    struct self *self = watched();
    int error = REAL(pthread_sigmask)(how, set, before);

    note_mask(self);
    return error;
}

EXPORT int sigprocmask(int how, const sigset_t *set, sigset_t *before)
{
    struct self *self = watched();
    int result = REAL(sigprocmask)(how, set, before);

    note_mask(self);
    return result;
}
