/* semantics.c - what doing each operation does.

   The results are those of glibc, where POSIX leaves a choice: the
   equivalence tests compare each with the real function. */
#include "scheduler/inside.h"

#include "trace/object.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>

static struct scheduled_object *object_of(struct scheduler *s,
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
           (!object_is_private(want->object) ||
            task->process == mover->process);
}

static unsigned count_waiters(const struct scheduler *s,
                              const struct scheduled *mover)
{
    unsigned count = 0;

    for (unsigned i = 0; i < s->task_count; i++)
        count += waits_on(s, &s->tasks[i], mover);
    return count;
}

/* The waiter that is `rank`th in order of arrival; NULL: none is. */
static struct scheduled *waiter(struct scheduler *s,
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

static void wake(struct scheduled *task, int with)
{
    task->want.phase = PHASE_WOKEN;
    task->want.wakes_with = with;
}

unsigned scheduler_ways_to_signal(const struct scheduler *s, unsigned index)
{
    unsigned count = count_waiters(s, &s->tasks[index]);

    return count > 1 ? count : 1;
}

bool scheduler_may_wake_spuriously(const struct scheduler *s, unsigned index)
{
    const struct want *want = &s->tasks[index].want;

    return s->tasks[index].phase == SCHEDULED_STANDS &&
           want->phase == PHASE_WAITS &&
           operation_kind((enum operation)want->op) == KIND_CONDITION;
}

/* ---- Doing. ---- */

static const struct answer done = {0};

static struct answer fails(int error)
{
    return (struct answer){.error = error};
}

static struct answer with(struct answer answer, enum misuse misuse)
{
    answer.misuse = misuse;
    return answer;
}

/* The robust mutex's earlier owner died: who gets it next is told. */
static struct answer acquire_mutex(struct scheduled_object *mutex,
                                   uint32_t birth, bool tries)
{
    if (mutex->unusable)
        return fails(ENOTRECOVERABLE);
    if (mutex->owner == birth && mutex_type(mutex) == MUTEX_RECURSIVE) {
        mutex->count++;
        return done;
    }
    if (mutex->owner == birth && mutex_type(mutex) == MUTEX_ERROR_CHECKING)
        return tries && !(mutex->type & MUTEX_ROBUST)
                   ? fails(EBUSY)
                   : with(fails(EDEADLK), MISUSE_LOCKS_AGAIN);
    if (mutex->owner != 0)
        return fails(EBUSY);
    mutex->owner = birth;
    mutex->count = 1;
    return mutex->owner_died ? fails(EOWNERDEAD) : done;
}

/* A lock that cannot be had gives up by time. */
static struct answer lock_mutex(struct scheduler *s, struct scheduled *task,
                                uint64_t key, bool tries)
{
    struct scheduled_object *mutex =
        scheduler_object(s, task->process, key, KIND_MUTEX);

    if (!mutex)
        return fails(EAGAIN);
    if (!tries && !mutex_answers(mutex, task->birth))
        return fails(ETIMEDOUT);
    return acquire_mutex(mutex, task->birth, tries);
}

static struct answer release_mutex(struct scheduled_object *mutex,
                                   uint32_t birth)
{
    bool checked = mutex_type(mutex) != 0 && mutex_type(mutex) != MUTEX_TYPE;

    if (mutex->owner != birth && (checked || (mutex->type & MUTEX_ROBUST)))
        return fails(EPERM);
    if (mutex->count > 0)
        mutex->count--;
    if (mutex->count > 0)
        return done;
    mutex->owner = 0;
    if (mutex->owner_died) {
        mutex->owner_died = false;
        mutex->unusable = true; /* Let go without being repaired. */
    }
    return done;
}

static struct answer unlock_mutex(struct scheduled_object *mutex,
                                  uint32_t birth)
{
    bool held = mutex->owner == birth;

    return with(release_mutex(mutex, birth),
                held ? MISUSE_NONE : MISUSE_UNLOCKS_UNHELD);
}

/* Those who stand before it will find that it is no more. */
static void note_destroyed(struct scheduler *s, const struct scheduled *mover)
{
    for (unsigned i = 0; i < s->task_count; i++) {
        struct scheduled *task = &s->tasks[i];

        if (task != mover && task->phase == SCHEDULED_STANDS &&
            task->want.object == mover->want.object &&
            operation_kind((enum operation)task->want.op) == KIND_MUTEX &&
            (!object_is_private(mover->want.object) ||
             task->process == mover->process))
            task->want.value = MUTEX_DESTROYED;
    }
}

static struct answer do_mutex(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *mutex = object_of(s, task);
    const struct want *want = &task->want;

    if (!mutex)
        return fails(EAGAIN);
    switch (want->op) {
    case OP_MUTEX_INIT:
        *mutex = (struct scheduled_object){.key = mutex->key,
                                           .process = mutex->process,
                                           .kind = mutex->kind,
                                           .type = (uint8_t)want->value};
        return done;
    case OP_MUTEX_DESTROY:
        if (mutex->owner == 0) {
            note_destroyed(s, task);
            return done;
        }
        return with(mutex->type & MUTEX_ROBUST ? done : fails(EBUSY),
                    MISUSE_DESTROYS_IN_USE);
    case OP_CONSISTENT:
        if (!mutex->owner_died || mutex->owner != task->birth)
            return fails(EINVAL);
        mutex->owner_died = false;
        return done;
    case OP_UNLOCK:
        if (want->value == MUTEX_DESTROYED)
            return with(fails(EINVAL), MISUSE_USES_DESTROYED);
        mutex->type = (uint8_t)want->value;
        return unlock_mutex(mutex, task->birth);
    default:
        if (want->value == MUTEX_DESTROYED)
            return with(fails(EINVAL), MISUSE_USES_DESTROYED);
        mutex->type = (uint8_t)want->value;
        return lock_mutex(s, task, want->object, want->op == OP_TRY_LOCK);
    }
}

/* Woken, or out of time: it needs the mutex, and has it or waits for it. */
static struct answer end_condition_wait(struct scheduler *s,
                                        struct scheduled *task)
{
    struct scheduled_object *mutex =
        scheduler_object(s, task->process, task->want.other, KIND_MUTEX);

    if (!mutex || !mutex_answers(mutex, task->birth))
        return (struct answer){.waits = true};
    struct answer got = acquire_mutex(mutex, task->birth, false);
    if (task->want.wakes_with && !got.error)
        got.error = task->want.wakes_with;
    return got;
}

static struct answer do_wait(struct scheduler *s, struct scheduled *task,
                             unsigned alternative)
{
    struct want *want = &task->want;

    if (want->phase == PHASE_ASKS) {
        struct scheduled_object *mutex =
            scheduler_object(s, task->process, want->other, KIND_MUTEX);
        bool held = mutex && mutex->owner == task->birth;
        struct answer released =
            mutex ? release_mutex(mutex, task->birth) : fails(EAGAIN);

        if (released.error)
            return with(released, MISUSE_WAITS_UNLOCKED);
        want->phase = PHASE_WAITS;
        want->order = s->waits++;
        return with((struct answer){.waits = true},
                    held ? MISUSE_NONE : MISUSE_WAITS_UNLOCKED);
    }
    if (want->phase == PHASE_WAITS)
        wake(task, alternative == ALTERNATIVE_SPURIOUS ||
                           (task->cancelled && !task->keeps_on)
                       ? 0
                       : ETIMEDOUT);
    return end_condition_wait(s, task);
}

static struct answer do_condition(struct scheduler *s, struct scheduled *task,
                                  unsigned alternative)
{
    struct answer answer = {0};
    struct scheduled *woken;

    switch (task->want.op) {
    case OP_WAIT:
    case OP_TIMED_WAIT:
        return do_wait(s, task, alternative);
    case OP_SIGNAL:
        woken = waiter(s, task, alternative);
        if (woken) {
            wake(woken, 0);
            answer.value = woken->birth;
        }
        return answer;
    case OP_BROADCAST:
        while ((woken = waiter(s, task, 0)) != NULL) {
            wake(woken, 0);
            answer.value++;
        }
        return answer;
    case OP_CONDITION_DESTROY:
        return with(done, count_waiters(s, task) ? MISUSE_DESTROYS_IN_USE
                                                 : MISUSE_NONE);
    default:
        return done;
    }
}

static struct answer do_rwlock(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *lock = object_of(s, task);
    enum operation op = (enum operation)task->want.op;
    enum effect effect = operation_effect(op);

    if (!lock)
        return fails(EAGAIN);
    if (effect == EFFECT_INIT) {
        lock->owner = 0;
        lock->count = 0;
        return done;
    }
    if (effect == EFFECT_DESTROY)
        return with(done, lock->owner || lock->count ? MISUSE_DESTROYS_IN_USE
                                                     : MISUSE_NONE);
    if (effect == EFFECT_RELEASE) {
        bool shared = lock->owner == 0;
        bool held = shared ? lock->count > 0 : lock->owner == task->birth;
        if (!shared)
            lock->owner = 0;
        else if (lock->count > 0)
            lock->count--;
        return with((struct answer){.value = shared},
                    held ? MISUSE_NONE : MISUSE_UNLOCKS_UNHELD);
    }
    bool shares = effect == EFFECT_SHARE;
    if (lock->owner == task->birth && !operation_tries(op))
        return fails(EDEADLK);
    if (lock->owner || (!shares && lock->count > 0))
        return fails(operation_tries(op) ? EBUSY : ETIMEDOUT);
    if (shares)
        lock->count++;
    else
        lock->owner = task->birth;
    return done;
}

static struct answer do_spinlock(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *lock = object_of(s, task);

    if (!lock)
        return fails(EAGAIN);
    switch (task->want.op) {
    case OP_SPIN_LOCK:
    case OP_SPIN_TRY_LOCK:
        if (lock->owner)
            return fails(EBUSY);
        lock->owner = task->birth;
        return done;
    case OP_SPIN_DESTROY:
        return done;
    default:
        lock->owner = 0;
        return done;
    }
}

static struct answer arrive(struct scheduler *s, struct scheduled *task,
                            struct scheduled_object *barrier)
{
    struct scheduled *woken;

    if (task->want.phase != PHASE_ASKS)
        return done;
    if (++barrier->count < barrier->value) {
        task->want.phase = PHASE_WAITS;
        task->want.order = s->waits++;
        return (struct answer){.waits = true};
    }
    barrier->count = 0;
    while ((woken = waiter(s, task, 0)) != NULL)
        wake(woken, 0);
    return (struct answer){.value = 1};
}

static struct answer do_barrier(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *barrier = object_of(s, task);

    if (!barrier)
        return fails(EAGAIN);
    switch (task->want.op) {
    case OP_BARRIER_INIT:
        barrier->value = task->want.value;
        barrier->count = 0;
        return done;
    case OP_BARRIER_WAIT:
        return arrive(s, task, barrier);
    default:
        barrier->value = 0;
        return done;
    }
}

static struct answer do_semaphore(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *semaphore = object_of(s, task);
    enum operation op = (enum operation)task->want.op;

    if (!semaphore)
        return fails(EAGAIN);
    switch (operation_effect(op)) {
    case EFFECT_INIT:
        /* A named one may be known already. */
        if (op != OP_SEMAPHORE_OPEN || semaphore->state == 0)
            semaphore->value = task->want.value;
        semaphore->state = 1;
        return done;
    case EFFECT_TAKE:
        if (semaphore->value == 0)
            return fails(operation_tries(op) ? EAGAIN : ETIMEDOUT);
        semaphore->value--;
        return done;
    case EFFECT_GIVE:
        if (semaphore->value == INT_MAX)
            return fails(EOVERFLOW);
        semaphore->value++;
        return done;
    case EFFECT_DESTROY:
        semaphore->value = 0;
        semaphore->state = 0;
        return done;
    default:
        return done;
    }
}

static struct answer do_once(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *once = object_of(s, task);

    if (!once || once->state != 0)
        return done;
    once->state = 1;
    return (struct answer){.value = 1};
}

static struct answer do_join(struct scheduler *s, struct scheduled *task)
{
    unsigned index = scheduler_task(s, task->want.object);

    if (index == SCHEDULER_TASKS) /* Gone for so long that it was forgotten. */
        return task->want.object ? done : fails(ESRCH);
    struct scheduled *target = &s->tasks[index];
    if (task->want.op == OP_DETACH) {
        if (target->detached)
            return fails(EINVAL);
        target->detached = true;
        return done;
    }
    if (target->detached)
        return fails(EINVAL);
    if (target->birth == task->birth)
        return fails(task->want.op == OP_TRY_JOIN ? EBUSY : EDEADLK);
    if (!target_is_gone(s, target->birth))
        return fails(task->want.op == OP_TRY_JOIN ? EBUSY : ETIMEDOUT);
    target->joined = true;
    return done;
}

struct answer scheduler_do(struct scheduler *s, unsigned index,
                           unsigned alternative)
{
    struct scheduled *task = &s->tasks[index];
    enum operation op = (enum operation)task->want.op;

    switch (operation_kind(op)) {
    case KIND_MUTEX:
        return do_mutex(s, task);
    case KIND_CONDITION:
        return do_condition(s, task, alternative);
    case KIND_RWLOCK:
        return do_rwlock(s, task);
    case KIND_SPINLOCK:
        return do_spinlock(s, task);
    case KIND_BARRIER:
        return do_barrier(s, task);
    case KIND_SEMAPHORE:
        return do_semaphore(s, task);
    case KIND_ONCE:
        return do_once(s, task);
    case KIND_TASK:
        if (op == OP_JOIN || op == OP_TRY_JOIN || op == OP_TIMED_JOIN ||
            op == OP_DETACH)
            return do_join(s, task);
        return done;
    default:
        return done; /* The runtime does it for real. */
    }
}
