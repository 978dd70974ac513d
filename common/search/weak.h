/* weak.h - what atomics may show: which store a read reads.

   Of each atomic, all stores of a run are kept in their modification order,
   with what each passes on. A read may show any that coherence allows: none
   that is older than one the reader knows of, because it read or wrote that
   itself, or comes after who did. A store may come in before others, and an
   update after any that it could read, by the same rule: where nobody who
   stores knows of another's store, either may be the newer one. The memory
   itself always holds the newest.

   The rules are those of C11 (5.1.2.4, 7.17.3), with the repairs of O. Lahav
   and others, "Repairing Sequential Consistency in C/C++11", PLDI 2017: fences
   with memory_order_seq_cst restore sequential consistency, and nothing comes
   before what a task did earlier that it reads (no load buffering, nothing out
   of thin air). Operations with memory_order_seq_cst are in the order in which
   the run makes them. The machine is like that of J. Kang and others, "A
   Promising Semantics for Relaxed-Memory Concurrency", POPL 2017, without its
   promises; and like that of W. Luo, B. Demsky, "C11Tester", ASPLOS 2021.

   One run at a time; all functions on one thread. */
#ifndef SEARCH_WEAK_H
#define SEARCH_WEAK_H

#include "scheduler/scheduler.h"
#include "search/clocks.h"

#include <stddef.h>

struct weak;

size_t weak_size(void);

/* A new run. `orders`: the clocks that tell what happens before what for races,
   to be kept too; or NULL. */
void weak_begin(struct weak *weak, struct clocks *orders);

/* What else orders (orders.h): a task is made; has done what it wanted, which
   is no access to memory; has released or acquired an object; comes after
   another. */
void weak_create(struct weak *weak, unsigned parent, unsigned child);
void weak_order(struct weak *weak, const struct scheduler *scheduler,
                unsigned task, const struct want *want, struct answer answer);
void weak_pass(struct weak *weak, unsigned task, uint64_t object);
void weak_get(struct weak *weak, unsigned task, uint64_t object);
void weak_join(struct weak *weak, unsigned task, unsigned other);

/* In how many ways the task can do what it wants, an atomic access, where the
   memory holds `now`: 1 is as if memory were sequentially consistent. The first
   way, 0, is always with the newest store. */
unsigned weak_ways(struct weak *weak, unsigned task, const struct want *want,
                   int64_t now);

struct shown {
    bool stale;    /* Not the newest store, */
    int64_t value; /* but this one. */
};

/* The task's next access, which weak_move tells of, is done in this way. */
struct shown weak_pick(struct weak *weak, unsigned task,
                       const struct want *want, unsigned way, int64_t now);

/* The task does it, where the memory still holds `now`: an update that is not
   done is a read. Or it accesses memory plainly. */
void weak_move(struct weak *weak, unsigned task, const struct want *want,
               int64_t now);

/* The value of the store that it made, where that is not the newest. */
void weak_wrote(struct weak *weak, int64_t value);

/* A fence of this C11 order, for what is known and, by the caller, for races.
   */
void weak_fence(struct weak *weak, unsigned task, uint32_t order);

/* Something else than atomic accesses has written there. */
void weak_forget(struct weak *weak, uint64_t start, uint64_t size);

/* Not all that could be shown was: of this run. */
bool weak_is_partial(const struct weak *weak);
void weak_is_cut(struct weak *weak);

#endif
