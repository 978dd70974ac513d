/* workers.h - the processes that make the runs of an exploration.

   The parent, in which main never begins, starts as many as the lab wants. One
   that cannot be used again is followed by another, which goes on where it
   was. Each has an area of its own, of which self_area is then the address;
   what they find comes together in the lab's. */
#ifndef RUNTIME_WORKERS_H
#define RUNTIME_WORKERS_H

#include "search/search.h"

/* How a worker ends. */
enum { WORKER_DONE = 0, WORKER_MORE = 91 };

/* `work` is called in each worker and never returns. `died` is called in the
   parent for one that ended in another way, in the middle of a run; there too
   self_area is the worker's. One that another process killed has only lost a
   run. Returns when all are done. */
void workers_run(void (*work)(struct search *search),
                 void (*died)(struct search *search, int status));

#endif
