/* connection.c - how threads and children reach a manager's server. */
#include "parallel/connection_inside.h"
#include "parallel/note_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/time.h>
#include <unistd.h>

enum { ROOM_FIRST = 4096 };

struct connection {
    int descriptor; /* -1: none, or a child's copy. */
    struct manager *manager;
    struct connection *next;
    unsigned char *bytes;
    size_t room;
};

/* What a child must not keep. The guard is held during a fork. */
static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static struct manager *managers;
static struct connection *connections;
static unsigned forks;

static void lock_guard(void)
{
    pthread_mutex_lock(&guard);
}

static void unlock_guard(void)
{
    pthread_mutex_unlock(&guard);
}

static void begin_fork(void)
{
    lock_guard();
    forks++;
}

static void let_go_in_child(void)
{
    for (struct connection *at = connections; at; at = at->next) {
        if (at->descriptor >= 0)
            close(at->descriptor);
        at->descriptor = -1;
    }
    for (struct manager *at = managers; at; at = at->next)
        pipe_close(&at->keeper);
    unlock_guard();
}

static void watch_forks(void)
{
    pthread_atfork(begin_fork, unlock_guard, let_go_in_child);
}

static void connection_free(struct connection *connection)
{
    if (connection->descriptor >= 0)
        close(connection->descriptor);
    free(connection->bytes);
    free(connection);
}

/* Of a thread that ends. */
static void disconnect(void *argument)
{
    struct connection *connection = argument;
    struct connection **at = &connections;

    lock_guard();
    while (*at && *at != connection)
        at = &(*at)->next;
    if (*at)
        *at = connection->next;
    unlock_guard();
    connection_free(connection);
}

/* Requires: the guard. */
static void disconnect_all(const struct manager *manager)
{
    struct connection **at = &connections;

    while (*at) {
        struct connection *connection = *at;

        if (connection->manager != manager) {
            at = &connection->next;
            continue;
        }
        *at = connection->next;
        connection_free(connection);
    }
}

int manager_enlist(struct manager *manager)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int error = pthread_key_create(&manager->own, disconnect);

    if (error)
        return error;
    pthread_once(&once, watch_forks);
    lock_guard();
    manager->next = managers;
    managers = manager;
    unlock_guard();
    return 0;
}

void manager_strike_out(struct manager *manager)
{
    struct manager **at = &managers;

    pthread_key_delete(manager->own);
    lock_guard();
    while (*at != manager)
        at = &(*at)->next;
    *at = manager->next;
    disconnect_all(manager);
    unlock_guard();
}

int manager_make_keeper(struct manager *manager)
{
    lock_guard();
    int error = pipe_new(&manager->keeper, &manager->far);
    unlock_guard();
    return error;
}

/* ---- Frames. ---- */

static int send_all(struct connection *connection, size_t size)
{
    for (size_t at = 0; at < size;) {
        ssize_t sent = send(connection->descriptor, connection->bytes + at,
                            size - at, MSG_NOSIGNAL);

        if (sent < 0 && errno != EINTR)
            return errno == EAGAIN ? ETIMEDOUT : EPIPE;
        if (sent > 0)
            at += (size_t)sent;
    }
    return 0;
}

static int make_room(struct connection *connection, size_t room)
{
    if (room <= connection->room)
        return 0;
    unsigned char *bytes = realloc(connection->bytes, room);
    if (!bytes)
        return ENOMEM;
    connection->bytes = bytes;
    connection->room = room;
    return 0;
}

/* A whole frame. Only one is ever on its way, so all that comes is of it. */
static int receive_all(struct connection *connection, struct unpack *unpack)
{
    size_t size = 0, whole = FRAME_HEAD;

    while (size < whole) {
        ssize_t got = recv(connection->descriptor, connection->bytes + size,
                           connection->room - size, 0);

        if (got == 0)
            return EPIPE;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno == EAGAIN ? ETIMEDOUT : EPIPE;
        size += (size_t)got;
        if (whole == FRAME_HEAD && size >= FRAME_HEAD) {
            whole += frame_size(connection->bytes);
            if (whole > FRAME_HEAD + FRAME_MOST)
                return EBADMSG;
            if (make_room(connection, whole))
                return ENOMEM;
        }
    }
    return unpack_begin(unpack, connection->bytes + FRAME_HEAD,
                        whole - FRAME_HEAD);
}

static int send_pack(struct connection *connection, const struct pack *pack)
{
    size_t size;
    int error = pack_end(pack, &size);

    if (error)
        return error;
    frame_set_size(connection->bytes, size);
    return send_all(connection, FRAME_HEAD + size);
}

/* ---- Reaching. ---- */

