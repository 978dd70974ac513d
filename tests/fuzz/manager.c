/* manager.c - hostile bytes at the port of a manager: from a stranger, and from
   a client that has the key. The first byte says which, and how the rest is cut
   in two. A second client must be served as if nothing were. */
#include "parallel/manager_inside.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

enum { ROOM = 4096 };

/* Takes what the server answers, so that it goes on. */
static void drain(int descriptor)
{
    char ignored[ROOM];

    while (recv(descriptor, ignored, sizeof ignored, MSG_DONTWAIT) > 0)
        continue;
}

static void turn(struct server *server, int end)
{
    for (int i = 0; i < 4; i++) {
        server_turn(server, -1, 0);
        drain(end);
    }
}

static void add(struct server *server, bool known, int *end)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends))
        abort();
    server_add(server, ends[0], known);
    *end = ends[1];
}

/* A question as a client puts it; it has to be answered, with no error. */
static void must_be_served(struct server *server, int end)
{
    unsigned char frame[64], answer[ROOM];
    struct unpack unpack;
    struct pack pack;
    int64_t error;
    size_t size;

    pack_begin(&pack, frame + FRAME_HEAD, sizeof frame - FRAME_HEAD);
    pack_int(&pack, MAKE);
    pack_int(&pack, KIND_LIST);
    pack_nothing(&pack);
    pack_nothing(&pack);
    pack_end(&pack, &size);
    frame_set_size(frame, size);
    if (send(end, frame, FRAME_HEAD + size, 0) < 0)
        abort();
    server_turn(server, -1, 0);
    ssize_t got = recv(end, answer, sizeof answer, MSG_DONTWAIT);
    if (got < FRAME_HEAD)
        abort();
    unpack_begin(&unpack, answer + FRAME_HEAD, (size_t)got - FRAME_HEAD);
    unpack_int(&unpack, &error);
    if (unpack.error || error)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct hmac_key key;
    struct server *server;
    int hostile, other;

    if (length < 1)
        return 0;
    hmac_key_set(&key, "key", 3);
    if (server_new(&server, &key, -1))
        abort();
    add(server, bytes[0] & 1, &hostile);
    add(server, true, &other);
    size_t first = (length - 1) * (bytes[0] >> 1) / 127;
    if (send(hostile, bytes + 1, first, MSG_NOSIGNAL) > 0)
        turn(server, hostile);
    if (send(hostile, bytes + 1 + first, length - 1 - first, MSG_NOSIGNAL) > 0)
        turn(server, hostile);
    must_be_served(server, other);
    close(hostile);
    turn(server, other);
    must_be_served(server, other);
    close(other);
    server_free(server);
    return 0;
}
