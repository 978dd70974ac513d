/* sharing.h - two words that all of this library uses.

   Who may use an object is said once, when it is made. How long to wait is
   said at each call that can wait, in milliseconds, as its last argument:

       lock_acquire(&lock, FOREVER);      waits as long as it takes
       lock_acquire(&lock, 0);            tries, and does not wait
       lock_acquire(&lock, 500);          gives up after half a second

   A call that gives up returns ETIMEDOUT and has changed nothing. Time is that
   of a clock nobody can set. */
#ifndef PARALLEL_SHARING_H
#define PARALLEL_SHARING_H

enum { FOREVER = -1 };

enum sharing {
    BETWEEN_THREADS,   /* Of the process that made it. */
    BETWEEN_PROCESSES, /* It lies in shared memory (shared.h); and threads. */
};

#endif
