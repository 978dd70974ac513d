/* connection_inside.h - a manager as its clients know it. Not installed.

   Each thread that asks has a connection of its own: one that waits for a lock
   must not keep the others waiting, and a lock's owner is a connection. A
   forked child closes the copies that it has of them, since a server is told
   that a client has ended only when nobody has the connection any more. */
#ifndef PARALLEL_CONNECTION_INSIDE_H
#define PARALLEL_CONNECTION_INSIDE_H

#include "parallel/manager_inside.h"
#include "parallel/pipe.h"
#include "parallel/process.h"

#include <pthread.h>

struct manager {
    char address[ADDRESS_ROOM];
    struct hmac_key key;
    pthread_key_t own; /* Each thread's connection. */

    /* Of who started the server. */
    pid_t creator;
    struct process server;
    struct pipe keeper; /* The server ends when nobody has this end. */
    struct pipe far;    /* The server's, while it is being started. */

    struct manager *next;
};

/* What is open here must not stay open in children. EAGAIN: too many. */
int manager_enlist(struct manager *manager);

/* With all its connections. */
void manager_strike_out(struct manager *manager);

/* pipe_new for the keeper, which no child may have a copy of. */
int manager_make_keeper(struct manager *manager);

/* This thread's connection is there, and the server has the key. */
int manager_reach(struct manager *manager);

#endif
