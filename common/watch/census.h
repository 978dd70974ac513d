/* census.h - what the kernel says, told as events.

   Looks at every task some times a second: its state, processor time and
   context switches, and whether it and its process are still there. A process
   that was killed says nothing itself: this is how its end is noticed. */
#ifndef WATCH_CENSUS_H
#define WATCH_CENSUS_H

#include "watch/translate.h"

struct census;

struct census *census_new(struct translator *translator, struct trace *trace);
void census_free(struct census *census);

/* Looks at all tasks, at `time_ns` of the run. */
void census_take(struct census *census, uint64_t time_ns);

/* In the latest look, was the task on a processor, or waiting for one? */
bool census_is_running(const struct census *census, uint32_t task);

#endif
