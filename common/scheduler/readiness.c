/* readiness.c - when each operation can be done. */
#include "scheduler/inside.h"

#include "trace/object.h"

#include <stddef.h>

/* ---- Looking. ---- */

/* An object that was never touched is as if new. */
static const struct scheduled_object *look(const struct scheduler *s,
                                           const struct scheduled *task,
                                           uint64_t key, enum kind kind)
{
    /* Making a place for it changes nothing anybody can see. */
    return scheduler_object((struct scheduler *)(uintptr_t)s, task->process,
                            key, kind);
}

bool scheduler_has_enough(const struct scheduler *s, unsigned index)
{
    const struct scheduled *task = &s->tasks[index];
    enum operation op = (enum operation)task->want.op;

    if (operation_kind(op) != KIND_SEMAPHORE ||
        operation_effect(op) != EFFECT_TAKE)
        return false;
    const struct scheduled_object *semaphore =
        look(s, task, task->want.object, KIND_SEMAPHORE);
    return semaphore && semaphore->value > 1;
}

static bool time_is_up(const struct scheduler *s, const struct want *want)
{
    return want->until_ns != NEVER && s->now_ns >= want->until_ns;
}

static bool join_answers(const struct scheduler *s,
                         const struct scheduled *task)
{
    unsigned target = scheduler_task(s, task->want.object);

    return target == SCHEDULER_TASKS ||
           s->tasks[target].phase == SCHEDULED_GONE ||
           s->tasks[target].detached || s->tasks[target].birth == task->birth;
}

static uint64_t pending_signals(const struct scheduler *s,
                                const struct scheduled *task)
{
    uint64_t ours = task->process ? s->processes[task->process - 1].signals : 0;

    return task->signals | ours;
}

/* POSIX's list, as far as it is modelled. */
bool scheduler_is_cancellation_point(enum operation op)
{
    switch (op) {
    case OP_JOIN:
    case OP_TIMED_JOIN:
    case OP_WAIT:
    case OP_TIMED_WAIT:
    case OP_SEMAPHORE_WAIT:
    case OP_SEMAPHORE_TIMED_WAIT:
    case OP_SLEEP:
    case OP_PAUSE:
    case OP_SIGNAL_WAIT:
    case OP_WAIT_CHILD:
    case OP_READ:
    case OP_WRITE:
    case OP_ACCEPT:
    case OP_CONNECT:
    case OP_POLL:
    case OP_TIMED_POLL:
    case OP_SEND:
    case OP_TIMED_SEND:
    case OP_RECEIVE:
    case OP_TIMED_RECEIVE:
        return true;
    default:
        return false;
    }
}

/* ---- Readiness. ---- */

static bool can_lock(const struct scheduler *s, const struct scheduled *task,
                     uint64_t key)
{
    const struct scheduled_object *mutex = look(s, task, key, KIND_MUTEX);

    return !mutex || mutex_answers(mutex, task->birth);
}

static bool can_rwlock(const struct scheduler *s, const struct scheduled *task,
                       bool shares)
{
    const struct scheduled_object *lock =
        look(s, task, task->want.object, KIND_RWLOCK);

    if (!lock || lock->owner == task->birth)
        return true; /* EDEADLK. */
    return lock->owner == 0 && (shares || lock->count == 0);
}

static bool can_now(const struct scheduler *s, const struct scheduled *task)
{
    const struct want *want = &task->want;
    enum operation op = (enum operation)want->op;
    const struct scheduled_object *object;

    if (want->phase == PHASE_WAITS)
        return false;
    if (want->phase == PHASE_WOKEN)
        return operation_kind(op) != KIND_CONDITION ||
               can_lock(s, task, want->other);
    if (task->probes)
        return task->probed;
    switch (op) {
    case OP_LOCK:
    case OP_TIMED_LOCK:
        return can_lock(s, task, want->object);
    case OP_READ_LOCK:
    case OP_TIMED_READ_LOCK:
        return can_rwlock(s, task, true);
    case OP_WRITE_LOCK:
    case OP_TIMED_WRITE_LOCK:
        return can_rwlock(s, task, false);
    case OP_SPIN_LOCK:
        object = look(s, task, want->object, KIND_SPINLOCK);
        return !object || object->owner == 0;
    case OP_SEMAPHORE_WAIT:
    case OP_SEMAPHORE_TIMED_WAIT:
        object = look(s, task, want->object, KIND_SEMAPHORE);
        return !object || object->value > 0 || object->state != STATE_MADE;
    case OP_ONCE:
        object = look(s, task, want->object, KIND_ONCE);
        return !object || object->state != 1;
    case OP_JOIN:
    case OP_TIMED_JOIN:
        return join_answers(s, task);
    case OP_SLEEP:
    case OP_PAUSE:
        return false; /* By time, or a signal. */
    case OP_SIGNAL_WAIT:
        return (pending_signals(s, task) & (uint64_t)want->value) != 0;
    default:
        return true;
    }
}

static bool is_on(const struct scheduled *task, const struct scheduled *other,
                  enum effect effect)
{
    return task->want.object == other->want.object &&
           operation_kind((enum operation)task->want.op) == KIND_RWLOCK &&
           operation_effect((enum operation)task->want.op) == effect &&
           (!object_is_private(other->want.object) ||
            task->process == other->process);
}

bool scheduler_keeps_out(const struct scheduler *s, unsigned index)
{
    const struct scheduled *task = &s->tasks[index];

    if (!is_on(task, task, EFFECT_SHARE) || !can_now(s, task))
        return false;
    for (unsigned i = 0; i < s->task_count; i++) {
        const struct scheduled *other = &s->tasks[i];

        if (other->phase == SCHEDULED_STANDS &&
            is_on(other, task, EFFECT_ACQUIRE) && !can_now(s, other))
            return true;
    }
    return false;
}

bool scheduler_is_cancelled(const struct scheduler *s, unsigned index)
{
    const struct scheduled *task = &s->tasks[index];

    return task->cancelled && !task->keeps_on &&
           (task->ends_at_once ||
            scheduler_is_cancellation_point((enum operation)task->want.op));
}

static bool is_disturbed(const struct scheduler *s, unsigned index)
{
    return scheduler_deliverable(s, index) != 0 ||
           scheduler_is_cancelled(s, index);
}

enum readiness scheduler_readiness_to_wait(const struct scheduler *s,
                                           unsigned index)
{
    const struct scheduled *task = &s->tasks[index];

    if (can_now(s, task))
        return CAN;
    if (task->want.phase == PHASE_WOKEN)
        return CANNOT;
    if (time_is_up(s, &task->want) || is_disturbed(s, index))
        return CAN;
    return scheduler_next_time(s, index) != NEVER ? CAN_BY_TIME : CANNOT;
}
