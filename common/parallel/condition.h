/* condition.h - waiting until something about guarded data is true.

   The data has a lock; whoever changes it so that others may go on notifies
   them. To wait is to let go of the lock and to sleep, as one step: a
   notification cannot fall in between.

       lock_acquire(&lock, FOREVER);
       while (count == 0)                             always a loop:
           condition_wait(&not_empty, &lock, FOREVER);
       count--;
       lock_release(&lock);

   Always a loop, because a wait may end for no reason, and because another may
   have come first and made it false again. A condition remembers nothing: who
   comes after the notification waits for the next. What is remembered is the
   data, so look at it before waiting.

   Between processes, whoever was notified may be killed before acting on it:
   waits FOREVER then end for no reason every now and then, so that another
   looks.
   Python: Condition. */
#ifndef PARALLEL_CONDITION_H
#define PARALLEL_CONDITION_H

#include "parallel/lock.h"

#include <stdatomic.h>
#include <stdbool.h>

struct condition {
    /* Constant after init. */
    enum sharing sharing;

    pthread_cond_t notified; /* Between threads. */

    /* Between processes. The first is what sleepers stand on. */
    atomic_uint notifications;
    atomic_uint sleepers; /* Too many where some were killed. */
};

/* For one between threads, in place of condition_init. */
#define CONDITION_INIT                                                         \
    {                                                                          \
        .notified = PTHREAD_COND_INITIALIZER                                   \
    }

/* Its lock is shared in the same way. */
int condition_init(struct condition *condition, enum sharing sharing);

/* Requires: nobody waits. */
int condition_fini(struct condition *condition);

/* Requires: the caller holds the lock, and everybody who waits the same one.
   The lock is held again when it returns, whatever it returns.
   0: notified, or for no reason. ETIMEDOUT: neither.
   EOWNERDEAD: as lock_acquire. EPERM: the caller does not hold the lock. */
int condition_wait(struct condition *condition, struct lock *lock,
                   long timeout_ms);

/* The loop: until `holds(argument)`, which is called with the lock held.
   0: it holds. ETIMEDOUT: it does not. */
int condition_wait_for(struct condition *condition, struct lock *lock,
                       bool (*holds)(void *), void *argument, long timeout_ms);

/* Wakes one that waits, or all that do. Whoever changes the data holds the
   lock; it may be released before notifying. */
int condition_notify(struct condition *condition);
int condition_notify_all(struct condition *condition);

#endif
