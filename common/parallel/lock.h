/* lock.h - one at a time.

   At most one task holds a lock. What the lock guards is touched only between
   acquire and release, so nobody sees it half changed.

       static struct lock lock = LOCK_INIT;

       lock_acquire(&lock, FOREVER);
       balance += amount;
       lock_release(&lock);

   It belongs to the thread that acquired it, and only that one releases it.
   A thread that ends has to release what it holds first. A process cannot be
   relied on to: it may be killed at any moment. Between processes the next to
   acquire is therefore told EOWNERDEAD. It then holds the lock; what the lock
   guards may be half changed, and is for it to put right.

   Python: Lock. (A Python lock may be released by anybody, and whoever waits
   for one whose owner was killed waits for ever.) */
#ifndef PARALLEL_LOCK_H
#define PARALLEL_LOCK_H

#include "parallel/sharing.h"

#include <pthread.h>

struct lock {
    pthread_mutex_t mutex;
};

/* For a lock between threads, in place of lock_init. */
#define LOCK_INIT                                                              \
    {                                                                          \
        PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP                                \
    }

int lock_init(struct lock *lock, enum sharing sharing);

/* Requires: nobody holds it or waits for it. EBUSY: somebody holds it. */
int lock_fini(struct lock *lock);

/* 0: it is the caller's.
   EOWNERDEAD: it is the caller's, and the one before died holding it.
   ETIMEDOUT: it is not. EDEADLK: it was the caller's already. */
int lock_acquire(struct lock *lock, long timeout_ms);

/* EPERM: the caller does not hold it. */
int lock_release(struct lock *lock);

#endif
