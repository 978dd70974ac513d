/* manager_server.c - one task that serves all clients.

   It never waits for one of them. What a client has sent in part waits in the
   client's buffer, an answer that it does not take waits there too, and who
   waits for a lock is only remembered. So nothing here needs a lock, and each
   operation is one step for all. */
#include "parallel/server_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

enum { ROOM_FIRST = 4096, CLIENTS_MOST = 4096, SPARE_DESCRIPTORS = 16 };

/* ---- To a client. ---- */

static void flush(struct client *client)
{
    while (client->out && !client->gone) {
        ssize_t sent = send(client->descriptor, client->out + client->out_at,
                            client->out_size - client->out_at,
                            MSG_NOSIGNAL | MSG_DONTWAIT);

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0) {
            client->gone = errno != EAGAIN;
            return;
        }
        client->out_at += (size_t)sent;
        if (client->out_at == client->out_size) {
            free(client->out);
            client->out = NULL;
        }
    }
}

/* Takes the answer's memory. */
void client_respond(struct client *client, struct pack *answer)
{
    size_t size;

    client->out = answer->bytes - FRAME_HEAD;
    client->out_at = 0;
    if (pack_end(answer, &size)) {
        client->gone = true;
        return;
    }
    client->out_size = FRAME_HEAD + size;
    frame_set_size(client->out, size);
    flush(client);
}

/* ---- From a client. ---- */

/* The size of the frame that is there as a whole, with its head; 0: none. */
static size_t whole_frame(struct client *client)
{
    size_t most = client->known ? FRAME_MOST : FRAME_STRANGER;

    if (client->gone || client->out || client->awaits ||
        client->in_size < FRAME_HEAD)
        return 0;
    size_t size = frame_size(client->in);
    if (size > most) {
        client->gone = true;
        return 0;
    }
    return client->in_size >= FRAME_HEAD + size ? FRAME_HEAD + size : 0;
}

/* All that it has asked, for as long as it takes the answers. */
static void advance(struct server *server, struct client *client)
{
    struct unpack unpack;
    size_t size;

    flush(client);
    while ((size = whole_frame(client)) > 0) {
        if (unpack_begin(&unpack, client->in + FRAME_HEAD, size - FRAME_HEAD))
            client->gone = true;
        else if (client->known)
            serve_known(server, client, &unpack);
        else
            serve_stranger(server, client, &unpack);
        client->in_size -= size;
        memmove(client->in, client->in + size, client->in_size);
    }
    if (client->in_size == 0 && client->in_room > ROOM_FIRST) {
        free(client->in); /* What was large once is not kept. */
        client->in = NULL;
        client->in_room = 0;
    }
}

/* Memory grows by what has come, and not by what was announced. */
static void receive(struct client *client)
{
    if (client->in_size == client->in_room) {
        size_t room = client->in_room ? 2 * client->in_room : ROOM_FIRST;
        unsigned char *in = realloc(client->in, room);

        client->gone = !in;
        if (!in)
            return;
        client->in = in;
        client->in_room = room;
    }
    ssize_t got = recv(client->descriptor, client->in + client->in_size,
                       client->in_room - client->in_size, MSG_DONTWAIT);
    if (got > 0)
        client->in_size += (size_t)got;
    else
        client->gone = got == 0 || (errno != EAGAIN && errno != EINTR);
}

/* ---- All of them. ---- */

static void greet(struct client *client)
{
    struct pack hello;

    if (getrandom(client->nonce, sizeof client->nonce, 0) < 0 ||
        answer_begin(&hello)) {
        client->gone = true;
        return;
    }
    pack_text(&hello, MANAGER_GREETING);
    pack_bytes(&hello, client->nonce, sizeof client->nonce);
    client_respond(client, &hello);
}

int server_add(struct server *server, int descriptor, bool known)
{
    struct client *client =
        server->count < server->most ? calloc(1, sizeof *client) : NULL;

    if (!client) {
        close(descriptor);
        return ENOMEM;
    }
    client->descriptor = descriptor;
    client->known = known;
    client->deadline = deadline_after(FOREVER);
    server->clients[server->count++] = client;
    if (!known)
        greet(client);
    return 0;
}

