/* races.h - accesses to memory that nothing orders.

   Two accesses to the same memory race if they are by different tasks, at
   least one writes, not both are atomic, and neither happens before the other
   by synchronisation: locks, semaphores, barriers, joins, and atomics as far
   as their memory orders say. Vector clocks as in C. Flanagan, S. Freund,
   "FastTrack: Efficient and Precise Dynamic Race Detection", PLDI 2009;
   orders of atomics, fences and release sequences as in C11, 5.1.2.4.

   One run at a time; all functions on one thread. */
#ifndef SEARCH_RACES_H
#define SEARCH_RACES_H

#include "scheduler/scheduler.h"

#include <stddef.h>

struct races;
struct weak; /* weak.h */

size_t races_size(void);

/* A new run. `weak`: what atomics may show is kept there; or NULL: they show
   their newest stores. */
void races_begin(struct races *races, struct weak *weak);

/* Task `child` begins after what `parent` has done. */
void races_create(struct races *races, unsigned parent, unsigned child);

struct race {
    uint64_t address; /* The first byte of both. */
    uint64_t first_where;
    uint64_t second_where;
    uint32_t first_op;
    uint32_t second_op;
    unsigned first_task;
    bool first_frees; /* It gave the memory back; */
    bool is_freed;    /* and that came before. */
};

/* A task has accessed memory. True: that races with an earlier access, which
   *race tells of. */
bool races_access(struct races *races, const struct scheduler *scheduler,
                  unsigned task, const struct want *access, struct race *race);

/* A task has done what it wanted, with this answer. True as above. */
bool races_move(struct races *races, const struct scheduler *scheduler,
                unsigned task, const struct want *want, struct answer answer,
                struct race *race);

/* A block of memory is given back: as if all of it were written; and who comes
   later comes too late. */
bool races_free(struct races *races, unsigned task, const struct want *want,
                struct race *race);

/* The task's own time; and whether another comes after what it did then. */
uint32_t races_time(const struct races *races, unsigned task);
bool races_is_after(const struct races *races, unsigned task, unsigned other,
                    uint32_t time);

/* This memory is used for something else from now on. */
void races_forget(struct races *races, uint64_t start, uint64_t size);

/* Who acquires the object later comes after what the task has done. */
void races_pass(struct races *races, unsigned task, uint64_t object);

/* The task gets the object: the other half of that. And it comes after all that
   another has done. */
void races_get(struct races *races, unsigned task, uint64_t object);
void races_join(struct races *races, unsigned task, unsigned other);

/* This run had more tasks than there are clocks: some accesses were not judged.
 */
bool races_are_missed(const struct races *races);

/* In this run, orders weaker than memory_order_seq_cst could have shown what no
   order of whole operations does. That takes a circle of accesses that nothing
   orders, and so two tasks, each with two such variables; some access of them
   asked for less. Where that is so, it need not be possible yet. After D.
   Shasha, M. Snir, "Efficient and Correct Execution of Parallel Programs that
   Share Memory", TOPLAS 10(2), 1988. */
bool races_may_be_weak(const struct races *races);

/* A fence of this C11 order. */
void races_fence(struct races *races, unsigned task, uint32_t order);

#endif
