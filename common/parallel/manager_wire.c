/* manager_wire.c - addresses, frames and proofs: see manager_inside.h. */
#include "parallel/manager_inside.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

const char *const kind_words[KINDS] = {
    [KIND_LIST] = "list",   [KIND_DICT] = "dict",
    [KIND_VALUE] = "value", [KIND_NAMESPACE] = "namespace",
    [KIND_LOCK] = "lock",   [KIND_RLOCK] = "rlock",
};

const char *const operation_words[OPERATIONS] = {
    [MAKE] = "make",     [DELETE] = "delete",        [LIST_APPEND] = "append",
    [LIST_GET] = "get",  [LIST_SET] = "set",         [LIST_POP] = "pop",
    [DICT_GET] = "get",  [DICT_SET] = "set",         [DICT_POP] = "pop",
    [VALUE_GET] = "get", [VALUE_SET] = "set",        [COUNT] = "count",
    [COPY] = "copy",     [LOCK_ACQUIRE] = "acquire", [LOCK_RELEASE] = "release",
};

void manager_prove(const struct hmac_key *key, const char *side,
                   const unsigned char theirs[MANAGER_NONCE],
                   const unsigned char ours[MANAGER_NONCE],
                   unsigned char proof[SHA256_SIZE])
{
    unsigned char message[6 + 2 * MANAGER_NONCE]; /* Sides have 6 letters. */

    memcpy(message, side, 6);
    memcpy(message + 6, theirs, MANAGER_NONCE);
    memcpy(message + 6 + MANAGER_NONCE, ours, MANAGER_NONCE);
    hmac(key, message, sizeof message, proof);
}

void frame_set_size(unsigned char *head, size_t size)
{
    for (int i = 0; i < FRAME_HEAD; i++)
        head[i] = (unsigned char)(size >> 8 * i);
}

size_t frame_size(const unsigned char *head)
{
    size_t size = 0;

    for (int i = 0; i < FRAME_HEAD; i++)
        size |= (size_t)head[i] << 8 * i;
    return size;
}

/* ---- Addresses. ---- */

static int use(int descriptor, const struct sockaddr *at, socklen_t size,
               bool listens)
{
    int on = 1;

    if (!listens)
        return connect(descriptor, at, size);
    /* Or a server could not begin again on the port that it had. */
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    return bind(descriptor, at, size) || listen(descriptor, SOMAXCONN);
}

static int open_one(int family, const struct sockaddr *at, socklen_t size,
                    bool listens, int *descriptor)
{
    *descriptor = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (*descriptor < 0)
        return errno;
    /* A host that has vanished, or does not answer, is not waited for. */
    struct timeval most = {.tv_sec = REACH_TIMEOUT_MS / 1000};
    if (!listens)
        setsockopt(*descriptor, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
    if (use(*descriptor, at, size, listens)) {
        int error = errno == EINPROGRESS ? ETIMEDOUT : errno;

        close(*descriptor);
        *descriptor = -1;
        return error;
    }
    return 0;
}

/* A name that is no file: it begins with a NUL, and goes with its socket. */
static int open_local(const char *name, bool listens, int *descriptor)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    size_t length = strlen(name);
    size_t size = offsetof(struct sockaddr_un, sun_path);

    if (length > sizeof at.sun_path - 1 || (length == 0 && !listens))
        return EINVAL;
    memcpy(at.sun_path + 1, name, length);
    if (length > 0) /* Else the kernel chooses. */
        size += 1 + length;
    return open_one(AF_UNIX, (struct sockaddr *)&at, (socklen_t)size, listens,
                    descriptor);
}

/* "HOST:PORT"; brackets around an address that has colons itself. */
static bool split(const char *address, char host[ADDRESS_ROOM],
                  const char **port)
{
    const char *colon = strrchr(address, ':');

    if (!colon || colon == address || !colon[1] ||
        colon - address >= ADDRESS_ROOM)
        return false;
    size_t length = (size_t)(colon - address);
    if (address[0] == '[' && colon[-1] == ']') {
        address++;
        length -= 2;
    }
    memcpy(host, address, length);
    host[length] = '\0';
    *port = colon + 1;
    return length > 0;
}

static void be_quick(int descriptor)
{
    int on = 1, idle_s = 30, lost_ms = 60000;

    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    setsockopt(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof idle_s);
    setsockopt(descriptor, IPPROTO_TCP, TCP_USER_TIMEOUT, &lost_ms,
               sizeof lost_ms);
}

static int open_address(const char *address, bool listens, int *descriptor)
{
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    char host[ADDRESS_ROOM];
    const char *port;
    int error = EINVAL;

    *descriptor = -1;
    if (address[0] == '@')
        return open_local(address + 1, listens, descriptor);
    if (!split(address, host, &port) ||
        getaddrinfo(host, port, &wanted, &found))
        return EINVAL;
    for (struct addrinfo *at = found; at && *descriptor < 0; at = at->ai_next)
        error = open_one(at->ai_family, at->ai_addr, at->ai_addrlen, listens,
                         descriptor);
    freeaddrinfo(found);
    if (!error)
        be_quick(*descriptor); /* Who is accepted inherits it. */
    return error;
}

int address_listen(const char *address, int *descriptor)
{
    return open_address(address, true, descriptor);
}

int address_connect(const char *address, int *descriptor)
{
    return open_address(address, false, descriptor);
}

void address_name(const char *asked, int descriptor, char name[ADDRESS_ROOM])
{
    union {
        struct sockaddr any;
        struct sockaddr_un local;
        struct sockaddr_in four;
        struct sockaddr_in6 six;
    } at;
    socklen_t size = sizeof at;

    memset(&at, 0, sizeof at);
    snprintf(name, ADDRESS_ROOM, "%s", asked);
    if (getsockname(descriptor, &at.any, &size))
        return;
    if (at.any.sa_family == AF_UNIX) {
        size_t length = size - offsetof(struct sockaddr_un, sun_path);

        snprintf(name, ADDRESS_ROOM, "@%.*s", (int)length - 1,
                 at.local.sun_path + 1);
        return;
    }
    in_port_t port =
        at.any.sa_family == AF_INET6 ? at.six.sin6_port : at.four.sin_port;
    int host = (int)(strrchr(asked, ':') - asked);
    snprintf(name, ADDRESS_ROOM, "%.*s:%u", host, asked, ntohs(port));
}