/* A stranger may take its time, for as long as nobody else needs its place. */
static bool has_place(struct server *server)
{
    if (server->count < server->most)
        return true;
    for (size_t i = 0; i < server->count; i++)
        if (!server->clients[i]->known) {
            server->clients[i]->gone = true;
            break;
        }
    return false;
}

static void admit(struct server *server)
{
    if (!has_place(server))
        return;
    int descriptor =
        accept4(server->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (descriptor >= 0)
        server_add(server, descriptor, false);
    else if (errno == EMFILE || errno == ENFILE) /* No more than these. */
        server->most = server->count > 0 ? server->count : 1;
}

static void forget(struct server *server, struct client *client)
{
    release_all(server, client);
    close(client->descriptor);
    free(client->in);
    free(client->out);
    free(client);
}

/* Who gets a lock by that, and is found gone, is swept out as well. */
static void sweep(struct server *server)
{
    for (size_t i = 0; i < server->count;) {
        struct client *client = server->clients[i];

        if (!client->gone) {
            i++;
            continue;
        }
        server->count--;
        memmove(server->clients + i, server->clients + i + 1,
                (server->count - i) * sizeof *server->clients);
        forget(server, client);
        i = 0;
    }
}

/* How long until somebody's deadline; 0: there is something to do at once. */
static long prepare(struct server *server, long most_ms)
{
    long least = most_ms;

    for (size_t i = 0; i < server->count; i++) {
        struct client *client = server->clients[i];
        short events = client->out ? POLLOUT : client->awaits ? 0 : POLLIN;
        long left = deadline_left_ms(&client->deadline);

        server->ready[i] = (struct pollfd){.fd = client->descriptor,
                                           .events = events | POLLRDHUP};
        if (whole_frame(client) > 0 || client->gone)
            left = 0;
        if (left >= 0 && (least < 0 || left < least))
            least = left;
    }
    return least > INT32_MAX ? INT32_MAX : least;
}

static void expire(struct client *client)
{
    if (client->awaits && deadline_left_ms(&client->deadline) == 0)
        give_up_waiting(client);
}

bool server_turn(struct server *server, int stop, long most_ms)
{
    size_t count = server->count;
    struct pollfd *others = server->ready + count;
    long wait_ms = prepare(server, most_ms);

    others[0] = (struct pollfd){.fd = stop, .events = POLLIN};
    others[1] = (struct pollfd){.fd = server->listener, .events = POLLIN};
    if (poll(server->ready, count + 2, (int)wait_ms) < 0)
        return true;
    if (others[0].revents)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct client *client = server->clients[i];
        short found = server->ready[i].revents;

        if (found & POLLIN)
            receive(client);
        else if (found & ~POLLOUT)
            client->gone = true;
        advance(server, client);
        expire(client);
    }
    if (others[1].revents)
        admit(server);
    sweep(server);
    return true;
}

int server_new(struct server **made, const struct hmac_key *key, int listener)
{
    struct rlimit files = {.rlim_cur = 0};
    struct server *server = calloc(1, sizeof *server);

    getrlimit(RLIMIT_NOFILE, &files);
    if (!server || files.rlim_cur <= SPARE_DESCRIPTORS) {
        free(server);
        return server ? EMFILE : ENOMEM;
    }
    server->key = key;
    server->listener = listener;
    server->most = files.rlim_cur - SPARE_DESCRIPTORS;
    if (server->most > CLIENTS_MOST)
        server->most = CLIENTS_MOST;
    server->clients = calloc(server->most, sizeof *server->clients);
    server->ready = calloc(server->most + 2, sizeof *server->ready);
    *made = server;
    if (server->clients && server->ready)
        return 0;
    server_free(server);
    return ENOMEM;
}

void server_free(struct server *server)
{
    for (size_t i = 0; i < server->count; i++)
        server->clients[i]->gone = true;
    if (server->clients)
        sweep(server);
    store_fini(&server->store);
    free(server->clients);
    free(server->ready);
    free(server);
}
