/* clocks.h - what happens before what.

   Each task has a vector clock, and each object one that it passes on to who
   acquires it; of atomics as far as C11's orders say (5.1.2.4). For races.c. */
#ifndef SEARCH_CLOCKS_H
#define SEARCH_CLOCKS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    TASKS = 64, /* Of more, none is judged. */
    LOCKS = 1 << 11
};

struct clock {
    uint32_t of[TASKS];
};

/* What a store to an atomic passes on to who reads it. */
struct passed {
    struct clock clock;  /* Of all releases that it stands for; */
    struct clock stored; /* of these, the storer's. */
    unsigned storer;     /* Who began its release sequence, plus 1. */
};

/* What an object passes on to who acquires it. */
struct lock {
    uint64_t key;
    uint32_t run;
    unsigned count;       /* Of its clocks, so many are there. */
    struct passed passed; /* Of its releases; of an atomic's latest store. */
    struct clock readers; /* Of those who shared it. */
};

struct clocks {
    uint32_t run;
    unsigned count; /* Tasks seen. */
    struct clock of[TASKS];
    struct clock fences[TASKS];  /* At the task's latest release fence. */
    struct clock pending[TASKS]; /* Read relaxed, for an acquire fence. */
    struct lock locks[LOCKS];
};

void clocks_begin(struct clocks *clocks); /* A new run. */

/* The task is met for the first time. */
void clocks_meet(struct clocks *clocks, unsigned task);
static inline void clocks_know(struct clocks *clocks, unsigned task)
{
    if (clocks->count <= task)
        clocks_meet(clocks, task);
}

void clocks_join(struct clocks *clocks, struct clock *clock,
                 const struct clock *by);

struct lock *clocks_lock(struct clocks *clocks, uint64_t key);
void clocks_acquire(struct clocks *clocks, unsigned task, struct lock *lock);
void clocks_release(struct clocks *clocks, unsigned task, struct lock *lock);

/* An atomic is read; written, be it as a read-modify-write, where *passed is
   that of the store before and becomes that of this one; a fence. */
void clocks_read(struct clocks *clocks, unsigned task,
                 const struct passed *passed, uint32_t order);
void clocks_write(struct clocks *clocks, unsigned task, struct passed *passed,
                  uint32_t order, bool modifies);
void clocks_fence(struct clocks *clocks, unsigned task, uint32_t order);

#endif
