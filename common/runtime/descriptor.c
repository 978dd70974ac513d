/* descriptor.c - opening, duplicating and closing descriptors. */
#include "runtime/descriptor.h"

#include "runtime/emit.h"
#include "runtime/real.h"

#include <stdarg.h>
#include <sys/stat.h>

uint64_t descriptor_key(int fd)
{
    int saved = errno;
    struct stat status;
    uint64_t key = 0;

    if (fstat(fd, &status) == 0) {
        enum kind kind = S_ISFIFO(status.st_mode)   ? KIND_PIPE
                         : S_ISSOCK(status.st_mode) ? KIND_SOCKET
                         : S_ISREG(status.st_mode)  ? KIND_FILE
                                                    : KIND_NONE;
        if (kind != KIND_NONE)
            key = object_inode(kind, status.st_dev, status.st_ino);
    }
    errno = saved;
    return key;
}

static void tell_pipe(struct self *self, int result, const int ends[2],
                      const void *where)
{
    int saved = errno;

    if (result == 0)
        emit_urgently(self, OP_PIPE, STAGE_DID, descriptor_key(ends[0]),
                      descriptor_pair(ends[0], ends[1]), where);
    else
        emit(self, OP_PIPE, STAGE_FAILED, 0, saved, where);
    errno = saved;
}

EXPORT int pipe(int ends[2])
{
    struct self *self = watched();
    int result = REAL(pipe)(ends);

    if (self)
        tell_pipe(self, result, ends, WHERE);
    return result;
}

EXPORT int pipe2(int ends[2], int flags)
{
    struct self *self = watched();
    int result = REAL(pipe2)(ends, flags);

    if (self)
        tell_pipe(self, result, ends, WHERE);
    return result;
}

/* The ends are two objects: what is written to one is read from the other.
   So there are two records, and the collector joins them. */
EXPORT int socketpair(int domain, int type, int protocol, int ends[2])
{
    struct self *self = watched();
    int result = REAL(socketpair)(domain, type, protocol, ends);

    if (!self)
        return result;
    if (result == 0) {
        emit_urgently(self, OP_SOCKET_PAIR, STAGE_WANTS,
                      descriptor_key(ends[0]), ends[0], WHERE);
        emit_urgently(self, OP_SOCKET_PAIR, STAGE_DID, descriptor_key(ends[1]),
                      ends[1], WHERE);
    } else {
        emit(self, OP_SOCKET_PAIR, STAGE_FAILED, 0, errno, WHERE);
    }
    return result;
}

static int tell_open(struct self *self, int fd, const char *path,
                     const void *where)
{
    uint64_t key = fd >= 0 ? descriptor_key(fd) : 0;
    int saved = errno;

    if (fd < 0)
        emit_text(self, OP_OPEN, STAGE_FAILED, 0, saved, path, where);
    else if (key)
        emit_text(self, OP_OPEN, STAGE_DID, key, fd, path, where);
    errno = saved;
    return fd;
}

/* The mode is there when the file may be created. */
#define TAKE_MODE(flags, mode)                                                 \
    do {                                                                       \
        if ((flags) & (O_CREAT | __O_TMPFILE)) {                               \
            va_list arguments;                                                 \
            va_start(arguments, flags);                                        \
            (mode) = va_arg(arguments, mode_t);                                \
            va_end(arguments);                                                 \
        }                                                                      \
    } while (0)

EXPORT int open(const char *path, int flags, ...)
{
    struct self *self = watched();
    mode_t mode = 0;

    TAKE_MODE(flags, mode);
    int fd = REAL(open)(path, flags, mode);
    return self ? tell_open(self, fd, path, WHERE) : fd;
}

EXPORT int open64(const char *path, int flags, ...)
{
    struct self *self = watched();
    mode_t mode = 0;

    TAKE_MODE(flags, mode);
    int fd = REAL(open64)(path, flags, mode);
    return self ? tell_open(self, fd, path, WHERE) : fd;
}

EXPORT int openat(int directory, const char *path, int flags, ...)
{
    struct self *self = watched();
    mode_t mode = 0;

    TAKE_MODE(flags, mode);
    int fd = REAL(openat)(directory, path, flags, mode);
    return self ? tell_open(self, fd, path, WHERE) : fd;
}

EXPORT int openat64(int directory, const char *path, int flags, ...)
{
    struct self *self = watched();
    mode_t mode = 0;

    TAKE_MODE(flags, mode);
    int fd = REAL(openat64)(directory, path, flags, mode);
    return self ? tell_open(self, fd, path, WHERE) : fd;
}

EXPORT int creat(const char *path, mode_t mode)
{
    struct self *self = watched();
    int fd = REAL(creat)(path, mode);

    return self ? tell_open(self, fd, path, WHERE) : fd;
}

EXPORT int close(int fd)
{
    struct self *self = watched();
    uint64_t key;

    if (!self || (key = descriptor_key(fd)) == 0)
        return REAL(close)(fd);
    announce(self, OP_CLOSE, key, fd, WHERE);
    emit_urgently(self, OP_CLOSE, STAGE_DID, key, fd, WHERE);
    return REAL(close)(fd);
}

int descriptor_tell_copy(struct self *self, int from, int to, const void *where)
{
    int saved = errno;
    uint64_t key = to >= 0 ? descriptor_key(to) : 0;

    if (key)
        emit_urgently(self, OP_DUPLICATE, STAGE_DID, key,
                      descriptor_pair(from, to), where);
    errno = saved;
    return to;
}

EXPORT int dup(int fd)
{
    struct self *self = watched();
    int copy = REAL(dup)(fd);

    return self ? descriptor_tell_copy(self, fd, copy, WHERE) : copy;
}

EXPORT int dup2(int fd, int wanted)
{
    struct self *self = watched();
    int copy = REAL(dup2)(fd, wanted);

    return self ? descriptor_tell_copy(self, fd, copy, WHERE) : copy;
}

EXPORT int dup3(int fd, int wanted, int flags)
{
    struct self *self = watched();
    int copy = REAL(dup3)(fd, wanted, flags);

    return self ? descriptor_tell_copy(self, fd, copy, WHERE) : copy;
}
