/* process.c - processes: forked, waited for, signalled, ended. */
#include "runtime/process.h"

#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/rounds.h"
#include "runtime/signal.h"
#include "runtime/turn.h"

#include <string.h>
#include <sys/syscall.h>

/* Set while a fork under control is under way. */
static THREAD_LOCAL struct {
    bool is;
    uint32_t arrivals; /* Before it. */
} forking;

/* These run before the program's own, as they were registered first. What the
   parent's do must not come before the child has its copy of what the parent
   had at the fork: a lock that both let go of would be the parent's alone. */
static void child_arrives(void)
{
    forking.is = false;
    if (!explore_wanted()) /* Else it is a worker of ours. */
        watched();
}

static void parent_waits(void)
{
    if (forking.is)
        turn_await_child(forking.arrivals);
    forking.is = false;
}

void process_watch_forks(void)
{
    pthread_atfork(NULL, parent_waits, child_arrives);
}

EXPORT pid_t fork(void)
{
    struct self *self = watched();

    if (!self)
        return REAL(fork)();
    announce(self, OP_FORK, 0, 0, WHERE);
    uint32_t arrivals = turn_controls() ? turn_arrivals() : 0;
    pid_t child = -1;
    errno = EAGAIN;
    forking.is = turn_controls();
    forking.arrivals = arrivals;
    if (!turn_controls() || turn_has_room())
        child = REAL(fork)();
    forking.is = false;
    if (child > 0 && turn_controls())
        turn_await_arrival(arrivals, child);
    if (child == 0)
        watched(); /* Becomes a task at once: its birth is worth telling. */
    else if (child > 0)
        emit_urgently(self, OP_FORK, STAGE_DID, (uint64_t)child, 0, WHERE);
    else
        emit(self, OP_FORK, STAGE_FAILED, 0, errno, WHERE);
    return child > 0 && turn_controls() ? turn_virtual_pid(child) : child;
}

/* A child that borrows its parent's memory cannot be a task of its own, so it
   gets a copy, as POSIX allows; its parent waits all the same for it to exec or
   end, in the kernel. Like vfork, and unlike fork, it runs no handlers. */
static pid_t fork_without_handlers(unsigned long flags)
{
    return (pid_t)REAL(syscall)(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL,
                                NULL);
}

static bool has_gone_its_way(void *argument)
{
    const struct scheduled_process *child = argument;

    return child->replaced || child->exiting || child->ended;
}

/* Under control both move when they are told to, but the parent cannot until
   its child has gone its way. */
static pid_t vfork_in_turn(struct self *self, const void *where)
{
    struct scheduler *s = &self_area->scheduler;
    struct want goes_on = turn_want(OP_NONE, 0, 0, where);

    announce(self, OP_FORK, 0, 0, where);
    uint32_t arrivals = turn_arrivals();
    errno = EAGAIN;
    pid_t child = turn_has_room() ? fork_without_handlers(0) : -1;
    if (child == 0) {
        watched();
        return 0;
    }
    if (child < 0) {
        emit(self, OP_FORK, STAGE_FAILED, 0, errno, where);
        return child;
    }
    bool came = turn_await_arrival(arrivals, child);
    emit_urgently(self, OP_FORK, STAGE_DID, (uint64_t)child, 0, where);
    uint32_t process = scheduler_process(s, child);
    if (came && process)
        turn_take_when(self, &goes_on, has_gone_its_way,
                       &s->processes[process - 1]);
    return turn_virtual_pid(child);
}

EXPORT pid_t vfork(void)
{
    struct self *self = watched();

    if (self && turn_controls())
        return vfork_in_turn(self, WHERE);
    if (self)
        announce(self, OP_FORK, 0, 0, WHERE);
    pid_t child = fork_without_handlers(CLONE_VFORK);
    if (!self)
        return child;
    if (child == 0)
        watched();
    else if (child > 0)
        emit_urgently(self, OP_FORK, STAGE_DID, (uint64_t)child, 0, WHERE);
    else
        emit(self, OP_FORK, STAGE_FAILED, 0, errno, WHERE);
    return child;
}

/* The end of a wait: which child, with what status. A wait that must not wait
   and found nobody is a failure with EAGAIN. */
static void waited(struct self *self, enum operation op, pid_t wanted,
                   pid_t child, int status, const void *where)
{
    int saved = errno;

    if (child > 0 && turn_controls())
        scheduler_await_process(&self_area->scheduler, child);
    if (child > 0)
        emit_urgently(self, op, STAGE_DID, (uint64_t)child, status, where);
    else
        emit(self, op, STAGE_FAILED, wanted > 0 ? (uint64_t)wanted : 0,
             child == 0 ? EAGAIN : saved, where);
    errno = saved;
}

