/* transfer.c - bytes into and out of pipes, sockets and files.

   Before a transfer that may wait the task says so; after it, how many bytes
   went. A write to the program's standard output is a print (print.h). */
#include "runtime/transfer.h"

#include "runtime/descriptor.h"
#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/print.h"
#include "runtime/real.h"
#include "runtime/turn.h"

#include <limits.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/uio.h>

/* Under control: a descriptor that the task must wait for. */
struct waiting {
    int fd;
    short events;
};

static bool is_ready(void *argument)
{
    const struct waiting *waiting = argument;
    struct pollfd polled = {.fd = waiting->fd, .events = waiting->events};

    return REAL(poll)(&polled, 1, 0) != 0;
}

/* What is refused is refused at once. */
static bool may_block(int fd, enum operation op)
{
    int saved = errno;
    int flags = REAL(fcntl)(fd, F_GETFL);
    int wrong = op == OP_WRITE ? O_RDONLY : O_WRONLY;

    errno = saved;
    return flags >= 0 && !(flags & O_NONBLOCK) && (flags & O_ACCMODE) != wrong;
}

bool transfer_may_wait(int fd)
{
    int saved = errno;
    struct stat status;
    bool waits = may_block(fd, OP_READ) && fstat(fd, &status) == 0 &&
                 !S_ISREG(status.st_mode);

    errno = saved;
    return waits;
}

int transfer_begins(struct self *self, enum operation op, uint64_t key, int fd,
                    const void *where)
{
    if (turn_controls()) {
        struct want want = turn_want(op, key, 0, where);
        struct waiting waiting = {fd, op == OP_WRITE ? POLLOUT : POLLIN};

        return turn_take_when(self, &want, may_block(fd, op) ? is_ready : NULL,
                              &waiting)
            .error;
    }
    if (!announce(self, op, key, 0, where))
        emit_waits(self, op, key, 0, where);
    return 0;
}

ssize_t transfer_ends(struct self *self, enum operation op, uint64_t key,
                      ssize_t result, const void *where)
{
    int saved = errno;

    if (result >= 0)
        emit(self, op, STAGE_DID, key, result, where);
    else
        emit(self, op, STAGE_FAILED, key, saved, where);
    errno = saved;
    return result;
}

static bool is_event_counter(int fd)
{
    static const char name[] = "anon_inode:[eventfd]";
    char path[32];
    char found[sizeof name];
    int saved = errno;

    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(path, found, sizeof found);
    errno = saved;
    return length == sizeof name - 1 &&
           memcmp(found, name, sizeof name - 1) == 0;
}

/* -1: it does not wait. A counter is not read in parts. */
static int reads_at(int fd, size_t size)
{
    bool refused =
        size < sizeof(eventfd_t) && turn_controls() && is_event_counter(fd);

    return size == 0 || refused ? -1 : fd;
}

static int waits_at(int fd, int flags)
{
    return flags & MSG_DONTWAIT ? -1 : fd;
}

/* Under control: no object, but another task must do something first. (What
   the kernel makes ready by itself, such as a timerfd, it is waited for in.) */
static bool would_wait(struct self *self, enum operation op, int fd)
{
    struct waiting waiting = {fd, op == OP_WRITE ? POLLOUT : POLLIN};

    return self && turn_controls() && !explore_runs() && may_block(fd, op) &&
           !is_ready(&waiting) && is_event_counter(fd);
}

/* The object, if the lab watches and it is one: then `call` is told of. */
#define TRANSFER(op, fd, waiting_at, call)                                     \
    do {                                                                       \
        struct self *self = watched();                                         \
        uint64_t key = self ? descriptor_key(fd) : 0;                          \
        if (key == 0 && !would_wait(self, op, waiting_at))                     \
            return call;                                                       \
        int error = transfer_begins(self, op, key, waiting_at, WHERE);         \
        if (error)                                                             \
            errno = error;                                                     \
        return transfer_ends(self, op, key, error ? -1 : (call), WHERE);       \
    } while (0)

EXPORT ssize_t read(int fd, void *buffer, size_t size)
{
    TRANSFER(OP_READ, fd, reads_at(fd, size), REAL(read)(fd, buffer, size));
}

EXPORT ssize_t readv(int fd, const struct iovec *parts, int count)
{
    TRANSFER(OP_READ, fd, fd, REAL(readv)(fd, parts, count));
}

/* libc's read and write by themselves. */
EXPORT int eventfd_read(int fd, eventfd_t *value)
{
    return read(fd, value, sizeof *value) == sizeof *value ? 0 : -1;
}

EXPORT int eventfd_write(int fd, eventfd_t value)
{
    return write(fd, &value, sizeof value) == sizeof value ? 0 : -1;
}

/* As much as fits without waiting. A pipe that polls as writable takes
   PIPE_BUF bytes; a socket takes what it can. */
