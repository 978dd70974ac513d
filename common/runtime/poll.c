/* poll.c - waiting for one of several descriptors. The event's object is the
   first of them that is one; the value is how many were ready. */
#include "runtime/descriptor.h"
#include "runtime/emit.h"
#include "runtime/real.h"

static uint64_t first_polled(const struct pollfd *fds, nfds_t count)
{
    uint64_t key = 0;

    if ((uintptr_t)fds < LOWEST_ADDRESS)
        return 0;
    for (nfds_t i = 0; i < count && key == 0; i++)
        key = fds[i].fd >= 0 ? descriptor_key(fds[i].fd) : 0;
    return key;
}

static uint64_t first_selected(int count, const fd_set *readers,
                               const fd_set *writers)
{
    uint64_t key = 0;

    for (int fd = 0; fd < count && key == 0; fd++) {
        if ((readers && FD_ISSET(fd, readers)) ||
            (writers && FD_ISSET(fd, writers)))
            key = descriptor_key(fd);
    }
    return key;
}

static void begins(struct self *self, enum operation op, uint64_t key,
                   const void *where)
{
    if (!announce(self, op, key, 0, where))
        emit_waits(self, op, key, 0, where);
}

static int ends(struct self *self, enum operation op, uint64_t key, int result,
                const void *where)
{
    int saved = errno;

    emit(self, op, result >= 0 ? STAGE_DID : STAGE_FAILED, key,
         result >= 0 ? result : saved, where);
    errno = saved;
    return result;
}

EXPORT int poll(struct pollfd *fds, nfds_t count, int timeout)
{
    struct self *self = watched();

    if (!self)
        return REAL(poll)(fds, count, timeout);
    enum operation op = timeout < 0 ? OP_POLL : OP_TIMED_POLL;
    uint64_t key = first_polled(fds, count);
    begins(self, op, key, WHERE);
    return ends(self, op, key, REAL(poll)(fds, count, timeout), WHERE);
}

EXPORT int ppoll(struct pollfd *fds, nfds_t count,
                 const struct timespec *timeout, const sigset_t *mask)
{
    struct self *self = watched();

    if (!self)
        return REAL(ppoll)(fds, count, timeout, mask);
    enum operation op = timeout ? OP_TIMED_POLL : OP_POLL;
    uint64_t key = first_polled(fds, count);
    begins(self, op, key, WHERE);
    return ends(self, op, key, REAL(ppoll)(fds, count, timeout, mask), WHERE);
}

EXPORT int select(int count, fd_set *restrict readers, fd_set *restrict writers,
                  fd_set *restrict errors, struct timeval *restrict timeout)
{
    struct self *self = watched();

    if (!self)
        return REAL(select)(count, readers, writers, errors, timeout);
    enum operation op = timeout ? OP_TIMED_POLL : OP_POLL;
    uint64_t key = first_selected(count, readers, writers);
    begins(self, op, key, WHERE);
    return ends(self, op, key,
                REAL(select)(count, readers, writers, errors, timeout), WHERE);
}

EXPORT int pselect(int count, fd_set *restrict readers,
                   fd_set *restrict writers, fd_set *restrict errors,
                   const struct timespec *restrict timeout,
                   const sigset_t *restrict mask)
{
    struct self *self = watched();

    if (!self)
        return REAL(pselect)(count, readers, writers, errors, timeout, mask);
    enum operation op = timeout ? OP_TIMED_POLL : OP_POLL;
    uint64_t key = first_selected(count, readers, writers);
    begins(self, op, key, WHERE);
    return ends(self, op, key,
                REAL(pselect)(count, readers, writers, errors, timeout, mask),
                WHERE);
}

EXPORT int epoll_wait(int fd, struct epoll_event *events, int count,
                      int timeout)
{
    struct self *self = watched();

    if (!self)
        return REAL(epoll_wait)(fd, events, count, timeout);
    enum operation op = timeout < 0 ? OP_POLL : OP_TIMED_POLL;
    begins(self, op, 0, WHERE);
    return ends(self, op, 0, REAL(epoll_wait)(fd, events, count, timeout),
                WHERE);
}
