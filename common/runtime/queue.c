/* queue.c - POSIX message queues. A transfer moves one message. */
#include "runtime/descriptor.h"
#include "runtime/emit.h"
#include "runtime/names.h"
#include "runtime/real.h"
#include "runtime/turn.h"

#include <stdarg.h>
#include <sys/stat.h>

/* A message queue descriptor is a file descriptor on Linux (mq_overview(7)),
   of a file that is a queue's alone. */
static uint64_t queue_key(mqd_t queue)
{
    int saved = errno;
    struct stat status;
    uint64_t key = 0;

    if (fstat(queue, &status) == 0)
        key = object_inode(KIND_MESSAGE_QUEUE, status.st_dev, status.st_ino);
    errno = saved;
    return key;
}

EXPORT mqd_t mq_open(const char *name, int flags, ...)
{
    struct self *self = watched();
    mode_t mode = 0;
    struct mq_attr *attributes = NULL;

    if (flags & O_CREAT) {
        va_list arguments;

        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        attributes = va_arg(arguments, struct mq_attr *);
        va_end(arguments);
    }
    names_opening(KIND_MESSAGE_QUEUE, name, flags);
    mqd_t queue = REAL(mq_open)(name, flags, mode, attributes);
    if (!self)
        return queue;
    int saved = errno;
    struct mq_attr now;
    if (queue == (mqd_t)-1)
        emit_text(self, OP_QUEUE_OPEN, STAGE_FAILED, 0, saved, name, WHERE);
    else if (mq_getattr(queue, &now) == 0)
        emit_text(self, OP_QUEUE_OPEN, STAGE_DID, queue_key(queue),
                  now.mq_maxmsg << 32 | now.mq_curmsgs, name, WHERE);
    errno = saved;
    return queue;
}

EXPORT int mq_close(mqd_t queue)
{
    struct self *self = watched();

    if (self)
        emit(self, OP_QUEUE_CLOSE, STAGE_DID, queue_key(queue), queue, WHERE);
    return REAL(mq_close)(queue);
}

EXPORT int mq_unlink(const char *name)
{
    struct self *self = watched();
    int result = REAL(mq_unlink)(name);
    int saved = errno;

    if (result == 0)
        names_unlinked(KIND_MESSAGE_QUEUE, name);
    if (self)
        emit_text(self, OP_QUEUE_UNLINK, result == 0 ? STAGE_DID : STAGE_FAILED,
                  0, result == 0 ? 0 : saved, name, WHERE);
    errno = saved;
    return result;
}

/* Under control: a queue that has a message, or room for one. */
struct waiting {
    mqd_t queue;
    short events;
};

static bool is_ready(void *argument)
{
    const struct waiting *waiting = argument;
    struct pollfd polled = {.fd = waiting->queue, .events = waiting->events};

    return REAL(poll)(&polled, 1, 0) != 0;
}

/* Returns an error, or 0: the transfer can be made, or says itself why not. */
static int await_turn(struct self *self, enum operation op, uint64_t key,
                      mqd_t queue, size_t size, const struct timespec *until,
                      const void *where)
{
    struct want want = turn_want(op, key, 0, where);
    struct waiting waiting = {
        queue, op == OP_SEND || op == OP_TIMED_SEND ? POLLOUT : POLLIN};
    struct mq_attr now;
    bool sends = waiting.events == POLLOUT;
    int mode = REAL(fcntl)(queue, F_GETFL) & O_ACCMODE;
    /* What is refused is refused at once. */
    bool may_block =
        mq_getattr(queue, &now) == 0 && !(now.mq_flags & O_NONBLOCK) &&
        mode != (sends ? O_RDONLY : O_WRONLY) &&
        (sends ? (long)size <= now.mq_msgsize : (long)size >= now.mq_msgsize);

    if (until && !turn_is_time(until))
        return is_ready(&waiting) ? 0 : EINVAL;
    want.until_ns = turn_until(CLOCK_REALTIME, until);
    int error =
        turn_take_when(self, &want, may_block ? is_ready : NULL, &waiting)
            .error;
    return !error && may_block && !is_ready(&waiting) ? ETIMEDOUT : error;
}

static int begins(struct self *self, enum operation op, uint64_t key,
                  mqd_t queue, size_t size, const struct timespec *until,
                  const void *where)
{
    if (turn_controls())
        return await_turn(self, op, key, queue, size, until, where);
    if (!announce(self, op, key, 0, where))
        emit_waits(self, op, key, 0, where);
    return 0;
}

static ssize_t ends(struct self *self, enum operation op, uint64_t key,
                    ssize_t result, const void *where)
{
    int saved = errno;

    emit(self, op, result >= 0 ? STAGE_DID : STAGE_FAILED, key,
         result >= 0 ? 1 : saved, where);
    errno = saved;
    return result;
}

/* Under control the wait is over, so the calls below do not wait. */
#define TRANSFER(op, until, call)                                              \
    do {                                                                       \
        uint64_t key = queue_key(queue);                                       \
        int error = begins(self, op, key, queue, size, until, WHERE);          \
        if (error)                                                             \
            errno = error;                                                     \
        return (__typeof__(call))ends(self, op, key, error ? -1 : (call),      \
                                      WHERE);                                  \
    } while (0)

EXPORT int mq_send(mqd_t queue, const char *message, size_t size,
                   unsigned priority)
{
    struct self *self = watched();

    if (!self)
        return REAL(mq_send)(queue, message, size, priority);
    TRANSFER(OP_SEND, NULL, REAL(mq_send)(queue, message, size, priority));
}

EXPORT int mq_timedsend(mqd_t queue, const char *message, size_t size,
                        unsigned priority, const struct timespec *until)
{
    struct self *self = watched();

    if (!self)
        return REAL(mq_timedsend)(queue, message, size, priority, until);
    TRANSFER(OP_TIMED_SEND, until,
             turn_controls()
                 ? REAL(mq_send)(queue, message, size, priority)
                 : REAL(mq_timedsend)(queue, message, size, priority, until));
}

EXPORT ssize_t mq_receive(mqd_t queue, char *message, size_t size,
                          unsigned *priority)
{
    struct self *self = watched();

    if (!self)
        return REAL(mq_receive)(queue, message, size, priority);
    TRANSFER(OP_RECEIVE, NULL,
             REAL(mq_receive)(queue, message, size, priority));
}

EXPORT ssize_t mq_timedreceive(mqd_t queue, char *restrict message, size_t size,
                               unsigned *restrict priority,
                               const struct timespec *restrict until)
{
    struct self *self = watched();

    if (!self)
        return REAL(mq_timedreceive)(queue, message, size, priority, until);
    TRANSFER(OP_TIMED_RECEIVE, until,
             turn_controls() ? REAL(mq_receive)(queue, message, size, priority)
                             : REAL(mq_timedreceive)(queue, message, size,
                                                     priority, until));
}
