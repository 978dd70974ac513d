/* transfer.h - bytes into and out of descriptors, in turn. */
#ifndef RUNTIME_TRANSFER_H
#define RUNTIME_TRANSFER_H

#include "runtime/self.h"

#include <sys/types.h>

/* A read would wait where nothing is there: of a pipe, a socket, a terminal,
   but of no file. Leaves errno alone. */
bool transfer_may_wait(int fd);

/* The task stands until the transfer can be made, or says that it waits.
   Returns an error, or 0. */
int transfer_begins(struct self *self, enum operation op, uint64_t key, int fd,
                    const void *where);

/* Tells what came of it; returns it. Leaves errno alone. */
ssize_t transfer_ends(struct self *self, enum operation op, uint64_t key,
                      ssize_t result, const void *where);

#endif
