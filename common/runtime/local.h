/* local.h - memory that each thread has for itself, where threads are fibers.

   The program's thread-local variables lie in one place, as there is one OS
   thread: what a task has there is put away while another runs. */
#ifndef RUNTIME_LOCAL_H
#define RUNTIME_LOCAL_H

#include <stdint.h>

/* The task begins; goes on; is left for another. */
void local_begin(unsigned task);
void local_enter(unsigned task);
void local_leave(unsigned task);

/* The task ends: the destructors of its thread-specific values run. */
void local_end(unsigned task);

/* A hash of all of it (state.h), while this task runs. */
uint64_t local_state(uint64_t hash, unsigned running);

/* As before the first run. */
void local_reset(void);

#endif
