/* region.h - which memory of this process others can see too.

   A mutex in a shared mapping is one object, whatever address each process
   has it at. So a record's key for an address is made here. */
#ifndef RUNTIME_REGION_H
#define RUNTIME_REGION_H

#include "trace/object.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REGIONS = 64 }; /* Shared mappings known at once in a process. */

struct region_bounds {
    uintptr_t low; /* All shared mappings lie in [low, high). */
    uintptr_t high;
};

extern struct region_bounds region_bounds;

uint64_t region_find(uintptr_t address);

/* The key for an address. */
static inline uint64_t region_key(const volatile void *address)
{
    uintptr_t at = (uintptr_t)address;

    if (__builtin_expect(
            at - region_bounds.low < region_bounds.high - region_bounds.low, 0))
        return region_find(at);
    return at & ~OBJECT_CLASS;
}

/* Where something with a key is here; 0: nowhere. */
uintptr_t region_address(uint64_t key);

/* The mapping that an address is in; *length is 0 where none is. */
void region_around(uintptr_t address, uintptr_t *start, size_t *length);

/* A mapping of something with an inode, or (device and inode 0) of memory
   that forked children will share. Returns the key of its first byte. */
uint64_t region_add(void *start, size_t length, uint64_t device, uint64_t inode,
                    uint64_t offset);

/* The key of the first byte of what has this inode. */
uint64_t region_key_of_file(uint64_t device, uint64_t inode);

/* Forgets mappings that begin in the range. The key of the first that did, or
   0 where none. */
uint64_t region_remove(void *start, size_t length);

/* Forgets one mapping that begins here, where the same may be there twice. */
void region_remove_one(const void *start);

/* In a forked child, where the thread that was changing the table is gone. */
void region_after_fork(void);

#endif
