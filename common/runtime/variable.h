/* variable.h - reads and writes of memory as operations.

   A program compiled by `interleave cc` calls a function before each access to
   memory that others could reach (tsan.c). Under control such an access is an
   operation when another task could notice it:

   - it is outside the task's own stack and thread-local memory, or in a part
     of them that another task has touched before;
   - another task of the process is alive, or, in memory that processes share,
     any other task.

   So what `main` does before it starts anybody asks for no decisions. */
#ifndef RUNTIME_VARIABLE_H
#define RUNTIME_VARIABLE_H

#include "runtime/explore.h"

#include <stddef.h>

/* The access is about to be made: stands before it, if it is an operation. */
void variable_access(enum operation op, const volatile void *address,
                     size_t size, const void *where);

/* The same for an access that the runtime makes itself, with C11's memory
   order. NULL: it is none; else variable_did is to be called after it. */
struct self *variable_stand(enum operation op, const volatile void *address,
                            size_t size, int order, const void *where);
struct self *variable_stand_compare(const volatile void *address, size_t size,
                                    int order, int failure,
                                    const volatile void *expected,
                                    const void *where);
int64_t variable_value(const volatile void *address, size_t size);

/* It has been made, at `at`: that is elsewhere where an older store than the
   newest was read or come after (stale.h). */
void variable_did(struct self *self, enum operation op, enum stage stage,
                  const volatile void *address, const volatile void *at,
                  size_t size, const void *where);

/* It has read this, or written it: is it going round in a circle (rounds.h)?
   What was written may be what was there before. */
void variable_look(struct self *self, const volatile void *address,
                   const volatile void *at, size_t size, bool closely,
                   const void *where);
void variable_wrote(struct self *self, const volatile void *address,
                    const volatile void *at, size_t size, const void *where);

/* A fence of this C11 order. */
void variable_fence(int order, const void *where);

/* Where the running task's stack ends, which grows down. */
const void *variable_stack_end(void);

/* Memory of a task of this process, which others may come to. */
bool variable_is_on_stack(uintptr_t address);

/* The function that tells of a write is called before it: the value written
   is told here, before the task does anything else. */
void variable_settle(struct self *self);

/* Where threads are fibers: a task's stack, and that it runs now; and as before
   the first run. */
void variable_know(unsigned task, char *stack, size_t size);
void variable_enter(char *stack, size_t size);
void variable_reset(void);

/* The calling thread's own memory: at its start, and at its end. */
void variable_know_stack(struct self *self);
void variable_forget_stack(struct self *self);

/* The program is built so that its reads and writes are seen. */
extern bool variable_seen;

/* libc reads or writes memory for the program, as part of doing something else:
   no operation of its own, but no other task may be in its way. */
void variable_note(enum operation op, const volatile void *address, size_t size,
                   const void *where);

/* The same of a text that is read; nothing if there is none, or if reads are
   not seen. */
void variable_read_text(const char *text, const void *where);

#endif
