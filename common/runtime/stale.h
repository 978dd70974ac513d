/* stale.h - atomics that show older stores than the newest (search/weak.h).

   What an atomic access may be about is found out while its task stands, and
   written in its want, for whoever decides to choose from. In explorations the
   judgement of races keeps the stores (flaws.c); where threads carry the tasks
   they are kept here, as long as there is one process. The memory always holds
   the newest store: an access that is about an older one is made in a cell
   beside it. */
#ifndef RUNTIME_STALE_H
#define RUNTIME_STALE_H

#include "runtime/self.h"
#include "scheduler/scheduler.h"
#include "search/search.h"
#include "search/weak.h"

extern bool stale_on;
static inline bool stale_follows(void)
{
    return UNLIKELY(stale_on) && self_area->scheduler.process_count < 2;
}

/* What the access that the running task makes is about. */
extern struct shown stale_shown;

/* In an exploration: from the next run on; what the judgement is to keep. */
void stale_follow(bool follows);
struct weak *stale_weak(void);

/* The program does what its search must know of: if it does not yet, it begins
   again, and this does not return. And what ends such a run: true. */
void stale_meet(enum weakness weakness);
bool stale_begins_again(struct search *search);

/* Where threads carry the tasks: from the start. */
void stale_start(void);
void stale_create(uint32_t creator, uint32_t birth);
void stale_move(const struct self *self, const struct want *want,
                struct answer answer);
void stale_note(const struct self *self, const struct want *want);
void stale_pass(const struct self *self, uint64_t object);
void stale_fence(const struct self *self, int order);

/* The task is about to stand before this: sets its ways. True: there are
   some. */
bool stale_stand(const struct self *self, struct want *want);

/* It does it: what it does, with the value that was there before. An update
   that will not be done is a read. */
struct want stale_pick(const struct self *self, const struct want *want);

/* It has done it. `in_cell`: `value` is that of its store, or what it read. */
void stale_did(const struct self *self, bool in_cell, int64_t value);

#endif
