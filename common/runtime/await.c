/* await.c - waiting for signals, and keeping them from oneself. */
#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/signal.h"
#include "runtime/turn.h"

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

static int pause_in_turn(struct self *self, const void *where)
{
    turn_on(self, OP_PAUSE, 0, 0, NEVER, where);
    wait_ends(self, OP_PAUSE, 0, where);
    errno = EINTR;
    return -1;
}

/* A signal that comes before the pause has begun does not end it: what the
   program has looked at before that may be another thing by then. */
static void let_signals_come(struct self *self, const void *where)
{
    uint32_t process = turn_process();
    struct want goes_on = turn_want(OP_NONE, 0, 0, where);

    if (process && self_area->scheduler.processes[process - 1].handled)
        turn_take(self, &goes_on);
}

/* The signal that came; its number is 0 where none did in time, and -1 where a
   handler ran instead. */
static struct scheduled_signal wait_in_turn(struct self *self,
                                            const sigset_t *set,
                                            uint64_t until_ns,
                                            const void *where)
{
    uint64_t wanted = signal_bits(set);
    struct scheduled_signal came = {0};
    int error =
        turn_on(self, OP_SIGNAL_WAIT, 0, (int64_t)wanted, until_ns, where);
    struct scheduled *task = turn_task(self);
    uint64_t pending =
        task->signals |
        self_area->scheduler.processes[task->process - 1].signals;

    pending &= wanted;
    if (error)
        came.number = -1;
    else if (pending)
        came = scheduler_take_signal(&self_area->scheduler,
                                     (unsigned)(self->slot - self_area->slots),
                                     __builtin_ctzll(pending) + 1);
    wait_ends(self, OP_SIGNAL_WAIT, came.number > 0 ? came.number : 0, where);
    return came;
}

static int tell_waited(const struct scheduled_signal *came, siginfo_t *about)
{
    if (came->number <= 0) {
        errno = came->number < 0 ? EINTR : EAGAIN;
        return -1;
    }
    if (about)
        signal_tell(about, came);
    return came->number;
}

EXPORT int pause(void)
{
    struct self *self = watched();

    if (!self)
        return REAL(pause)();
    if (turn_controls()) {
        let_signals_come(self, WHERE);
        return pause_in_turn(self, WHERE);
    }
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
        uint64_t before = signal_mask_for_now(self, signal_bits(mask));
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
            *number = wait_in_turn(self, set, NEVER, WHERE).number;
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
    if (turn_controls()) {
        struct scheduled_signal came = wait_in_turn(self, set, NEVER, WHERE);

        return tell_waited(&came, about);
    }
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
    if (turn_controls()) {
        if (timeout && (timeout->tv_sec < 0 || !turn_is_time(timeout))) {
            errno = EINVAL;
            return -1;
        }
        struct scheduled_signal came =
            wait_in_turn(self, set, turn_after(timeout), WHERE);

        return tell_waited(&came, about);
    }
    wait_begins(self, OP_SLEEP, WHERE);
    int number = REAL(sigtimedwait)(set, about, timeout);
    wait_ends(self, OP_SLEEP, number, WHERE);
    return number;
}

/* What is no longer kept away comes before the call returns. */
static void note_mask(struct self *self)
{
    sigset_t now;
    int saved = errno;

    if (!self || !turn_controls() ||
        REAL(pthread_sigmask)(SIG_BLOCK, NULL, &now) != 0)
        return;
    turn_task(self)->blocked = signal_bits(&now);
    errno = saved;
    signal_handle_all(self);
}

EXPORT int sigpending(sigset_t *set)
{
    struct self *self = watched();
    int result = REAL(sigpending)(set);

    if (result != 0 || !self || !turn_controls())
        return result;
    const struct scheduled *task = turn_task(self);
    uint64_t pending =
        task->signals |
        self_area->scheduler.processes[task->process - 1].signals;
    for (int number = 1; number < SIGNALS; number++) {
        if (pending & task->blocked & signal_bit(number))
            sigaddset(set, number);
    }
    return result;
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