static ssize_t write_some(int fd, uint64_t key, const char *bytes, size_t size)
{
    if (object_inode_kind(key) == KIND_SOCKET)
        return REAL(send)(fd, bytes, size, MSG_DONTWAIT);
    if (object_inode_kind(key) == KIND_PIPE && size > PIPE_BUF)
        size = PIPE_BUF;
    return REAL(write)(fd, bytes, size);
}

/* Under control a long write goes by parts, and waits in between. */
static ssize_t write_in_turn(struct self *self, int fd, uint64_t key,
                             const char *bytes, size_t size, const void *where)
{
    size_t written = 0;

    do {
        int error = transfer_begins(self, OP_WRITE, key, fd, where);
        if (error)
            errno = error;
        ssize_t result = transfer_ends(
            self, OP_WRITE, key,
            error ? -1 : write_some(fd, key, bytes + written, size - written),
            where);
        if (result <= 0)
            return written ? (ssize_t)written : result;
        written += (size_t)result;
    } while (written < size);
    return (ssize_t)written;
}

EXPORT ssize_t write(int fd, const void *buffer, size_t size)
{
    struct self *self = watched();

    if (!self)
        return REAL(write)(fd, buffer, size);
    if (print_is_for_people(fd)) {
        announce(self, OP_PRINT, 0, 0, WHERE);
        if (explore_runs()) {
            explore_print(buffer, size);
            return (ssize_t)size;
        }
        ssize_t written = REAL(write)(fd, buffer, size);
        print_tell(self, buffer, written, WHERE);
        return written;
    }
    uint64_t key = descriptor_key(fd);
    if (key == 0 && !would_wait(self, OP_WRITE, fd))
        return REAL(write)(fd, buffer, size);
    if (turn_controls() && may_block(fd, OP_WRITE))
        return write_in_turn(self, fd, key, buffer, size, WHERE);
    transfer_begins(self, OP_WRITE, key, fd, WHERE);
    return transfer_ends(self, OP_WRITE, key, REAL(write)(fd, buffer, size),
                         WHERE);
}

EXPORT ssize_t writev(int fd, const struct iovec *parts, int count)
{
    TRANSFER(OP_WRITE, fd, fd, REAL(writev)(fd, parts, count));
}

EXPORT ssize_t send(int fd, const void *buffer, size_t size, int flags)
{
    TRANSFER(OP_WRITE, fd, waits_at(fd, flags),
             REAL(send)(fd, buffer, size, flags));
}

EXPORT ssize_t sendto(int fd, const void *buffer, size_t size, int flags,
                      __CONST_SOCKADDR_ARG to, socklen_t to_size)
{
    TRANSFER(OP_WRITE, fd, waits_at(fd, flags),
             REAL(sendto)(fd, buffer, size, flags, to, to_size));
}

EXPORT ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    TRANSFER(OP_WRITE, fd, waits_at(fd, flags),
             REAL(sendmsg)(fd, message, flags));
}

EXPORT ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    TRANSFER(OP_READ, fd, waits_at(fd, flags),
             REAL(recv)(fd, buffer, size, flags));
}

EXPORT ssize_t recvfrom(int fd, void *restrict buffer, size_t size, int flags,
                        __SOCKADDR_ARG from, socklen_t *restrict from_size)
{
    TRANSFER(OP_READ, fd, waits_at(fd, flags),
             REAL(recvfrom)(fd, buffer, size, flags, from, from_size));
}

EXPORT ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    TRANSFER(OP_READ, fd, waits_at(fd, flags),
             REAL(recvmsg)(fd, message, flags));
}

#define CONNECTING(op, fd, call)                                               \
    do {                                                                       \
        struct self *self = watched();                                         \
        uint64_t key = self ? descriptor_key(fd) : 0;                          \
        if (key == 0)                                                          \
            return call;                                                       \
        int error = transfer_begins(self, op, key, fd, WHERE);                 \
        if (error)                                                             \
            errno = error;                                                     \
        return (int)transfer_ends(self, op, key, error ? -1 : (call), WHERE);  \
    } while (0)

EXPORT int accept(int fd, __SOCKADDR_ARG from, socklen_t *restrict from_size)
{
    CONNECTING(OP_ACCEPT, fd, REAL(accept)(fd, from, from_size));
}

EXPORT int accept4(int fd, __SOCKADDR_ARG from, socklen_t *restrict from_size,
                   int flags)
{
    CONNECTING(OP_ACCEPT, fd, REAL(accept4)(fd, from, from_size, flags));
}

EXPORT int connect(int fd, __CONST_SOCKADDR_ARG to, socklen_t to_size)
{
    CONNECTING(OP_CONNECT, fd, REAL(connect)(fd, to, to_size));
}
