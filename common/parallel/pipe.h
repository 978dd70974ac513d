/* pipe.h - two ends, and whole messages between them.

   What one end sends, the other receives: the same bytes, in the same order,
   one message for one send. Both ends send and receive. When all holders of an
   end have closed it, or died, the other end is told: that is EOF.

       struct pipe mine, theirs;
       pipe_new(&mine, &theirs);
       if (fork() == 0) {
           pipe_close(&mine);            or its own copy would hide the EOF
           pipe_send(&theirs, "ready", 5, FOREVER);
           _exit(0);
       }
       pipe_close(&theirs);
       pipe_receive(&mine, text, sizeof text, &size, FOREVER);

   One task at a time sends on an end, and one receives. A message that its
   sender gave up, or died in, is never received in part. Python: Pipe. */
#ifndef PARALLEL_PIPE_H
#define PARALLEL_PIPE_H

#include "parallel/sharing.h"

#include <stddef.h>

struct pipe {
    int descriptor; /* To poll for something to receive. -1: closed. */
};

/* EMFILE, ENFILE: too many descriptors. They do not outlive an exec. */
int pipe_new(struct pipe *one, struct pipe *other);
void pipe_close(struct pipe *pipe);

/* ETIMEDOUT: the other does not take it. EPIPE: nobody has the other end.
   EMSGSIZE: longer than 4 GiB. */
int pipe_send(struct pipe *pipe, const void *bytes, size_t size,
              long timeout_ms);

/* 0: a message of `size` bytes. EMSGSIZE: it had so many, there was no room
   for them, and it is gone. ETIMEDOUT: none came. EPIPE: none will. */
int pipe_receive(struct pipe *pipe, void *bytes, size_t room, size_t *size,
                 long timeout_ms);

/* The size of the next message, which stays the next. */
int pipe_next_size(struct pipe *pipe, size_t *size, long timeout_ms);

#endif
