/* process.c - processes: forked, waited for, signalled, ended. */
#include "runtime/emit.h"
#include "runtime/real.h"

#include <string.h>
#include <sys/syscall.h>

EXPORT pid_t fork(void)
{
    struct self *self = watched();

    if (!self)
        return REAL(fork)();
    announce(self, OP_FORK, 0, 0, WHERE);
    pid_t child = REAL(fork)();
    if (child == 0)
        watched(); /* Becomes a task at once: its birth is worth telling. */
    else if (child > 0)
        emit_urgently(self, OP_FORK, STAGE_DID, (uint64_t)child, 0, WHERE);
    else
        emit(self, OP_FORK, STAGE_FAILED, 0, errno, WHERE);
    return child;
}

/* A child that borrows its parent's memory cannot be a task of its own, so it
   gets a copy, as POSIX allows; its parent waits all the same for it to exec or
   end, in the kernel. Like vfork, and unlike fork, it runs no handlers. */
static pid_t fork_and_wait(void)
{
    return (pid_t)syscall(SYS_clone, CLONE_VFORK | SIGCHLD, NULL, NULL, NULL,
                          NULL);
}

EXPORT pid_t vfork(void)
{
    struct self *self = watched();

    if (self)
        announce(self, OP_FORK, 0, 0, WHERE);
    pid_t child = fork_and_wait();
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

static pid_t wait_child(struct self *self, pid_t wanted, int *status,
                        int options, struct rusage *usage, const void *where)
{
    enum operation op = wait_operation(options);
    int found = 0;

    wait_begins(self, op, wanted, where);
    pid_t child = REAL(wait4)(wanted, &found, options, usage);
    if (status && child > 0)
        *status = found;
    waited(self, op, wanted, child, found, where);
    return child;
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
    pid_t wanted = type == P_PID ? (pid_t)id : -1;
    siginfo_t found;
    memset(&found, 0, sizeof found);
    wait_begins(self, op, wanted, WHERE);
    int result = REAL(waitid)(type, id, &found, options);
    if (about && result == 0)
        *about = found;
    /* With WNOWAIT the child is still to be waited for. */
    if (result == 0 && found.si_pid > 0 && (options & WNOWAIT))
        emit(self, op, STAGE_FAILED, (uint64_t)found.si_pid, 0, WHERE);
    else
        waited(self, op, wanted, result == 0 ? found.si_pid : -1,
               status_of(&found), WHERE);
    return result;
}

static void tell_exit(int status, const void *where)
{
    struct self *self = watched();

    if (self)
        emit_urgently(self, OP_EXIT, STAGE_DID, 0, status, where);
}

EXPORT void _exit(int status)
{
    tell_exit(status, WHERE);
    REAL(_exit)(status);
    __builtin_unreachable();
}

EXPORT void _Exit(int status)
{
    tell_exit(status, WHERE);
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

EXPORT int kill(pid_t target, int number)
{
    struct self *self = watched();

    if (self)
        tell_kill(self, target, number, WHERE);
    return REAL(kill)(target, number);
}

EXPORT int killpg(pid_t group, int number)
{
    struct self *self = watched();

    if (self)
        tell_kill(self, -group, number, WHERE);
    return REAL(killpg)(group, number);
}

EXPORT int raise(int number)
{
    struct self *self = watched();

    if (self)
        tell_kill(self, getpid(), number, WHERE);
    return REAL(raise)(number);
}

EXPORT int pthread_kill(pthread_t thread, int number)
{
    struct self *self = watched();

    if (self) {
        uint64_t birth = self_birth_of(thread);

        announce(self, OP_SIGNAL_THREAD, birth, number, WHERE);
        emit_urgently(self, OP_SIGNAL_THREAD, STAGE_DID, birth, number, WHERE);
    }
    return REAL(pthread_kill)(thread, number);
}
