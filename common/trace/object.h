/* object.h - which object a record is about.

   A record names its object by a key of 64 bits that two processes give alike
   when, and only when, they mean the same object:

       0 address              memory of one process
       10 region offset       memory in a mapping that processes share
       11 kind, mixed inode   a pipe, socket, file or message queue

   Tasks and processes are named by birth and by pid; the operation tells. */
#ifndef TRACE_OBJECT_H
#define TRACE_OBJECT_H

#include "trace/operation.h"

#include <stdbool.h>
#include <stdint.h>

_Static_assert(KIND_COUNT <= 32, "a kind fits in five bits of a key");

#define OBJECT_SHARED      (UINT64_C(2) << 62)
#define OBJECT_INODE       (UINT64_C(3) << 62)
#define OBJECT_CLASS       (UINT64_C(3) << 62)
#define OBJECT_OFFSET_BITS 38
#define OBJECT_KIND_SHIFT  57

/* A region's number wraps at 2^24: by then the first are long gone. */
static inline uint64_t object_in_region(uint32_t region, uint64_t offset)
{
    return OBJECT_SHARED |
           (uint64_t)(region & 0xffffffU) << OBJECT_OFFSET_BITS |
           (offset & ((UINT64_C(1) << OBJECT_OFFSET_BITS) - 1));
}

static inline bool object_is_shared(uint64_t key)
{
    return (key & OBJECT_CLASS) == OBJECT_SHARED;
}

static inline uint32_t object_region(uint64_t key)
{
    return (uint32_t)(key >> OBJECT_OFFSET_BITS) & 0xffffffU;
}

static inline uint64_t object_offset(uint64_t key)
{
    return key & ((UINT64_C(1) << OBJECT_OFFSET_BITS) - 1);
}

static inline uint64_t object_inode(enum kind kind, uint64_t device,
                                    uint64_t inode)
{
    uint64_t mixed = inode ^ device * UINT64_C(0x9e3779b97f4a7c15);

    return OBJECT_INODE | (uint64_t)kind << OBJECT_KIND_SHIFT |
           (mixed & ((UINT64_C(1) << OBJECT_KIND_SHIFT) - 1));
}

/* May be out of range in a record that cannot be trusted. */
static inline unsigned object_inode_kind(uint64_t key)
{
    return (unsigned)(key >> OBJECT_KIND_SHIFT) & 0x1f;
}

static inline bool object_is_inode(uint64_t key)
{
    return (key & OBJECT_CLASS) == OBJECT_INODE;
}

/* True: only the process that wrote the record knows this object. */
static inline bool object_is_private(uint64_t key)
{
    return (key >> 63) == 0;
}

#endif
