/* state.h - is a program in the same state as before? */
#ifndef RUNTIME_STATE_H
#define RUNTIME_STATE_H

#include "scheduler/scheduler.h"

#include <stddef.h>
#include <stdint.h>

/* Goes on with a hash. */
uint64_t state_add(uint64_t hash, const void *from, size_t size);
static inline uint64_t state_add_word(uint64_t hash, uint64_t word)
{
    return (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15) ^ hash >> 29;
}

/* Of who wants what, and of all locks. */
uint64_t state_of_scheduler(uint64_t hash, const struct scheduler *scheduler);

/* Of a stack, from the program's frame that called us and returns to `where`:
   what lies below is the runtime's, and of no interest. */
uint64_t state_of_stack(uint64_t hash, const char *from, const char *end,
                        uint64_t where);

#endif
