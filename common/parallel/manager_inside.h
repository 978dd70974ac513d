/* manager_inside.h - what server and clients of a manager agree on. Not
   installed.

   A frame is 4 bytes of length, the lowest first, and so many of a message
   (pack.h). When a connection begins, three say who is who:

       server   text "parallel manager", 32 random bytes
       client   32 random bytes, proof of "client", the server's, its own
       server   proof of "server", the client's, its own

   Each side chose a part of what the other has to prove, so that old proofs are
   of no use; and says which side it is, so that one cannot have the other make
   its proof. Who does not have the key is hung up on.

   From then on the client asks and the server answers, one after the other:

       client   operation, object, value, value
       server   error number, value */
#ifndef PARALLEL_MANAGER_INSIDE_H
#define PARALLEL_MANAGER_INSIDE_H

#include "parallel/proxy.h"
#include "parallel/sha256_inside.h"

#include <sys/socket.h>

enum {
    MANAGER_NONCE = 32,
    FRAME_HEAD = 4,
    FRAME_MOST = 64 << 20,
    FRAME_STRANGER = 256, /* Of one who has proved nothing yet. */
    REACH_TIMEOUT_MS = 5000,
    ADDRESS_ROOM = 128,
};

#define MANAGER_GREETING "parallel manager"

enum object_kind {
    KIND_LIST,
    KIND_DICT,
    KIND_VALUE,
    KIND_NAMESPACE,
    KIND_LOCK,
    KIND_RLOCK,
    KINDS,
};

enum operation {
    MAKE, /* Object: its kind. Value: its name, or nothing. */
    DELETE,
    LIST_APPEND, /* item */
    LIST_GET,    /* index */
    LIST_SET,    /* index, item */
    LIST_POP,    /* index */
    DICT_GET,    /* key; those of a namespace as well */
    DICT_SET,    /* key, value */
    DICT_POP,    /* key */
    VALUE_GET,
    VALUE_SET, /* value */
    COUNT,
    COPY,
    LOCK_ACQUIRE, /* timeout */
    LOCK_RELEASE,
    OPERATIONS,
};

/* As whoever watches is told of them. */
extern const char *const kind_words[KINDS];
extern const char *const operation_words[OPERATIONS];

/* What `side` proves: "client" or "server". */
void manager_prove(const struct hmac_key *key, const char *side,
                   const unsigned char theirs[MANAGER_NONCE],
                   const unsigned char ours[MANAGER_NONCE],
                   unsigned char proof[SHA256_SIZE]);

void frame_set_size(unsigned char *head, size_t size);
size_t frame_size(const unsigned char *head);

/* A socket that listens or is connected, in `descriptor`. */
int address_listen(const char *address, int *descriptor);
int address_connect(const char *address, int *descriptor);

/* Where a socket that listens is reached. */
void address_name(const char *asked, int descriptor, char name[ADDRESS_ROOM]);

/* ---- In a client. ---- */

/* The answer is for the caller to free. */
int manager_ask(struct manager *manager, enum operation operation,
                int64_t object, const struct value *first,
                const struct value *second, struct value *answer);

/* ---- In the server. ---- */

struct server;

int server_new(struct server **server, const struct hmac_key *key,
               int listener);
void server_free(struct server *server);

/* Takes the descriptor. Known: there is nothing to prove. */
int server_add(struct server *server, int descriptor, bool known);

/* Waits for something to do, at most so long, or until `stop` is readable, and
   does it. False: it was that. */
bool server_turn(struct server *server, int stop, long most_ms);

#endif
