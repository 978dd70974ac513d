/* self.h - what the running task knows about itself.

   Each task that the lab watches owns a slot of the area. The task's way to
   it is a thread-local struct self. watched() is the first line of every
   function the runtime stands in front of: it is NULL, and costs a load and a
   branch, when the lab does not watch. */
#ifndef RUNTIME_SELF_H
#define RUNTIME_SELF_H

#include "trace/area.h"
#include "trace/operation.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define LIKELY(truth)   __builtin_expect(!!(truth), 1)
#define UNLIKELY(truth) __builtin_expect(!!(truth), 0)

/* What the program can call; all else in the library is hidden. */
#define EXPORT __attribute__((visibility("default"), noinline))

/* The place in the program that called the exported function. */
#define WHERE __builtin_return_address(0)

/* A function without noticing its own allocation and locks. */
#define THREAD_LOCAL _Thread_local __attribute__((tls_model("initial-exec")))

struct self {
    struct slot *slot;
    struct record *ring;
    uint64_t head;     /* As slot->head; nobody else writes it. */
    uint64_t limit;    /* The head may grow to here without another look. */
    uint64_t last;     /* The time of the newest record. */
    uint64_t left_out; /* Records not written since the last that was. */
    bool parked;       /* The slot says what this task waits for. */
    uint32_t parks;    /* Times it did: no two waits are mistaken for one. */
    bool controlled;   /* It moves when it is told to (turn.h). */
    bool left;         /* It did, and has given its turn up for good. */
    uint32_t refused;  /* Times it found no free slot. */
};

extern struct area *self_area; /* NULL: the lab does not watch. */

/* Each task moves when it is told to (turn.h). Constant, and not looked up in
   the area, over which the program may write. */
extern bool self_controlled;
extern THREAD_LOCAL struct self self_here;

/* Read as 0 in a process that was just forked, by any means: the page it is
   in is wiped at fork. */
extern _Atomic uint32_t *self_not_forked;

/* Gives this task its slot, or NULL where it cannot have one. */
struct self *self_enter(void);

/* Counts one operation. At LEVEL_COUNT that is all there is to do. */
static inline void self_count(struct self *self)
{
    _Atomic uint64_t *operations = &self->slot->operations;

    atomic_store_explicit(
        operations, atomic_load_explicit(operations, memory_order_relaxed) + 1,
        memory_order_relaxed);
}

static inline enum level self_level(void)
{
    return (enum level)atomic_load_explicit(&self_area->level,
                                            memory_order_relaxed);
}

/* True: this task has its slot, and is still the process that got it. */
static inline bool self_is_known(void)
{
    return self_here.slot &&
           atomic_load_explicit(self_not_forked, memory_order_relaxed) != 0;
}

static inline __attribute__((always_inline)) struct self *watched(void)
{
    if (LIKELY(!self_area))
        return NULL;
    if (LIKELY(self_level() >= LEVEL_WATCH))
        return LIKELY(self_is_known()) ? &self_here : self_enter();
    if (self_level() == LEVEL_COUNT && (self_is_known() || self_enter()))
        self_count(&self_here);
    return NULL;
}

/* Maps the area named in the environment and makes the calling thread the
   first task of its process. `start` is the address of main, if known. */
void self_start(void);

/* In the parent: a slot for a task about to be created. NULL: none is free.
   The new task takes it by self_adopt, or the parent gives it back. */
struct slot *self_claim(uint64_t start);
void self_adopt(struct slot *slot);
void self_give_back(struct slot *slot);

/* The calling task writes no more; its slot is the lab's to reuse. */
void self_leave(void);

/* In a forked child: be a task of one's own. Called by whatever comes first
   in the child. */
void self_after_fork(void);

/* Which task a thread handle names: its birth, or 0. */
void self_remember(pthread_t thread, uint32_t birth);
uint32_t self_birth_of(pthread_t thread);

#endif
