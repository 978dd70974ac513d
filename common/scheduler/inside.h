/* inside.h - what readiness.c and semantics.c both look at. Not for others. */
#ifndef SCHEDULER_INSIDE_H
#define SCHEDULER_INSIDE_H

#include "scheduler/scheduler.h"

static inline unsigned mutex_type(const struct scheduled_object *mutex)
{
    return mutex->type & MUTEX_TYPE;
}

/* True: locking gives an answer at once, be it an error. */
static inline bool mutex_answers(const struct scheduled_object *mutex,
                                 uint32_t birth)
{
    if (mutex->owner == 0)
        return true;
    return mutex->owner == birth && (mutex_type(mutex) == MUTEX_RECURSIVE ||
                                     mutex_type(mutex) == MUTEX_ERROR_CHECKING);
}

static inline bool target_is_gone(const struct scheduler *s, uint64_t birth)
{
    unsigned target = scheduler_task(s, birth);

    return target == SCHEDULER_TASKS ||
           s->tasks[target].phase == SCHEDULED_GONE;
}

#endif
