/* blocks.h - which blocks of the heap a program has, while it is controlled. */
#ifndef RUNTIME_BLOCKS_H
#define RUNTIME_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct known_block {
    uintptr_t start;
    size_t size;
    bool told; /* The lab was told of memory in it. */
};

/* Of more blocks than there is room for, the rest is not known. */
void blocks_add(uintptr_t start, size_t size);

/* The block that starts here is no more; *removed is what it was. False: none
   does. */
bool blocks_remove(uintptr_t start, struct known_block *removed);

/* The block that the address is in; NULL: none that is known. It is there
   until a block is added or removed. */
struct known_block *blocks_at(uintptr_t address);

/* In a forked child, where the thread that was changing them is gone. */
void blocks_after_fork(void);

#endif
