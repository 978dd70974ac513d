/* transfer.c - bytes into and out of pipes, sockets and files.

   Before a transfer that may wait the task says so; after it, how many bytes
   went. A write to the program's standard output is a print (print.h). */
#include "runtime/descriptor.h"
#include "runtime/emit.h"
#include "runtime/print.h"
#include "runtime/real.h"

#include <sys/uio.h>

static void begins(struct self *self, enum operation op, uint64_t key,
                   const void *where)
{
    if (!announce(self, op, key, 0, where))
        emit_waits(self, op, key, 0, where);
}

static ssize_t ends(struct self *self, enum operation op, uint64_t key,
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

/* The object, if the lab watches and it is one: then `call` is told of. */
#define TRANSFER(op, fd, call)                                                 \
    do {                                                                       \
        struct self *self = watched();                                         \
        uint64_t key = self ? descriptor_key(fd) : 0;                          \
        if (key == 0)                                                          \
            return call;                                                       \
        begins(self, op, key, WHERE);                                          \
        return ends(self, op, key, call, WHERE);                               \
    } while (0)

EXPORT ssize_t read(int fd, void *buffer, size_t size)
{
    TRANSFER(OP_READ, fd, REAL(read)(fd, buffer, size));
}

EXPORT ssize_t readv(int fd, const struct iovec *parts, int count)
{
    TRANSFER(OP_READ, fd, REAL(readv)(fd, parts, count));
}

EXPORT ssize_t write(int fd, const void *buffer, size_t size)
{
    struct self *self = watched();

    if (!self)
        return REAL(write)(fd, buffer, size);
    if (print_is_for_people(fd)) {
        announce(self, OP_PRINT, 0, 0, WHERE);
        ssize_t written = REAL(write)(fd, buffer, size);
        print_tell(self, buffer, written, WHERE);
        return written;
    }
    uint64_t key = descriptor_key(fd);
    if (key == 0)
        return REAL(write)(fd, buffer, size);
    begins(self, OP_WRITE, key, WHERE);
    return ends(self, OP_WRITE, key, REAL(write)(fd, buffer, size), WHERE);
}

EXPORT ssize_t writev(int fd, const struct iovec *parts, int count)
{
    TRANSFER(OP_WRITE, fd, REAL(writev)(fd, parts, count));
}

EXPORT ssize_t send(int fd, const void *buffer, size_t size, int flags)
{
    TRANSFER(OP_WRITE, fd, REAL(send)(fd, buffer, size, flags));
}

EXPORT ssize_t sendto(int fd, const void *buffer, size_t size, int flags,
                      __CONST_SOCKADDR_ARG to, socklen_t to_size)
{
    TRANSFER(OP_WRITE, fd, REAL(sendto)(fd, buffer, size, flags, to, to_size));
}

EXPORT ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    TRANSFER(OP_WRITE, fd, REAL(sendmsg)(fd, message, flags));
}

EXPORT ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    TRANSFER(OP_READ, fd, REAL(recv)(fd, buffer, size, flags));
}

EXPORT ssize_t recvfrom(int fd, void *restrict buffer, size_t size, int flags,
                        __SOCKADDR_ARG from, socklen_t *restrict from_size)
{
    TRANSFER(OP_READ, fd,
             REAL(recvfrom)(fd, buffer, size, flags, from, from_size));
}

EXPORT ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    TRANSFER(OP_READ, fd, REAL(recvmsg)(fd, message, flags));
}

#define CONNECTING(op, fd, call)                                               \
    do {                                                                       \
        struct self *self = watched();                                         \
        uint64_t key = self ? descriptor_key(fd) : 0;                          \
        if (key == 0)                                                          \
            return call;                                                       \
        begins(self, op, key, WHERE);                                          \
        return (int)ends(self, op, key, call, WHERE);                          \
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
