/* descriptor.h - which object a file descriptor stands for. */
#ifndef RUNTIME_DESCRIPTOR_H
#define RUNTIME_DESCRIPTOR_H

#include "runtime/self.h"
#include "trace/object.h"

/* The object's key, by fstat: 0 for what is not worth an event (a terminal, a
   device, a descriptor that is not open). Leaves errno alone. */
uint64_t descriptor_key(int fd);

/* Tells that `from` is now also `to`, unless that is -1; returns it. */
int descriptor_tell_copy(struct self *self, int from, int to,
                         const void *where);

/* Two descriptors, or one and -1, as a record's value. */
static inline int64_t descriptor_pair(int first, int second)
{
    return (int64_t)((uint64_t)(uint32_t)second << 32 | (uint32_t)first);
}

#endif
