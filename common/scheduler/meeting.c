/* meeting.c - what doing does where tasks meet: spin locks, barriers,
   semaphores, once, the ends of tasks; and who waits for whom to come. */
#include "scheduler/inside.h"

#include "trace/object.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>

struct scheduled_object *scheduler_object_of(struct scheduler *s,
                                             const struct scheduled *task)
{
    const struct want *want = &task->want;

    return scheduler_object(s, task->process, want->object,
                            operation_kind((enum operation)want->op));
}

/* ---- Waiters of a condition or a barrier, in order. ---- */

static bool waits_on(const struct scheduler *s, const struct scheduled *task,
                     const struct scheduled *mover)
{
    const struct want *want = &task->want;

    (void)s;
    return task->phase == SCHEDULED_STANDS && want->phase == PHASE_WAITS &&
           want->object == mover->want.object &&
           operation_kind((enum operation)want->op) ==
               operation_kind((enum operation)mover->want.op) &&
           (want->op < OP_FUTEX_WAIT ||
            (want->expected & mover->want.expected) != 0) &&
           (!object_is_private(want->object) ||
            task->process == mover->process);
}

unsigned scheduler_count_waiters(const struct scheduler *s,
                                 const struct scheduled *mover)
{
    unsigned count = 0;

    for (unsigned i = 0; i < s->task_count; i++)
        count += waits_on(s, &s->tasks[i], mover);
    return count;
}

struct scheduled *scheduler_waiter(struct scheduler *s,
                                   const struct scheduled *mover, unsigned rank)
{
    for (unsigned i = 0; i < s->task_count; i++) {
        struct scheduled *task = &s->tasks[i];
        unsigned before = 0;

        if (!waits_on(s, task, mover))
            continue;
        for (unsigned j = 0; j < s->task_count; j++)
            before += waits_on(s, &s->tasks[j], mover) &&
                      s->tasks[j].want.order < task->want.order;
        if (before == rank)
            return task;
    }
    return NULL;
}

void scheduler_wake(struct scheduled *task, int with)
{
    task->want.phase = PHASE_WOKEN;
    task->want.wakes_with = with;
}

/* ---- Doing. ---- */

struct answer scheduler_do_spinlock(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *lock = scheduler_object_of(s, task);

    if (!lock)
        return fails(EAGAIN);
    switch (task->want.op) {
    case OP_SPIN_LOCK:
    case OP_SPIN_TRY_LOCK:
        if (lock->owner)
            return fails(EBUSY);
        lock->owner = task->birth;
        return done;
    case OP_SPIN_UNLOCK: {
        bool held = lock->owner == task->birth;

        lock->owner = 0;
        return with(done, held ? MISUSE_NONE : MISUSE_UNLOCKS_UNHELD);
    }
    case OP_SPIN_DESTROY:
        return with(done, lock->owner ? MISUSE_DESTROYS_IN_USE : MISUSE_NONE);
    default:
        lock->owner = 0;
        return done;
    }
}

/* Why something cannot be used that has to be made first. */
static enum misuse not_there(const struct scheduled_object *object)
{
    return object->state == STATE_DESTROYED ? MISUSE_USES_DESTROYED
                                            : MISUSE_USES_UNMADE;
}

static struct answer arrive(struct scheduler *s, struct scheduled *task,
                            struct scheduled_object *barrier)
{
    struct scheduled *woken;

    if (task->want.phase != PHASE_ASKS)
        return done;
    if (barrier->state != STATE_MADE)
        return with(fails(EINVAL), not_there(barrier));
    if (++barrier->count < barrier->value) {
        task->want.phase = PHASE_WAITS;
        task->want.order = s->waits++;
        return (struct answer){.waits = true};
    }
    barrier->count = 0;
    while ((woken = scheduler_waiter(s, task, 0)) != NULL)
        scheduler_wake(woken, 0);
    return (struct answer){.value = 1};
}

