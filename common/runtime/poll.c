/* poll.c - waiting for one of several descriptors. The event's object is the
   first of them that is one; the value is how many were ready. */
#include "runtime/descriptor.h"
#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/signal.h"
#include "runtime/turn.h"

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

/* Under control: the call made with no time to wait says whether it would
   return. It is made once more when the task moves, for its results. */
struct asking {
    enum { BY_POLL, BY_SELECT, BY_EPOLL } how;
    struct pollfd *fds;
    nfds_t count;
    int set_count;
    const fd_set *sets[3];
    int epoll;
    const sigset_t *mask; /* For the time of the wait, or NULL. */
};

static bool select_would_return(const struct asking *asking)
{
    struct timeval none = {0};
    fd_set sets[3];

    for (int i = 0; i < 3; i++) {
        if (asking->sets[i])
            sets[i] = *asking->sets[i];
        else
            FD_ZERO(&sets[i]);
    }
    return REAL(select)(asking->set_count, &sets[0], &sets[1], &sets[2],
                        &none) != 0;
}

static bool would_return(void *argument)
{
    const struct asking *asking = argument;
    struct pollfd polled = {.fd = asking->epoll, .events = POLLIN};

    switch (asking->how) {
    case BY_POLL:
        return REAL(poll)(asking->fds, asking->count, 0) != 0;
    case BY_SELECT:
        return select_would_return(asking);
    default:
        return REAL(poll)(&polled, 1, 0) != 0;
    }
}

/* Returns an error, or 0: the call can be made with no time to wait. */
static int await_turn(struct self *self, uint64_t key, struct asking *asking,
                      uint64_t until_ns, const void *where)
{
    enum operation op = until_ns == NEVER ? OP_POLL : OP_TIMED_POLL;
    struct want want = turn_want(op, key, 0, where);
    uint64_t blocked = 0;

    want.until_ns = until_ns;
    if (asking->mask)
        blocked = signal_mask_for_now(self, signal_bits(asking->mask));
    int error = turn_take_when(self, &want, would_return, asking).error;
    if (asking->mask)
        turn_task(self)->blocked = blocked;
    return error;
}

static int refuse(int error)
{
    errno = error;
    return -1;
}

static bool is_length(const struct timespec *time)
{
    return !time || (time->tv_sec >= 0 && turn_is_time(time));
}

static uint64_t after_ms(int timeout)
{
    return timeout < 0 ? NEVER
                       : turn_now() + (uint64_t)timeout * UINT64_C(1000000);
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
    if (turn_controls()) {
        struct asking asking = {.how = BY_POLL, .fds = fds, .count = count};

        int refused = await_turn(self, key, &asking, after_ms(timeout), WHERE);
        return ends(self, op, key,
                    refused ? refuse(refused) : REAL(poll)(fds, count, 0),
                    WHERE);
    }
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
    if (turn_controls()) {
        struct asking asking = {
            .how = BY_POLL, .fds = fds, .count = count, .mask = mask};

        int refused =
            !is_length(timeout)
                ? EINVAL
                : await_turn(self, key, &asking, turn_after(timeout), WHERE);
        return ends(self, op, key,
                    refused ? refuse(refused) : REAL(poll)(fds, count, 0),
                    WHERE);
    }
    begins(self, op, key, WHERE);
    return ends(self, op, key, REAL(ppoll)(fds, count, timeout, mask), WHERE);
}

/* Linux leaves in the timeout what was left of it. */
static int select_in_turn(struct self *self, uint64_t key, int count,
                          fd_set *readers, fd_set *writers, fd_set *errors,
                          struct timeval *timeout, const void *where)
{
    struct asking asking = {.how = BY_SELECT,
                            .set_count = count,
                            .sets = {readers, writers, errors}};
    struct timeval none = {0};
    uint64_t until = NEVER;

