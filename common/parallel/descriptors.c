/* descriptors.c - descriptors handed to another process by a socket. */
#include "parallel/inside.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

enum { MOST = 16 };

ssize_t send_with_descriptors(int socket, const void *bytes, size_t size,
                              const int *descriptors, size_t count)
{
    _Alignas(struct cmsghdr) char room[CMSG_SPACE(MOST * sizeof(int))] = {0};
    struct iovec part = {(void *)(uintptr_t)bytes, size};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    ssize_t done;

    if (count > 0) {
        message.msg_control = room;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        struct cmsghdr *head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(head), descriptors, count * sizeof(int));
    }
    do
        done = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (done < 0 && errno == EINTR);
    return done;
}

ssize_t receive_with_descriptors(int socket, void *bytes, size_t size,
                                 int *descriptors, size_t most, size_t *count)
{
    _Alignas(struct cmsghdr) char room[CMSG_SPACE(MOST * sizeof(int))];
    struct iovec part = {bytes, size};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = room,
                             .msg_controllen = CMSG_SPACE(most * sizeof(int))};
    ssize_t got;

    *count = 0;
    do
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        return got;
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head && head->cmsg_type == SCM_RIGHTS) {
        *count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        *count = *count < most ? *count : most;
        memcpy(descriptors, CMSG_DATA(head), *count * sizeof(int));
    }
    return got;
}
