/* rlock.h - a lock that its owner may acquire again.

   It is free when it has been released as often as it was acquired. So a
   function that takes it may call another that takes it too:

       rlock_acquire(&account->lock, FOREVER);
       deposit(account, amount);              acquires it once more
       rlock_release(&account->lock);

   An ordinary lock would say EDEADLK to deposit(). That it is free in between
   is what nobody may believe: after the inner release it still is not.

   Threads, processes and an owner's death: as in lock.h.
   Python: RLock. */
#ifndef PARALLEL_RLOCK_H
#define PARALLEL_RLOCK_H

#include "parallel/sharing.h"

#include <pthread.h>

struct rlock {
    pthread_mutex_t mutex;
};

/* For one between threads, in place of rlock_init. */
#define RLOCK_INIT                                                             \
    {                                                                          \
        PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP                                 \
    }

int rlock_init(struct rlock *lock, enum sharing sharing);

/* Requires: nobody holds it or waits for it. EBUSY: somebody holds it. */
int rlock_fini(struct rlock *lock);

/* 0: it is the caller's, once more.
   EOWNERDEAD: it is the caller's, once, and the one before died holding it.
   ETIMEDOUT: another holds it. EAGAIN: too often to be counted. */
int rlock_acquire(struct rlock *lock, long timeout_ms);

/* EPERM: the caller does not hold it. */
int rlock_release(struct rlock *lock);

#endif
