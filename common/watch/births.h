/* births.h - what is the n-th of its type?

   Things that have no name of their own are told apart by the order in which
   they were first seen: `node 1`, `node 2`. One thread at a time. */
#ifndef WATCH_BIRTHS_H
#define WATCH_BIRTHS_H

#include <stdint.h>

struct births;

struct births *births_new(void);
void births_free(struct births *births);

/* The number, from 1, of what is at this address or has this key, in the
   memory of a process (0: shared), among all of this name. */
unsigned births_number(struct births *births, uint32_t process, uint64_t key,
                       const char *name);

#endif