/* Each proves to the other that it has the key. */
static int meet(struct connection *connection)
{
    const struct hmac_key *key = &connection->manager->key;
    unsigned char ours[MANAGER_NONCE], theirs[MANAGER_NONCE];
    unsigned char proof[SHA256_SIZE];
    struct unpack unpack;
    struct pack pack;
    const char *text;
    const void *bytes;
    size_t length, size;
    int error = receive_all(connection, &unpack);

    if (error)
        return error == EPIPE ? ECONNREFUSED : error;
    unpack_text(&unpack, &text, &length);
    unpack_bytes(&unpack, &bytes, &size);
    if (unpack_end(&unpack) || size != sizeof theirs ||
        length != strlen(MANAGER_GREETING) ||
        memcmp(text, MANAGER_GREETING, length) != 0)
        return EBADMSG;
    memcpy(theirs, bytes, sizeof theirs);
    if (getrandom(ours, sizeof ours, 0) != sizeof ours)
        return EAGAIN;
    manager_prove(key, "client", theirs, ours, proof);
    pack_begin(&pack, connection->bytes + FRAME_HEAD,
               connection->room - FRAME_HEAD);
    pack_bytes(&pack, ours, sizeof ours);
    pack_bytes(&pack, proof, sizeof proof);
    error = send_pack(connection, &pack);
    if (!error)
        error = receive_all(connection, &unpack);
    if (error) /* It hangs up on those who do not have the key. */
        return error == EPIPE ? EACCES : error;
    unpack_bytes(&unpack, &bytes, &size);
    manager_prove(key, "server", ours, theirs, proof);
    if (unpack_end(&unpack) || size != sizeof proof ||
        !sha256_equal(bytes, proof))
        return EACCES;
    return 0;
}

/* The lock is not held meanwhile: it may take seconds. A child that was forked
   in between has a copy that it does not know of. */
static int connect_alone(struct connection *connection)
{
    unsigned before;
    int descriptor;
    bool alone;

    do {
        lock_guard();
        before = forks;
        unlock_guard();
        int error = address_connect(connection->manager->address, &descriptor);
        if (error)
            return error;
        lock_guard();
        alone = before == forks;
        if (alone)
            connection->descriptor = descriptor;
        unlock_guard();
        if (!alone)
            close(descriptor);
    } while (!alone);
    return 0;
}

static void hang_up(struct connection *connection)
{
    lock_guard();
    close(connection->descriptor);
    connection->descriptor = -1;
    unlock_guard();
}

static int reach(struct connection *connection)
{
    struct timeval most = {.tv_sec = REACH_TIMEOUT_MS / 1000};
    struct timeval never = {.tv_sec = 0};
    int error = connect_alone(connection);

    if (error)
        return error;
    int descriptor = connection->descriptor;
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    error = meet(connection);
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &never, sizeof never);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &never, sizeof never);
    if (error)
        hang_up(connection);
    return error;
}

/* This thread's, made at its first call. NULL: there is no memory. */
static struct connection *own_connection(struct manager *manager)
{
    struct connection *own = pthread_getspecific(manager->own);

    if (own)
        return own;
    own = calloc(1, sizeof *own);
    if (!own)
        return NULL;
    *own = (struct connection){.descriptor = -1, .manager = manager};
    if (make_room(own, ROOM_FIRST) || pthread_setspecific(manager->own, own)) {
        connection_free(own);
        return NULL;
    }
    lock_guard();
    own->next = connections;
    connections = own;
    unlock_guard();
    return own;
}

int manager_reach(struct manager *manager)
{
    struct connection *connection = own_connection(manager);

    if (!connection)
        return ENOMEM;
    return connection->descriptor >= 0 ? 0 : reach(connection);
}

/* ---- Asking. ---- */

/* In room that grows until it is enough. */
static int send_question(struct connection *connection,
                         enum operation operation, int64_t object,
                         const struct value *first, const struct value *second)
{
    for (;;) {
        struct pack pack;
        size_t size;

        pack_begin(&pack, connection->bytes + FRAME_HEAD,
                   connection->room - FRAME_HEAD);
        pack_int(&pack, operation);
        pack_int(&pack, object);
        value_pack(first, &pack);
        value_pack(second, &pack);
        int error = pack_end(&pack, &size);
        if (error == EMSGSIZE && connection->room <= FRAME_MOST / 2)
            error = make_room(connection, 2 * connection->room);
        else
            return error ? error : send_pack(connection, &pack);
        if (error)
            return error;
    }
}

static int receive_answer(struct connection *connection, struct value *answer)
{
    struct unpack unpack;
    int64_t result;
    int error = receive_all(connection, &unpack);

    if (error)
        return error;
    unpack_int(&unpack, &result);
    error = value_unpack(answer, &unpack);
    if (!error)
        error = unpack_end(&unpack);
    return error ? error : (int)result;
}

int manager_ask(struct manager *manager, enum operation operation,
                int64_t object, const struct value *first,
                const struct value *second, struct value *answer)
{
    struct connection *connection = own_connection(manager);
    int error = connection ? 0 : ENOMEM;

    *answer = value_nothing();
    if (!error && connection->descriptor < 0)
        error = reach(connection);
    if (error)
        return error == ECONNREFUSED ? EPIPE : error;
    notes("call", operation == MAKE ? 0 : object,
          operation == MAKE ? kind_words[object] : operation_words[operation],
          manager->address);
    error = send_question(connection, operation, object, first, second);
    if (!error)
        error = receive_answer(connection, answer);
    note("answer", error);
    if (error == EPIPE)
        hang_up(connection);
    return error;
}