static enum operation wait_operation(int options)
{
    return options & WNOHANG ? OP_TRY_WAIT_CHILD : OP_WAIT_CHILD;
}

static void wait_begins(struct self *self, enum operation op, pid_t wanted,
                        const void *where)
{
    uint64_t object = wanted > 0 ? (uint64_t)wanted : 0;

    if (!announce(self, op, object, 0, where) && op == OP_WAIT_CHILD)
        emit_waits(self, op, object, 0, where);
}

/* Under control: is there a child to be waited for, or an error? */
struct children {
    idtype_t type;
    id_t id;
    int options;
};

static bool has_ended(void *argument)
{
    const struct children *children = argument;
    siginfo_t found = {0};

    return REAL(waitid)(children->type, children->id, &found,
                        children->options | WNOHANG | WNOWAIT) != 0 ||
           found.si_pid != 0;
}

/* Stands until a child can be waited for. Returns an error, or 0. */
static int wait_in_turn(struct self *self, enum operation op,
                        const struct children *children, const void *where)
{
    struct children asked = *children;
    uint64_t object = asked.type == P_PID ? asked.id : 0;
    struct want want = turn_want(op, object, 0, where);

    if (op == OP_TRY_WAIT_CHILD)
        return turn_take(self, &want).error;
    return turn_take_when(self, &want, has_ended, &asked).error;
}

static struct children children_of(pid_t wanted, int options)
{
    struct children children = {P_ALL, 0,
                                WEXITED | (options & (WUNTRACED | WCONTINUED))};

    if (wanted > 0)
        children = (struct children){P_PID, (id_t)wanted, children.options};
    else if (wanted != -1)
        children = (struct children){
            P_PGID,
            (id_t)(wanted == 0 ? REAL(syscall)(SYS_getpgid, 0) : -wanted),
            children.options};
    return children;
}

static pid_t wait_child(struct self *self, pid_t wanted, int *status,
                        int options, struct rusage *usage, const void *where)
{
    enum operation op = wait_operation(options);
    int found = 0;
    pid_t child = -1;

    if (turn_controls()) {
        wanted = wanted < -1 ? -turn_real_pid(-wanted) : turn_real_pid(wanted);
        struct children children = children_of(wanted, options);

        int refused = wait_in_turn(self, op, &children, where);
        if (refused)
            errno = refused;
        else
            child = REAL(wait4)(wanted, &found, options, usage);
        if (child == 0)
            rounds_tried(self,
                         (uint64_t)(uintptr_t)where ^ (uint64_t)wanted << 20);
    } else {
        wait_begins(self, op, wanted, where);
        child = REAL(wait4)(wanted, &found, options, usage);
    }
    if (status && child > 0)
        *status = found;
    waited(self, op, wanted, child, found, where);
    return child > 0 && turn_controls() ? turn_virtual_pid(child) : child;
}

EXPORT pid_t wait(int *status)
{
    struct self *self = watched();

    if (!self)
        return REAL(wait)(status);
    return wait_child(self, -1, status, 0, NULL, WHERE);
}

EXPORT pid_t waitpid(pid_t wanted, int *status, int options)
{
    struct self *self = watched();

    if (!self)
        return REAL(waitpid)(wanted, status, options);
    return wait_child(self, wanted, status, options, NULL, WHERE);
}

EXPORT pid_t wait3(int *status, int options, struct rusage *usage)
{
    struct self *self = watched();

    if (!self)
        return REAL(wait3)(status, options, usage);
    return wait_child(self, -1, status, options, usage, WHERE);
}

EXPORT pid_t wait4(pid_t wanted, int *status, int options, struct rusage *usage)
{
    struct self *self = watched();

    if (!self)
        return REAL(wait4)(wanted, status, options, usage);
    return wait_child(self, wanted, status, options, usage, WHERE);
}

/* A wait status, from what waitid tells. */
static int status_of(const siginfo_t *about)
{
    switch (about->si_code) {
    case CLD_EXITED:
        return (about->si_status & 0xff) << 8;
    case CLD_STOPPED:
        return about->si_status << 8 | 0x7f;
    case CLD_CONTINUED:
        return 0xffff;
    default:
        return about->si_status & 0x7f;
    }
}