struct answer scheduler_do_barrier(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *barrier = scheduler_object_of(s, task);
    enum misuse misuse;

    if (!barrier)
        return fails(EAGAIN);
    switch (task->want.op) {
    case OP_BARRIER_INIT: {
        bool used = barrier->count > 0;

        barrier->value = task->want.value;
        barrier->count = 0;
        barrier->state = STATE_MADE;
        return with(done, used ? MISUSE_MAKES_AGAIN : MISUSE_NONE);
    }
    case OP_BARRIER_WAIT:
        return arrive(s, task, barrier);
    default:
        misuse = barrier->state != STATE_MADE ? not_there(barrier)
                 : barrier->count > 0         ? MISUSE_DESTROYS_IN_USE
                                              : MISUSE_NONE;
        barrier->state = STATE_DESTROYED;
        barrier->value = 0; /* What is left of it can be forgotten. */
        return with(done, misuse);
    }
}

/* Another stands before the semaphore, and it has nothing for it. */
static bool is_waited_for(struct scheduler *s, const struct scheduled *mover)
{
    const struct scheduled_object *semaphore = scheduler_object_of(s, mover);

    for (unsigned i = 0; i < s->task_count; i++) {
        const struct scheduled *task = &s->tasks[i];

        if (task != mover && task->phase == SCHEDULED_STANDS &&
            task->want.object == mover->want.object &&
            task->want.op == OP_SEMAPHORE_WAIT && semaphore &&
            semaphore->state == STATE_MADE && semaphore->value == 0 &&
            (!object_is_private(mover->want.object) ||
             task->process == mover->process))
            return true;
    }
    return false;
}

struct answer scheduler_do_semaphore(struct scheduler *s,
                                     struct scheduled *task)
{
    struct scheduled_object *semaphore = scheduler_object_of(s, task);
    enum operation op = (enum operation)task->want.op;
    enum misuse misuse;
    bool used;

    if (!semaphore)
        return fails(EAGAIN);
    switch (operation_effect(op)) {
    case EFFECT_INIT:
        /* A named one may be known already. */
        if (op == OP_SEMAPHORE_OPEN && semaphore->state == STATE_MADE)
            return done;
        used = is_waited_for(s, task);
        semaphore->value = task->want.value;
        semaphore->state = STATE_MADE;
        return with(done, used ? MISUSE_MAKES_AGAIN : MISUSE_NONE);
    case EFFECT_TAKE:
        if (semaphore->state != STATE_MADE)
            return with(fails(EINVAL), not_there(semaphore));
        if (semaphore->value == 0)
            return fails(operation_tries(op) ? EAGAIN : ETIMEDOUT);
        semaphore->value--;
        return done;
    case EFFECT_GIVE:
        if (semaphore->state != STATE_MADE)
            return with(fails(EINVAL), not_there(semaphore));
        if (semaphore->value == INT_MAX)
            return with(fails(EOVERFLOW), MISUSE_OVERFLOWS);
        semaphore->value++;
        return done;
    case EFFECT_DESTROY:
        misuse = semaphore->state != STATE_MADE ? not_there(semaphore)
                 : is_waited_for(s, task)       ? MISUSE_DESTROYS_IN_USE
                                                : MISUSE_NONE;
        semaphore->value = 0;
        semaphore->state = STATE_DESTROYED;
        return with(done, misuse);
    default:
        return done;
    }
}

struct answer scheduler_do_once(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *once = scheduler_object_of(s, task);

    if (!once || once->state != 0)
        return done;
    once->state = 1;
    return (struct answer){.value = 1};
}

struct answer scheduler_do_join(struct scheduler *s, struct scheduled *task)
{
    unsigned index = scheduler_task(s, task->want.object);

    if (index == SCHEDULER_TASKS) /* Gone for so long that it was forgotten. */
        return task->want.object ? done : with(fails(ESRCH), MISUSE_JOINS_NONE);
    struct scheduled *target = &s->tasks[index];
    if (task->want.op == OP_DETACH) {
        if (target->detached || target->joined)
            return with(fails(EINVAL), MISUSE_JOINS_AGAIN);
        target->detached = true;
        return done;
    }
    bool gone = target_is_gone(s, target->birth);
    if (target->detached || target->joined)
        return with(
            fails(task->want.op == OP_TRY_JOIN && !gone ? EBUSY : EINVAL),
            MISUSE_JOINS_AGAIN);
    if (task->want.op == OP_TRY_JOIN && !gone)
        return fails(EBUSY);
    if (target->birth == task->birth)
        return with(fails(EDEADLK), MISUSE_JOINS_ITSELF);
    if (!gone)
        return fails(ETIMEDOUT);
    target->joined = true;
    s->unawaited--;
    if (target->process)
        s->processes[target->process - 1].unawaited--;
    return done;
}
