/* semaphore.h - so many at a time.

   A semaphore holds a number of places. Acquire takes one and waits while
   there is none; release gives one back. Whoever releases need not be the one
   who acquired, so it also serves to tell another that something is there.

       semaphore_init_bounded(&parking, 3, BETWEEN_THREADS);

       semaphore_acquire(&parking, FOREVER);      at most three are here
       semaphore_release(&parking);

   A bounded one never has more places than it began with: a release too many
   is a mistake, and is said to be one instead of letting a fourth car in.

   A semaphore has no owner, so it cannot tell that one has died: a place that
   a killed process had taken stays taken. Where that can happen, wait with a
   timeout; whoever learns of the death (process.h) may release in its stead.
   Python: Semaphore, BoundedSemaphore. */
#ifndef PARALLEL_SEMAPHORE_H
#define PARALLEL_SEMAPHORE_H

#include "parallel/sharing.h"

#include <semaphore.h>
#include <stdbool.h>

struct semaphore {
    sem_t places;

    /* Of a bounded one: as many as were acquired and not yet released, so that
       a release is refused when there are none. */
    sem_t taken;

    /* Constant after init. */
    bool bounded;
};

/* EINVAL: more places than SEM_VALUE_MAX. */
int semaphore_init(struct semaphore *semaphore, unsigned places,
                   enum sharing sharing);
int semaphore_init_bounded(struct semaphore *semaphore, unsigned places,
                           enum sharing sharing);

/* Requires: nobody waits for a place. */
int semaphore_fini(struct semaphore *semaphore);

/* 0: a place is taken. ETIMEDOUT: there was none. */
int semaphore_acquire(struct semaphore *semaphore, long timeout_ms);

/* EOVERFLOW: there is no place to give back (bounded), or no room to count
   it. */
int semaphore_release(struct semaphore *semaphore);

#endif