EXPORT int waitid(idtype_t type, id_t id, siginfo_t *about, int options)
{
    struct self *self = watched();

    if (!self)
        return REAL(waitid)(type, id, about, options);
    enum operation op = wait_operation(options);
    siginfo_t found;
    int result = -1;
    memset(&found, 0, sizeof found);
    if (turn_controls() && (type == P_PID || type == P_PGID))
        id = (id_t)turn_real_pid((pid_t)id);
    pid_t wanted = type == P_PID ? (pid_t)id : -1;
    if (turn_controls()) {
        struct children children = {type, id, options};

        int refused = wait_in_turn(self, op, &children, WHERE);
        if (refused)
            errno = refused;
        else
            result = REAL(waitid)(type, id, &found, options);
    } else {
        wait_begins(self, op, wanted, WHERE);
        result = REAL(waitid)(type, id, &found, options);
    }
    if (about && result == 0) {
        *about = found;
        if (turn_controls() && found.si_pid > 0)
            about->si_pid = turn_virtual_pid(found.si_pid);
    }
    /* With WNOWAIT the child is still to be waited for. */
    if (result == 0 && found.si_pid > 0 && (options & WNOWAIT))
        emit(self, op, STAGE_FAILED, (uint64_t)found.si_pid, 0, WHERE);
    else
        waited(self, op, wanted, result == 0 ? found.si_pid : -1,
               status_of(&found), WHERE);
    return result;
}

void process_tell_exit(int status, const void *where)
{
    struct self *self = watched();

    if (!self)
        return;
    announce(self, OP_EXIT, 0, status, where);
    emit_urgently(self, OP_EXIT, STAGE_DID, 0, status, where);
    if (explore_runs())
        explore_end_run(ENDED_EXIT, status, NULL, NULL);
    if (turn_controls()) {
        rounds_gave_back(self); /* Parents that look for its end go on. */
        turn_exit();
    }
}

EXPORT void _exit(int status)
{
    process_tell_exit(status, WHERE);
    REAL(_exit)(status);
    __builtin_unreachable();
}

EXPORT void _Exit(int status)
{
    process_tell_exit(status, WHERE);
    REAL(_Exit)(status);
    __builtin_unreachable();
}

/* Sending a signal may be the last thing a task does: it is told before. */
static void tell_kill(struct self *self, pid_t target, int number,
                      const void *where)
{
    uint64_t object = target > 0 ? (uint64_t)target : 0;

    announce(self, OP_KILL, object, number, where);
    emit_urgently(self, OP_KILL, STAGE_DID, object, number, where);
}

int process_send(struct self *self, pid_t pid, int number, const void *where)
{
    tell_kill(self, pid, number, where);
    return signal_send_process(self, turn_virtual_pid(pid), number, SI_USER, 0);
}

/* The group that kill means by a number below 1; 0: all processes. */
static pid_t group_of(pid_t target)
{
    if (target == 0)
        return (pid_t)REAL(syscall)(SYS_getpgid, 0);
    return target == -1 ? 0 : turn_real_pid(-target);
}

EXPORT int kill(pid_t target, int number)
{
    struct self *self = watched();

    if (self && turn_controls() && target > 0) {
        tell_kill(self, turn_real_pid(target), number, WHERE);
        return signal_send_process(self, target, number, SI_USER, 0);
    }
    if (self)
        tell_kill(self, target, number, WHERE);
    if (self && turn_controls())
        return signal_send_group(self, group_of(target), number);
    return REAL(kill)(target, number);
}

EXPORT int killpg(pid_t group, int number)
{
    struct self *self = watched();

    if (self)
        tell_kill(self, -group, number, WHERE);
    if (self && turn_controls() && group >= 0)
        return signal_send_group(self, group_of(-group), number);
    return REAL(killpg)(group, number);
}

EXPORT int sigqueue(pid_t target, int number, const union sigval value)
{
    struct self *self = watched();
    int64_t kept = 0;

    if (!self || !turn_controls()) {
        if (self)
            tell_kill(self, target, number, WHERE);
        return REAL(sigqueue)(target, number, value);
    }
    memcpy(&kept, &value, sizeof value);
    tell_kill(self, turn_real_pid(target), number, WHERE);
    return signal_send_process(self, target, number, SI_QUEUE, kept);
}

static int raise_in_turn(struct self *self, int number)
{
    int error = signal_send_task(self, self->slot->birth, number);

    if (error)
        errno = error;
    return error ? -1 : 0;
}

EXPORT int raise(int number)
{
    struct self *self = watched();

    if (self)
        tell_kill(self, (pid_t)REAL(syscall)(SYS_getpid), number, WHERE);
    if (self && turn_controls())
        return raise_in_turn(self, number);
    return REAL(raise)(number);
}

EXPORT int pthread_kill(pthread_t thread, int number)
{
    struct self *self = watched();

    if (self) {
        uint64_t birth = self_birth_of(thread);

        announce(self, OP_SIGNAL_THREAD, birth, number, WHERE);
        emit_urgently(self, OP_SIGNAL_THREAD, STAGE_DID, birth, number, WHERE);
        if (turn_controls() && birth)
            return signal_send_task(self, birth, number);
    }
    return REAL(pthread_kill)(thread, number);
}
