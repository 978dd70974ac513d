/* untold.h - processes that have died, and of whom it is still to be told.

   Under control nobody moves before the trace has it that a process ended: so
   it is in the same place of the trace each time. Of a child that its parent
   can wait for the lab tells; of the others the keeper does, when it has
   waited for them.

   One thread at a time. */
#ifndef WATCH_UNTOLD_H
#define WATCH_UNTOLD_H

#include "scheduler/scheduler.h"

#include <stdbool.h>
#include <sys/types.h>

enum teller { TELLS_NOBODY, TELLS_LAB, TELLS_KEEPER, TELLERS };

struct untold {
    unsigned char tellers[SCHEDULER_PROCESSES]; /* Of each process. */
    uint32_t counts[TELLERS];
    uint64_t until_us; /* The keeper is waited for so long. */
};

void untold_add(struct untold *untold, uint32_t process, enum teller teller,
                uint64_t now_us);

/* Somebody's death is still to be told. */
bool untold_any(struct untold *untold, uint64_t now_us);

/* One of whom this teller is to tell, who has this pid, or any for 0: he is
   told of now. His pid; 0: there is none. */
pid_t untold_take(struct untold *untold, const struct scheduler *s,
                  enum teller teller, pid_t pid);

#endif
