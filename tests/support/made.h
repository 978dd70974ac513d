/* made.h - traces made up at random, the same for the same seed.

   A sensible trace introduces what it speaks of and says things that could
   have happened, in no order that must have. A wild one says anything: any
   numbers, any order, no strings. Readers must survive both. */
#ifndef SUPPORT_MADE_H
#define SUPPORT_MADE_H

#include "trace/trace.h"

uint64_t made_number(uint64_t *seed);
uint32_t made_below(uint64_t *seed, uint32_t bound);

struct trace *made_sensible(uint64_t seed, size_t events);
struct trace *made_wild(uint64_t seed, size_t events);

/* Do two events say the same, down to the bytes of their strings? */
bool made_equal(const struct event *a, const struct event *b);

#endif
