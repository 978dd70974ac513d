/* fiber.h - tasks carried by one OS thread.

   A fiber is a stack and the place where it stopped. Switching saves what the
   calling convention says a function must keep, and nothing else. */
#ifndef RUNTIME_FIBER_H
#define RUNTIME_FIBER_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes, a guard page below them: as much as a thread usually has. Only what is
   used takes memory. */
enum { FIBER_STACK = 8 * 1024 * 1024 };

struct fiber {
    void *place; /* Its stack pointer, while it does not run. */
    char *stack; /* NULL: none yet. */
    char *top;   /* Where it begins, and grows down from. */
};

/* Makes the fiber begin at `entry`, which must not return, when it is next
   switched to. Takes a stack if it has none. False: there is no memory. Fibers
   with different numbers begin at different places of a page, so that their
   stacks do not meet in the processor's caches. */
bool fiber_prepare(struct fiber *fiber, unsigned number, void (*entry)(void));

void fiber_go(void **from, void *to);

/* Goes on with `to`; returns when somebody switches back to `from`. */
static inline void fiber_switch(struct fiber *from, const struct fiber *to)
{
    fiber_go(&from->place, to->place);
}

#endif
