/* orders.h - what operations order, but for accesses to memory.

   Who acquires an object comes after what those did who released it before:
   locks, conditions, semaphores, barriers, channels, joins. For races.c, and
   for what atomics may show (weak.h). */
#ifndef SEARCH_ORDERS_H
#define SEARCH_ORDERS_H

#include "scheduler/scheduler.h"
#include "search/clocks.h"

/* Task `child` begins after what `parent` has done. */
void orders_create(struct clocks *clocks, unsigned parent, unsigned child);

/* The task, which is known, has done what it wanted, with this answer. */
void orders_move(struct clocks *clocks, const struct scheduler *scheduler,
                 unsigned task, const struct want *want, struct answer answer);

/* It releases an object; acquires one; comes after all of another. */
void orders_pass(struct clocks *clocks, unsigned task, uint64_t object);
void orders_get(struct clocks *clocks, unsigned task, uint64_t object);
void orders_join(struct clocks *clocks, unsigned task, unsigned other);

#endif
