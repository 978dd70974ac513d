/* names.h - names that a run gives and does not take back: of semaphores,
   shared memory and message queues, in a program that is run again and again.

   They outlive the program; a run must not find those of the run before. */
#ifndef RUNTIME_NAMES_H
#define RUNTIME_NAMES_H

#include "trace/operation.h"

/* Before one is opened with these flags of open(2); when one was unlinked. */
void names_opening(enum kind kind, const char *name, int flags);
void names_unlinked(enum kind kind, const char *name);

/* The run is over: `tell`, if any, hears of each that is left, and it is taken
   back. */
void names_end(void (*tell)(enum kind kind, const char *name));

#endif
