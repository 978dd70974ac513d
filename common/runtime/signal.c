/* signal.c - handlers that tell when they run.

   A handler the program sets is kept in a table, and one of ours set in its
   place: it tells that it was entered, calls the program's, and tells that it
   returned. Who asks for the handler is told the program's own. */
#include "runtime/signal.h"

#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/turn.h"

#include <string.h>
#include <sys/syscall.h>

/* The program's handlers: read by handlers at any time, so each entry is one
   word. A struct sigaction has one word for both kinds of handler too. */
static _Atomic uintptr_t handlers[SIGNALS];

typedef void plain_handler(int);
typedef void full_handler(int, siginfo_t *, void *);

static _Atomic bool takes_context[SIGNALS];
static _Atomic int flags_of[SIGNALS];
static _Atomic uint64_t masks[SIGNALS];

/* The signal that we let the kernel deliver to this task; 0: none. Of a call of
   libc compilers believe that it runs nothing of ours. */
static THREAD_LOCAL volatile sig_atomic_t delivering;

static bool is_function(uintptr_t handler)
{
    return handler != (uintptr_t)SIG_DFL && handler != (uintptr_t)SIG_IGN;
}

uint64_t signal_bits(const sigset_t *set)
{
    uint64_t bits = 0;

    for (int number = 1; number < SIGNALS; number++) {
        if (sigismember(set, number) == 1)
            bits |= signal_bit(number);
    }
    return bits;
}

static sigset_t set_of(uint64_t bits)
{
    sigset_t set;

    sigemptyset(&set);
    for (int number = 1; number < SIGNALS; number++) {
        if (bits & signal_bit(number))
            sigaddset(&set, number);
    }
    return set;
}

/* What others need to know before they send it. */
static void note_disposition(int number, uintptr_t handler, int flags)
{
    uint32_t process = turn_process();

    if (process == 0)
        return;
    struct scheduled_process *here =
        &self_area->scheduler.processes[process - 1];
    here->handled &= ~signal_bit(number);
    here->ignored &= ~signal_bit(number);
    if (is_function(handler))
        here->handled |= signal_bit(number);
    else if (handler == (uintptr_t)SIG_IGN)
        here->ignored |= signal_bit(number);
    if (number == SIGCHLD)
        here->quiet_stops = (flags & SA_NOCLDSTOP) != 0;
}

/* A handler runs, or has been jumped out of: what the task keeps from itself
   only the kernel knows. */
static THREAD_LOCAL bool unsure;

void signal_know_mask(struct self *self)
{
    sigset_t now;

    if (unsure && REAL(pthread_sigmask)(SIG_BLOCK, NULL, &now) == 0)
        turn_task(self)->blocked = signal_bits(&now);
}

uint64_t signal_mask_for_now(struct self *self, uint64_t bits)
{
    if (!explore_runs())
        signal_know_mask(self);
    uint64_t before = turn_task(self)->blocked;
    unsure = false;
    turn_task(self)->blocked = bits;
    return before;
}

static void run(struct self *self, int number, siginfo_t *about, void *context)
{
    int saved = errno;
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

/* The task keeps some signals from itself while the handler runs. */
static void run_in_turn(struct self *self, int number, siginfo_t *about,
                        void *context)
{
    uint64_t before = turn_task(self)->blocked;
    bool was_unsure = unsure;
    int flags = atomic_load(&flags_of[number]);

    if (flags & (int)SA_RESETHAND)
        note_disposition(number, (uintptr_t)SIG_DFL, 0);
    turn_task(self)->blocked |= atomic_load(&masks[number]);
    if (!(flags & SA_NODEFER))
        turn_task(self)->blocked |= signal_bit(number);
    unsure = true;
    run(self, number, about, context);
    unsure = was_unsure;
    self = watched();
    if (self)
        turn_task(self)->blocked = before;
}

/* Under control, of what we have not sent: what the task has done to itself
   comes at once; the rest when it moves next, but for what the lab tells of. */
static bool comes_now(const siginfo_t *about)
{
    int number = about->si_signo;

    if (about->si_code <= 0)
        return about->si_pid == (pid_t)REAL(syscall)(SYS_getpid);
    return number == SIGSEGV || number == SIGBUS || number == SIGFPE ||
           number == SIGILL || number == SIGTRAP || number == SIGSYS;
}

static void keep_for_later(int number)
{
    uint32_t process = turn_process();

    if (process && number != SIGCHLD && number != SIGCONT)
        __atomic_fetch_or(&self_area->scheduler.processes[process - 1].signals,
                          signal_bit(number), __ATOMIC_SEQ_CST);
}

static void on_signal(int number, siginfo_t *about, void *context)
{
    int saved = errno;
    struct self *self = watched();
    bool ours = delivering == number;

    errno = saved;
    if (!self || !turn_controls()) {
        run(self, number, about, context);
    } else if (ours || comes_now(about)) {
        delivering = 0;
        run_in_turn(self, number, about, context);
    } else {
        keep_for_later(number);
        errno = saved;
    }
}

/* What became of a child the kernel knows, until somebody has waited for it. */
static bool tell_of_child(siginfo_t *about, pid_t child)
{
    return REAL(waitid)(P_PID, (id_t)child, about,
                        WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT) ==
               0 &&
           about->si_pid != 0;
}

void signal_tell(siginfo_t *about, const struct scheduled_signal *signal)
{
    int saved = errno;

    memset(about, 0, sizeof *about);
    if (signal->number != SIGCHLD || signal->code <= 0 ||
        !tell_of_child(about, signal->pid)) {
        memset(about, 0, sizeof *about);
        about->si_code = signal->code;
        about->si_uid = signal->uid;
        memcpy(&about->si_value, &signal->value, sizeof about->si_value);
    }
    about->si_signo = signal->number;
    if (signal->pid)
        about->si_pid = turn_virtual_pid(signal->pid);
    errno = saved;
}

/* By the kernel: so what the handler finds is as it always is. */
static void let_deliver(struct self *self,
                        const struct scheduled_signal *signal)
{
    sigset_t now =
        set_of(turn_task(self)->blocked & ~signal_bit(signal->number));
    sigset_t before;
    siginfo_t about;
    int saved = errno;

    signal_tell(&about, signal);
    REAL(pthread_sigmask)(SIG_SETMASK, &now, &before);
    delivering = signal->number;
    errno = saved;
    REAL(syscall)
    (SYS_rt_tgsigqueueinfo, REAL(syscall)(SYS_getpid),
     REAL(syscall)(SYS_gettid), signal->number, &about);
    delivering = 0;
    saved = errno;
    REAL(pthread_sigmask)(SIG_SETMASK, &before, NULL);
    errno = saved;
}

bool signal_run_handler(struct self *self,
                        const struct scheduled_signal *signal)
{
    int number = signal->number;

    if (!is_function(atomic_load(&handlers[number])))
        return true;
    bool restarts = (atomic_load(&flags_of[number]) & SA_RESTART) != 0;
    if (explore_runs()) { /* Many tasks have one thread, and its mask. */
        siginfo_t about;

        signal_tell(&about, signal);
        run_in_turn(self, number, &about, NULL);
    } else {
        let_deliver(self, signal);
    }
    return restarts;
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
        atomic_store(&flags_of[number], action->sa_flags);
        atomic_store(&masks[number], signal_bits(&action->sa_mask));
        set = &ours;
    }
    int result = REAL(sigaction)(number, set, &before);
    if (result == 0 && action && turn_controls())
        note_disposition(number, (uintptr_t)action->sa_handler,
                         action->sa_flags);
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