    if (timeout) { /* Seconds may be hidden in the microseconds. */
        if (timeout->tv_sec < 0 || timeout->tv_usec < 0)
            return refuse(EINVAL);
        until = turn_now() + (uint64_t)timeout->tv_sec * 1000000000 +
                (uint64_t)timeout->tv_usec * 1000;
    }
    int refused = await_turn(self, key, &asking, until, where);
    if (timeout) {
        uint64_t left = until > turn_now() ? until - turn_now() : 0;

        timeout->tv_sec = (time_t)(left / 1000000000);
        timeout->tv_usec = (suseconds_t)(left % 1000000000 / 1000);
    }
    return refused ? refuse(refused)
                   : REAL(select)(count, readers, writers, errors, &none);
}

EXPORT int select(int count, fd_set *restrict readers, fd_set *restrict writers,
                  fd_set *restrict errors, struct timeval *restrict timeout)
{
    struct self *self = watched();

    if (!self)
        return REAL(select)(count, readers, writers, errors, timeout);
    enum operation op = timeout ? OP_TIMED_POLL : OP_POLL;
    uint64_t key = first_selected(count, readers, writers);
    if (turn_controls()) {
        return ends(self, op, key,
                    select_in_turn(self, key, count, readers, writers, errors,
                                   timeout, WHERE),
                    WHERE);
    }
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
    if (turn_controls()) {
        struct asking asking = {.how = BY_SELECT,
                                .set_count = count,
                                .sets = {readers, writers, errors},
                                .mask = mask};
        struct timeval none = {0};

        int refused =
            !is_length(timeout)
                ? EINVAL
                : await_turn(self, key, &asking, turn_after(timeout), WHERE);
        return ends(self, op, key,
                    refused
                        ? refuse(refused)
                        : REAL(select)(count, readers, writers, errors, &none),
                    WHERE);
    }
    begins(self, op, key, WHERE);
    return ends(self, op, key,
                REAL(pselect)(count, readers, writers, errors, timeout, mask),
                WHERE);
}

static int epoll(struct self *self, int fd, struct epoll_event *events,
                 int count, uint64_t until_ns, const sigset_t *mask,
                 const void *where)
{
    struct asking asking = {.how = BY_EPOLL, .epoll = fd, .mask = mask};
    /* What is refused is refused at once. */
    int saved = errno;
    bool refused = REAL(epoll_wait)(fd, NULL, count, 0) < 0 && errno != EFAULT;

    errno = saved;
    if (refused)
        until_ns = turn_now();
    int error = await_turn(self, 0, &asking, until_ns, where);
    return error ? refuse(error) : REAL(epoll_wait)(fd, events, count, 0);
}

EXPORT int epoll_wait(int fd, struct epoll_event *events, int count,
                      int timeout)
{
    struct self *self = watched();

    if (!self)
        return REAL(epoll_wait)(fd, events, count, timeout);
    enum operation op = timeout < 0 ? OP_POLL : OP_TIMED_POLL;
    if (turn_controls())
        return ends(
            self, op, 0,
            epoll(self, fd, events, count, after_ms(timeout), NULL, WHERE),
            WHERE);
    begins(self, op, 0, WHERE);
    return ends(self, op, 0, REAL(epoll_wait)(fd, events, count, timeout),
                WHERE);
}

EXPORT int epoll_pwait(int fd, struct epoll_event *events, int count,
                       int timeout, const sigset_t *mask)
{
    struct self *self = watched();

    if (!self)
        return REAL(epoll_pwait)(fd, events, count, timeout, mask);
    enum operation op = timeout < 0 ? OP_POLL : OP_TIMED_POLL;
    if (turn_controls())
        return ends(
            self, op, 0,
            epoll(self, fd, events, count, after_ms(timeout), mask, WHERE),
            WHERE);
    begins(self, op, 0, WHERE);
    return ends(self, op, 0,
                REAL(epoll_pwait)(fd, events, count, timeout, mask), WHERE);
}
