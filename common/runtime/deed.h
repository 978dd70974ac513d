/* deed.h - telling a search what was done (search/deeds.h).

   All do nothing where nobody searches with real tasks. */
#ifndef RUNTIME_DEED_H
#define RUNTIME_DEED_H

#include "runtime/self.h"
#include "scheduler/scheduler.h"

static inline bool deeds_wanted(void)
{
    return UNLIKELY(self_area->deeds.wanted != 0);
}

void deed_move(const struct self *self, const struct want *want,
               struct answer answer);
void deed_told(const struct self *self, enum operation op, uint64_t object,
               int64_t value);
void deed_pass(const struct self *self, uint64_t object);
void deed_fence(const struct self *self, int order);

/* Others may meet in it, and it is not modelled: what comes after it is not to
   be judged. */
void deed_unmodelled(const char *name);

#endif
