/* imports.h - can the program be run again in the same process?

   Its own writable memory can be put back, and so can what the runtime stands
   in for. What else it calls must keep nothing for itself: the functions it
   imports are looked up in a list of those that do not. */
#ifndef RUNTIME_IMPORTS_H
#define RUNTIME_IMPORTS_H

#include "search/report.h"

/* Looks, and tells it in the report: whether the program can be run again
   (in_process; if not, `unsafe` is a function that it calls, or a library);
   whether it makes processes, becomes another program, or calls what a fiber
   cannot do as a task would, as looking into /proc (needs_tasks; `unsafe` is
   then a function of the latter kind, or ""); and how much of it is seen
   (sees_memory; `unseen` is a function by which tasks share memory or wait for
   each other unknown to the runtime, or ""). */
void imports_describe(struct exploration *report);

#endif
