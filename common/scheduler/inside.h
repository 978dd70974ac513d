/* inside.h - what the files here share. Not for others. */
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

/* Of what has to be made before it is used; 0: nobody ever made it. */
enum { STATE_MADE = 1, STATE_DESTROYED = 2 };

/* ---- Answers. ---- */

static const struct answer done = {0};

static inline struct answer fails(int error)
{
    return (struct answer){.error = error};
}

static inline struct answer with(struct answer answer, enum misuse misuse)
{
    answer.misuse = misuse;
    return answer;
}

/* ---- meeting.c ---- */

/* What the task's want is about; NULL: there are too many objects. */
struct scheduled_object *scheduler_object_of(struct scheduler *s,
                                             const struct scheduled *task);

/* Waiters of the condition or barrier that `mover` is at: how many; the one
   that is `rank`th in order of arrival, NULL: none is. */
unsigned scheduler_count_waiters(const struct scheduler *s,
                                 const struct scheduled *mover);
struct scheduled *scheduler_waiter(struct scheduler *s,
                                   const struct scheduled *mover,
                                   unsigned rank);
void scheduler_wake(struct scheduled *task, int with);

/* futex.c */
struct answer scheduler_do_futex(struct scheduler *s, struct scheduled *task,
                                 unsigned alternative);

struct answer scheduler_do_spinlock(struct scheduler *s,
                                    struct scheduled *task);
struct answer scheduler_do_barrier(struct scheduler *s, struct scheduled *task);
struct answer scheduler_do_semaphore(struct scheduler *s,
                                     struct scheduled *task);
struct answer scheduler_do_once(struct scheduler *s, struct scheduled *task);
struct answer scheduler_do_join(struct scheduler *s, struct scheduled *task);

#endif
