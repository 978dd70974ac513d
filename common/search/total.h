/* total.h - the order of operations with memory_order_seq_cst.

   C11 puts them all in one order. A run takes them in the order in which it
   makes them, which is one that C11 allows, but not each that it does: what a
   task has read with weaker orders comes before what it does then, in the run,
   and need not in that order. This tells where that could make a difference,
   from two sets of clocks: of what came before what in the run, and of what
   must come before what in that order. */
#ifndef SEARCH_TOTAL_H
#define SEARCH_TOTAL_H

#include "search/orders.h"

enum { TOTAL_RUN, TOTAL_SURE, TOTALS };

struct total {
    struct clocks clocks[TOTALS];
    struct clock fences[TOTALS]; /* Of those with seq_cst; */
    struct clock all[TOTALS];    /* and of all with it. */
};

/* Of a store. */
struct total_store {
    unsigned task;
    uint32_t time[TOTALS]; /* In its task's own clocks. */
    struct passed passed[TOTALS];
};

/* Of a place in memory: its operations with seq_cst, and the writes of them. */
struct total_place {
    struct clock all[TOTALS];
    struct clock writes[TOTALS];
};

void total_begin(struct total *total); /* A new run. */
void total_know(struct total *total, unsigned task);

/* As in orders.h. */
void total_create(struct total *total, unsigned parent, unsigned child);
void total_order(struct total *total, const struct scheduler *scheduler,
                 unsigned task, const struct want *want, struct answer answer);
void total_pass(struct total *total, unsigned task, uint64_t object);
void total_get(struct total *total, unsigned task, uint64_t object);
void total_join(struct total *total, unsigned task, unsigned other);

/* An atomic is read; written, where *store has what the store before it passed
   on; and before that, an operation with seq_cst; a fence. */
void total_read(struct total *total, unsigned task,
                const struct total_store *store, uint32_t order);
void total_write(struct total *total, unsigned task, struct total_store *store,
                 uint32_t order, bool modifies);
void total_access(struct total *total, unsigned task, struct total_place *place,
                  bool writes);
void total_fence(struct total *total, unsigned task, uint32_t order);

/* The store came before what the task does now in the run, but need not in the
   order. */
bool total_is_open(const struct total *total, const struct total_store *store,
                   unsigned task);

#endif
