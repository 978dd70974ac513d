/* moves.h - a scheduler and five tasks of one process, without a program.

   Tasks are 0 to 4; their births, 1 to 5. */
#ifndef SUPPORT_MOVES_H
#define SUPPORT_MOVES_H

#include "scheduler/scheduler.h"

enum { MOVES_TASKS = 5 };

struct moves {
    struct scheduler *s;
    struct answer last; /* Of moves_go. */
};

/* For cmocka: *state is a struct moves. */
int moves_setup(void **state);
int moves_end(void **state);

static inline uint32_t moves_birth(unsigned task)
{
    return task + 1;
}

void moves_want(struct moves *moves, unsigned task, enum operation op,
                uint64_t object, int64_t value);
void moves_want_until(struct moves *moves, unsigned task, enum operation op,
                      uint64_t object, int64_t value, uint64_t until_ns);
void moves_want_wait(struct moves *moves, unsigned task, uint64_t condition,
                     uint64_t mutex, uint64_t until_ns);

enum readiness moves_readiness(const struct moves *moves, unsigned task);

/* Does what it wants. A test fails where the task cannot. */
struct answer moves_go(struct moves *moves, unsigned task,
                       unsigned alternative);

/* Both. Returns the error. */
int moves_do(struct moves *moves, unsigned task, enum operation op,
             uint64_t object, int64_t value);

#endif
