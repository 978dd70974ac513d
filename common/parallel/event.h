/* event.h - a flag that others wait for.

   It is set or it is not. To wait returns at once when it is, and once it is
   set everybody goes on. Unlike a notification it stays: who comes late does
   not miss it.

       event_wait(&go, FOREVER);      each runner
       event_set(&go);                the starter

   What was written before event_set is seen after event_wait.
   Python: Event. */
#ifndef PARALLEL_EVENT_H
#define PARALLEL_EVENT_H

#include "parallel/condition.h"

struct event {
    atomic_bool set;
    atomic_uint waiters; /* That might sleep. Too many where some died. */

    struct lock lock;

    /* Guarded by lock. */
    unsigned releases; /* How often those asleep were let go. */

    struct condition moved; /* set, or releases is not what it was. */
};

/* For one between threads that is not set, in place of event_init. */
#define EVENT_INIT                                                             \
    {                                                                          \
        .lock = LOCK_INIT, .moved = CONDITION_INIT                             \
    }

int event_init(struct event *event, enum sharing sharing);

/* Requires: everybody has come back from the calls below; also event_set,
   which may still be at work when those that it woke go on. */
int event_fini(struct event *event);

int event_set(struct event *event);
void event_clear(struct event *event);
bool event_is_set(const struct event *event);

/* 0: it is set, or has been since. ETIMEDOUT: it is not. */
int event_wait(struct event *event, long timeout_ms);

#endif
