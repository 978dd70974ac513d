/* futex.h - waiting for a word to change, and waking who waits. */
#ifndef RUNTIME_FUTEX_H
#define RUNTIME_FUTEX_H

#include <stdbool.h>

/* The six words of the system call. False: it is the kernel's to do. Else the
   result is what the call returns, with errno set. */
bool futex_in_turn(const long *words, long *result, const void *where);

#endif
