/* collect.h - reading the rings of all tasks as one sequence.

   Each task's records are in order; the collector merges them by time. A
   record may be in the making while its time is already taken, so only what
   is older than any such record can be is passed on; the rest waits for the
   next call. What a program at full speed writes is more than anyone can
   look at: beyond a budget records stay in the rings, which fill, and their
   tasks leave out, and count, what does not fit. */
#ifndef WATCH_COLLECT_H
#define WATCH_COLLECT_H

#include "watch/translate.h"

struct collector;

/* All must outlive the collector. */
struct collector *collector_new(struct area *area,
                                struct translator *translator);
void collector_free(struct collector *collector);

/* Nanoseconds since the collector was made: the time of events. */
uint64_t collector_now(const struct collector *collector);

/* Up to when all records have been passed on, unless there are too many: the
   time for events from elsewhere, so that they do not run ahead. */
uint64_t collector_reached(const struct collector *collector);

/* Passes on what can be. `all`: everything, for the last time. Returns how
   many records there were. */
size_t collector_poll(struct collector *collector, bool all);

/* Exact, since the start: operations done, and records left out. */
struct collector_counts {
    uint64_t operations;
    uint64_t lost;
    bool damaged; /* The program wrote over the area: no longer exact. */
};
struct collector_counts collector_counts(const struct collector *collector);

#endif
