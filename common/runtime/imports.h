/* imports.h - can the program be run again in the same process?

   Its own writable memory can be put back, and so can what the runtime stands
   in for. What else it calls must keep nothing for itself: the functions it
   imports are looked up in a list of those that do not. */
#ifndef RUNTIME_IMPORTS_H
#define RUNTIME_IMPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False: it cannot, and `name` is a function that it calls, or a library. */
bool imports_look(char *name, size_t size);

/* Does it make processes, or become another program? Or call what a fiber
   cannot do as a task would: look into /proc, poll? Then true, and `name` is a
   function of the latter kind, or "". */
bool imports_need_tasks(char *name, size_t size);

/* How much of the program is seen: false where none of its reads and writes
   are. `unseen`, of this size, is a function that it calls, by which tasks
   share memory or wait for each other unknown to the runtime, or "". */
enum { UNSEEN_NAME = 32 };
bool imports_see_memory(char *unseen);

#endif
