/* server_inside.h - a manager's server and its clients. Not installed. */
#ifndef PARALLEL_SERVER_INSIDE_H
#define PARALLEL_SERVER_INSIDE_H

#include "parallel/inside.h"
#include "parallel/store_inside.h"

#include <poll.h>

struct client {
    int descriptor;
    bool known; /* It has proved that it has the key. */
    bool gone;  /* To be swept out at the end of the turn. */
    unsigned char nonce[MANAGER_NONCE];
    struct deadline deadline; /* Of its wait for a lock. */

    unsigned char *in;
    size_t in_size;
    size_t in_room;

    unsigned char *out; /* NULL: all was sent. */
    size_t out_at;
    size_t out_size;

    struct object *awaits; /* A lock; NULL: none. */
    uint64_t turn;         /* Of those who wait the lowest is next. */
};

struct server {
    struct store store;
    const struct hmac_key *key;
    int listener;
    struct client **clients; /* In order of arrival. */
    struct pollfd *ready;    /* For each, and two more. */
    size_t count;
    size_t most;
    uint64_t turns;
};

/* Sends what it can of it, and the rest when the client takes it. Takes the
   answer's memory. */
void client_respond(struct client *client, struct pack *answer);

/* What a frame asks for. Whoever asks what makes no sense is gone. */
void serve_stranger(struct server *server, struct client *client,
                    struct unpack *unpack);
void serve_known(struct server *server, struct client *client,
                 struct unpack *unpack);

/* It has waited for a lock long enough. */
void give_up_waiting(struct client *client);

/* What it held is for others. */
void release_all(struct server *server, struct client *client);

#endif
