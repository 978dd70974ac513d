/* child.h - a function run in a process of its own, with a deadline.

   What can hang, or is meant to die, is tested in a child: the test itself
   goes on. The child says how it fared by its exit status.

       static int acquires_twice(void *argument) { return lock_... }

       assert_int_equal(child_run(acquires_twice, &lock), EDEADLK);

   Only the main thread asserts, and only in the test's own process. */
#ifndef SUPPORT_CHILD_H
#define SUPPORT_CHILD_H

#include <stddef.h>
#include <sys/types.h>

enum {
    CHILD_DEADLINE_MS = 20000,
    CHILD_HUNG = -1000, /* It was still there at the deadline. */
};

/* What it returned (0 to 255), minus the signal it died of, or CHILD_HUNG. */
int child_run(int (*function)(void *), void *argument);

/* In two steps, to do something in between. */
pid_t child_start(int (*function)(void *), void *argument);
int child_end(pid_t child);

/* Memory that parent and children see alike, filled with 0; it stays. */
void *child_shared(size_t size);

void child_sleep_ms(long ms);

#endif
