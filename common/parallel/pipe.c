/* pipe.c - a socket pair that keeps packets whole.

   The kernel keeps a packet together, so a message of one packet costs one
   call at each end. A longer one goes in several. Each says how long the
   message is and where in it the packet belongs: a receiver that finds the
   beginning of another knows that this one was given up. */
#include "parallel/pipe.h"
#include "parallel/inside.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    PACKET = 128 * 1024, /* The largest power of two that fits. */
    SMALL = 512,
};

struct packet {
    uint32_t size; /* Of the message. */
    uint32_t from; /* What of it came before. */
};

int pipe_new(struct pipe *one, struct pipe *other)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        return errno;
    one->descriptor = ends[0];
    other->descriptor = ends[1];
    return 0;
}

void pipe_close(struct pipe *pipe)
{
    if (pipe->descriptor >= 0)
        close(pipe->descriptor);
    pipe->descriptor = -1;
}

/* 0: worth another try. */
static int wait_for(const struct pipe *pipe, short events,
                    const struct deadline *deadline)
{
    struct pollfd ready = {.fd = pipe->descriptor, .events = events};
    long left = deadline_left_ms(deadline);
    int found = poll(&ready, 1, left > INT32_MAX ? INT32_MAX : (int)left);

    if (found < 0 && errno != EINTR)
        return errno;
    if (found == 0 && deadline_left_ms(deadline) == 0)
        return ETIMEDOUT;
    return 0;
}

/* Repeats a call until it did something; -1: an error, which is in *error. */
static ssize_t transfer(const struct pipe *pipe, struct msghdr *message,
                        bool sends, int flags, const struct deadline *deadline,
                        int *error)
{
    ssize_t done;

    /* Who has no deadline sleeps in the call itself. */
    if (!deadline->never)
        flags |= MSG_DONTWAIT;
    for (;;) {
        if (sends)
            done = sendmsg(pipe->descriptor, message, flags | MSG_NOSIGNAL);
        else
            done = recvmsg(pipe->descriptor, message, flags);
        if (done >= 0)
            return done;
        *error = errno;
        if (*error == EAGAIN)
            *error = wait_for(pipe, sends ? POLLOUT : POLLIN, deadline);
        else if (*error == EINTR || *error == ECONNRESET)
            *error = 0; /* The latter once, and before what is still there. */
        if (*error)
            return -1;
    }
}

/* A small message: one call with one piece of memory is cheaper than having
   the kernel gather two, by more than a copy costs. */
struct small {
    struct packet head;
    char bytes[SMALL];
};

/* False: nothing has happened; the long way will find out why. */
static bool send_small(const struct pipe *pipe, const void *bytes, size_t size)
{
    struct small small;

    small.head = (struct packet){.size = (uint32_t)size};
    memcpy(small.bytes, bytes, size);
    return send(pipe->descriptor, &small, sizeof small.head + size,
                MSG_NOSIGNAL) >= 0;
}

int pipe_send(struct pipe *pipe, const void *bytes, size_t size,
              long timeout_ms)
{
    if (timeout_ms < 0 && size > 0 && size <= SMALL &&
        send_small(pipe, bytes, size))
        return 0;
    struct deadline deadline = deadline_after(timeout_ms);
    struct packet packet = {.size = (uint32_t)size};
    size_t from = 0;
    int error = 0;

    if (size > UINT32_MAX)
        return EMSGSIZE;
    do {
        size_t length = size - from < PACKET ? size - from : PACKET;
        struct iovec parts[2] = {
            {&packet, sizeof packet},
            {(char *)(uintptr_t)bytes + from, length},
        };
        struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};

        packet.from = (uint32_t)from;
        if (transfer(pipe, &message, true, 0, &deadline, &error) < 0)
            return error;
        from += length;
    } while (from < size);
    return 0;
}

/* One packet: how many bytes of the message are in it, or -1. */
static ssize_t receive(struct pipe *pipe, struct packet *packet, void *bytes,
                       size_t room, int flags, const struct deadline *deadline,
                       int *error)
{
    struct iovec parts[2] = {{packet, sizeof *packet}, {bytes, room}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    ssize_t got =
        transfer(pipe, &message, false, flags | MSG_TRUNC, deadline, error);

    if (got < 0)
        return -1;
    if ((size_t)got < sizeof *packet) { /* No packet is so short: EOF. */
        *error = got == 0 ? EPIPE : EBADMSG;
        return -1;
    }
    return got - (ssize_t)sizeof *packet;
}

/* As receive, with little room and no deadline. 0: nothing has happened; the
   long way will find out why. */
static ssize_t receive_small(const struct pipe *pipe, struct packet *packet,
                             void *bytes, size_t room)
{
    struct small small;
    ssize_t got =
        recv(pipe->descriptor, &small, sizeof small.head + room, MSG_TRUNC);
    ssize_t length = got - (ssize_t)sizeof small.head;

    if (length <= 0)
        return 0;
    *packet = small.head;
    memcpy(bytes, small.bytes, (size_t)length < room ? (size_t)length : room);
    return length;
}

/* The head of the next packet, which stays the next. */
static int peek(struct pipe *pipe, struct packet *packet,
                const struct deadline *deadline)
{
    int error = 0;

    receive(pipe, packet, NULL, 0, MSG_PEEK, deadline, &error);
    return error;
}

/* What follows the first packet of a message, into room that may be less.
   EAGAIN: something else does. */
static int receive_rest(struct pipe *pipe, char *bytes, size_t room,
                        size_t from, size_t size,
                        const struct deadline *deadline)
{
    struct packet packet;
    int error = 0;

    while (from < size) {
        size_t kept = from < room ? from : room;

        error = peek(pipe, &packet, deadline);
        if (error)
            return error;
        if (packet.from != from)
            return EAGAIN;
        ssize_t got = receive(pipe, &packet, bytes + kept, room - kept, 0,
                              deadline, &error);
        if (got <= 0)
            return got < 0 ? error : EBADMSG;
        from += (size_t)got;
    }
    return 0;
}

int pipe_receive(struct pipe *pipe, void *bytes, size_t room, size_t *size,
                 long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    struct packet packet;
    int error = 0;

    *size = 0;
    do {
        ssize_t got = 0;

        if (timeout_ms < 0 && room > 0 && room <= SMALL)
            got = receive_small(pipe, &packet, bytes, room);
        if (got == 0)
            got = receive(pipe, &packet, bytes, room, 0, &deadline, &error);
        if (got < 0)
            return error;
        if (packet.from != 0) /* The rest of one that was given up. */
            error = EAGAIN;
        else
            error = receive_rest(pipe, bytes, room, (size_t)got, packet.size,
                                 &deadline);
    } while (error == EAGAIN);
    if (error)
        return error;
    *size = packet.size;
    return packet.size > room ? EMSGSIZE : 0;
}

int pipe_next_size(struct pipe *pipe, size_t *size, long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    struct packet packet;
    int error;

    for (;;) {
        error = peek(pipe, &packet, &deadline);
        if (error || packet.from == 0)
            break;
        receive(pipe, &packet, NULL, 0, 0, &deadline, &error);
    }
    *size = error ? 0 : packet.size;
    return error;
}
