/* hint.h - what a name for memory can be made of.

   A global variable has a name by its address. What is on the heap, on another
   task's stack, or in a shared mapping has one only through the pointers that
   lead to it. Under control, when a task first comes to such memory, its
   record is preceded by others: the block or the call's frame that it is in,
   and the pointers to it that the task's calls and the global variables hold.
   The lab makes a name of them (watch/hinted.h).

   Of one process; all functions on the task that moves. */
#ifndef RUNTIME_HINT_H
#define RUNTIME_HINT_H

#include "runtime/self.h"
#include "trace/operation.h"

/* Instrumented functions: entered, with their frame's end and an address in
   them; and left. */
void hint_entered(uintptr_t end, const void *where);
void hint_left(void);

/* The task's calls are over. */
void hint_end(void);

/* Tells, before an operation on an object, what that could be called. */
void hint_tell(struct self *self, enum operation op, uint64_t key,
               const void *where);

/* The heap's blocks. */
void hint_allocated(const void *memory, size_t size);
void hint_freed(const void *memory);

/* In a forked child. */
void hint_after_fork(void);

#endif
