/* filelock.c - locks on files: flock, fcntl and lockf. fcntl duplicates too.

   flock locks belong to an open file, fcntl locks to a process and a range of
   bytes. Both are shown as one lock per file. */
#include "runtime/descriptor.h"
#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/turn.h"

#include <stdarg.h>

/* Under control: could the lock be had? An flock is tried and let go again; of
   the others the kernel tells. */
struct trying {
    int fd;
    int how;             /* For flock. */
    struct flock *range; /* For fcntl, or NULL. */
    int command;
};

static bool could_lock(void *argument)
{
    const struct trying *trying = argument;

    if (trying->range) {
        struct flock found = *trying->range;
        int ask = trying->command == F_OFD_SETLKW ? F_OFD_GETLK : F_GETLK;

        return REAL(fcntl)(trying->fd, ask, &found) != 0 ||
               found.l_type == F_UNLCK;
    }
    if (REAL(flock)(trying->fd, trying->how | LOCK_NB) != 0)
        return errno != EWOULDBLOCK;
    REAL(flock)(trying->fd, LOCK_UN);
    return true;
}

/* Returns an error, or 0: the call can be made. */
static int begins(struct self *self, enum operation op, uint64_t key,
                  struct trying *trying, const void *where)
{
    if (turn_controls()) {
        struct want want = turn_want(op, key, 0, where);

        return turn_take_when(self, &want,
                              operation_can_wait(op) ? could_lock : NULL,
                              trying)
            .error;
    }
    if (!announce(self, op, key, 0, where) && operation_can_wait(op))
        emit_waits(self, op, key, 0, where);
    return 0;
}

#define LOCKING(op, trying, call)                                              \
    do {                                                                       \
        int error = begins(self, op, key, trying, where);                      \
        if (error)                                                             \
            errno = error;                                                     \
        return ends(self, op, key, error ? -1 : (call), where);                \
    } while (0)

/* `result` is -1, with errno set, where the lock was refused. */
static int ends(struct self *self, enum operation op, uint64_t key, int result,
                const void *where)
{
    int saved = errno;

    emit_result(self, op, key, result != -1 ? 0 : saved, where);
    if (result != -1)
        emit_holds_no_more(self, key); /* It may be locked anew. */
    if (result != -1 && op != OP_FILE_UNLOCK)
        emit_holds(self, key);
    errno = saved;
    return result;
}

static enum operation lock_operation(bool unlocks, bool shares, bool tries)
{
    if (unlocks)
        return OP_FILE_UNLOCK;
    if (shares)
        return tries ? OP_TRY_FILE_SHARE : OP_FILE_SHARE;
    return tries ? OP_TRY_FILE_LOCK : OP_FILE_LOCK;
}

EXPORT int flock(int fd, int how)
{
    struct self *self = watched();
    uint64_t key = self ? descriptor_key(fd) : 0;

    if (key == 0)
        return REAL(flock)(fd, how);
    enum operation op = lock_operation(
        (how & LOCK_UN) != 0, (how & LOCK_SH) != 0, (how & LOCK_NB) != 0);
    struct trying trying = {.fd = fd, .how = how};
    const void *where = WHERE;
    LOCKING(op, &trying, REAL(flock)(fd, how));
}

static bool is_lock_command(int command)
{
    return command == F_SETLK || command == F_SETLKW ||
           command == F_OFD_SETLK || command == F_OFD_SETLKW;
}

static int fcntl_lock(int fd, int command, struct flock *range,
                      const void *where)
{
    struct self *self = watched();
    uint64_t key = self ? descriptor_key(fd) : 0;

    if (key == 0 || (uintptr_t)range < LOWEST_ADDRESS)
        return REAL(fcntl)(fd, command, range);
    enum operation op =
        lock_operation(range->l_type == F_UNLCK, range->l_type == F_RDLCK,
                       command == F_SETLK || command == F_OFD_SETLK);
    struct trying trying = {.fd = fd, .range = range, .command = command};
    LOCKING(op, &trying, REAL(fcntl)(fd, command, range));
}

static bool asks_for_holder(int command)
{
    return command == F_GETLK || command == F_OFD_GETLK;
}

/* A process's number is a virtual one, under control. */
static int tell_holder(int result, struct flock *range)
{
    if (result == 0 && watched() && turn_controls() && range->l_pid > 0)
        range->l_pid = turn_virtual_pid(range->l_pid);
    return result;
}

static int tell_copy(int fd, int command, int result, const void *where)
{
    struct self *self = NULL;

    if (command == F_DUPFD || command == F_DUPFD_CLOEXEC)
        self = watched();
    return self ? descriptor_tell_copy(self, fd, result, where) : result;
}

/* The third argument of every command is an int, a pointer or missing: one
   word, which is passed on as it is. */
EXPORT int fcntl(int fd, int command, ...)
{
    va_list arguments;

    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (is_lock_command(command))
        return fcntl_lock(fd, command, argument, WHERE);
    if (asks_for_holder(command))
        return tell_holder(REAL(fcntl)(fd, command, argument), argument);
    return tell_copy(fd, command, REAL(fcntl)(fd, command, argument), WHERE);
}

EXPORT int fcntl64(int fd, int command, ...)
{
    va_list arguments;

    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (is_lock_command(command))
        return fcntl_lock(fd, command, argument, WHERE);
    if (asks_for_holder(command))
        return tell_holder(REAL(fcntl64)(fd, command, argument), argument);
    return tell_copy(fd, command, REAL(fcntl64)(fd, command, argument), WHERE);
}

EXPORT int lockf(int fd, int command, off_t length)
{
    struct self *self = watched();
    uint64_t key = self ? descriptor_key(fd) : 0;

    if (key == 0 || command == F_TEST)
        return REAL(lockf)(fd, command, length);
    enum operation op =
        lock_operation(command == F_ULOCK, false, command == F_TLOCK);
    struct flock range = {
        .l_type = F_WRLCK, .l_whence = SEEK_CUR, .l_len = length};
    struct trying trying = {.fd = fd, .range = &range, .command = F_SETLKW};
    const void *where = WHERE;
    LOCKING(op, &trying, REAL(lockf)(fd, command, length));
}
