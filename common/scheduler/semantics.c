/* semantics.c - what doing each operation does.

   The results are those of glibc, where POSIX leaves a choice: the
   equivalence tests compare each with the real function. */
#include "scheduler/inside.h"

#include "trace/object.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>

unsigned scheduler_ways_to_signal(const struct scheduler *s, unsigned index)
{
    unsigned count = scheduler_count_waiters(s, &s->tasks[index]);

    return count > 1 ? count : 1;
}

/* ---- Doing. ---- */

/* The robust mutex's earlier owner died: who gets it next is told. */
static struct answer acquire_mutex(struct scheduled_object *mutex,
                                   uint32_t birth, bool tries)
{
    if (mutex->unusable && mutex->owner)
        return fails(EBUSY);
    if (mutex->unusable) {
        /* glibc leaves it locked, for ever, by who has only tried. */
        mutex->owner = tries ? birth : 0;
        return fails(ENOTRECOVERABLE);
    }
    if (mutex->owner == birth && mutex_type(mutex) == MUTEX_RECURSIVE) {
        mutex->count++;
        return done;
    }
    if (mutex->owner == birth && mutex_type(mutex) == MUTEX_ERROR_CHECKING)
        return tries && !(mutex->type & MUTEX_ROBUST) ? fails(EBUSY)
                                                      : fails(EDEADLK);
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

    if (mutex->unusable ||
        (mutex->owner != birth && (checked || (mutex->type & MUTEX_ROBUST))))
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
    /* An error-checking one is there to be asked. */
    bool right =
        mutex->owner == birth || mutex_type(mutex) == MUTEX_ERROR_CHECKING;

    return with(release_mutex(mutex, birth),
                right ? MISUSE_NONE : MISUSE_UNLOCKS_UNHELD);
}

/* Those who stand before it will find that it is no more. */
static void note_destroyed(struct scheduler *s, const struct scheduled *mover)
{
    for (unsigned i = 0; i < s->task_count; i++) {
        struct scheduled *task = &s->tasks[i];

        if (task != mover && task->phase == SCHEDULED_STANDS &&
            task->want.object == mover->want.object &&
            task->want.phase == PHASE_ASKS &&
            operation_kind((enum operation)task->want.op) ==
                operation_kind((enum operation)mover->want.op) &&
            (!object_is_private(mover->want.object) ||
             task->process == mover->process))
            task->want.value = REMAINS_DESTROYED;
    }
}

/* What is done to something that is no lock or condition. */
static enum misuse is_none(const struct want *want)
{
    return want->value == REMAINS_DESTROYED ? MISUSE_USES_DESTROYED
           : want->value == REMAINS_UNMADE  ? MISUSE_USES_UNMADE
                                            : MISUSE_NONE;
}

/* What a fork copied while another thread held it, nobody can give back: also
   when the thread, which is in the other process, has long ended. */
static bool is_held(const struct scheduler *s,
                    const struct scheduled_object *mutex)
{
    unsigned owner = scheduler_task(s, mutex->owner);

    if (mutex->owner == 0)
        return false;
    return !target_is_gone(s, mutex->owner) ||
           (mutex->process != 0 && owner < SCHEDULER_TASKS &&
            s->tasks[owner].process != mutex->process);
}

static struct answer do_mutex(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *mutex = scheduler_object_of(s, task);
    const struct want *want = &task->want;
    bool used;

    if (!mutex)
        return fails(EAGAIN);
    switch (want->op) {
    case OP_MUTEX_INIT:
        used = is_held(s, mutex);
        *mutex = (struct scheduled_object){.key = mutex->key,
                                           .process = mutex->process,
                                           .kind = mutex->kind,
                                           .type = (uint8_t)want->value};
        return with(done, used ? MISUSE_MAKES_AGAIN : MISUSE_NONE);
    case OP_MUTEX_DESTROY:
        if (mutex->owner == 0) {
            note_destroyed(s, task);
            return with(done, is_none(want));
        }
        return with(mutex->type & MUTEX_ROBUST ? done : fails(EBUSY),
                    MISUSE_DESTROYS_IN_USE);
    case OP_CONSISTENT:
        if (!mutex->owner_died || mutex->owner != task->birth)
            return fails(EINVAL);
        mutex->owner_died = false;
        return done;
    case OP_UNLOCK:
        if (is_none(want))
            return with(fails(EINVAL), is_none(want));
        mutex->type = (uint8_t)want->value;
        return unlock_mutex(mutex, task->birth);
    default:
        if (is_none(want))
            return with(fails(EINVAL), is_none(want));
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

/* Somebody waits on the same condition with another mutex. */
static bool waits_with_another(struct scheduler *s,
                               const struct scheduled *task)
{
    const struct scheduled *first = scheduler_waiter(s, task, 0);

    return first && first->want.other != task->want.other;
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
        bool other = waits_with_another(s, task);
        want->phase = PHASE_WAITS;
        want->order = s->waits++;
        return with((struct answer){.waits = true}, !held
                                                        ? MISUSE_WAITS_UNLOCKED
                                                    : other ? MISUSE_TWO_MUTEXES
                                                            : MISUSE_NONE);
    }
    if (want->phase == PHASE_WAITS)
        scheduler_wake(task, alternative == ALTERNATIVE_SPURIOUS ||
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
        woken = scheduler_waiter(s, task, alternative);
        if (woken) {
            scheduler_wake(woken, 0);
            answer.value = woken->birth;
        }
        return answer;
    case OP_BROADCAST:
        while ((woken = scheduler_waiter(s, task, 0)) != NULL) {
            scheduler_wake(woken, 0);
            answer.value++;
        }
        return answer;
    case OP_CONDITION_DESTROY:
        return with(done, scheduler_count_waiters(s, task)
                              ? MISUSE_DESTROYS_IN_USE
                              : MISUSE_NONE);
    default:
        return done;
    }
}

/* Readers have a bit each, unless one holds it twice, or was born too late to
   have one: then nothing is known of them until all are gone. */
enum { READERS_KNOWN = 0, READERS_UNKNOWN = 1 };

static uint64_t reader_bit(uint32_t birth)
{
    return birth - 1 < 64 ? UINT64_C(1) << (birth - 1) : 0;
}

bool scheduler_reads(const struct scheduled_object *lock, uint32_t birth)
{
    return lock->kind == KIND_RWLOCK && lock->state == READERS_KNOWN &&
           ((uint64_t)lock->value & reader_bit(birth)) != 0;
}

static void take_as_reader(struct scheduled_object *lock, uint32_t birth)
{
    if (reader_bit(birth) == 0 || scheduler_reads(lock, birth))
        lock->state = READERS_UNKNOWN;
    lock->value |= (int64_t)reader_bit(birth);
    lock->count++;
}

/* False: it is none of the readers. */
static bool let_go_as_reader(struct scheduled_object *lock, uint32_t birth)
{
    bool reads = lock->state == READERS_KNOWN ? scheduler_reads(lock, birth)
                                              : lock->count > 0;

    if (!reads) /* Whose hold is given back? */
        lock->state = READERS_UNKNOWN;
    lock->value &= (int64_t)~reader_bit(birth);
    if (lock->count > 0)
        lock->count--;
    if (lock->count == 0) {
        lock->value = 0;
        lock->state = READERS_KNOWN;
    }
    return reads;
}

static struct answer do_rwlock(struct scheduler *s, struct scheduled *task)
{
    struct scheduled_object *lock = scheduler_object_of(s, task);
    enum operation op = (enum operation)task->want.op;
    enum effect effect = operation_effect(op);

    if (!lock)
        return fails(EAGAIN);
    bool used = lock->owner || lock->count;
    if (effect == EFFECT_INIT) {
        lock->owner = 0;
        lock->count = 0;
        lock->value = 0;
        lock->state = READERS_KNOWN;
        return with(done, used ? MISUSE_MAKES_AGAIN : MISUSE_NONE);
    }
    if (effect == EFFECT_DESTROY)
        return with(done, used ? MISUSE_DESTROYS_IN_USE : MISUSE_NONE);
    if (effect == EFFECT_RELEASE) {
        bool shared = lock->owner == 0;
        bool held = shared ? let_go_as_reader(lock, task->birth)
                           : lock->owner == task->birth;
        if (!shared)
            lock->owner = 0;
        return with((struct answer){.value = shared},
                    held ? MISUSE_NONE : MISUSE_UNLOCKS_UNHELD);
    }
    bool shares = effect == EFFECT_SHARE;
    if (lock->owner == task->birth && !operation_tries(op))
        return with(fails(EDEADLK), MISUSE_LOCKS_AGAIN);
    if (lock->owner || (!shares && lock->count > 0))
        return fails(operation_tries(op) ? EBUSY : ETIMEDOUT);
    if (shares)
        take_as_reader(lock, task->birth);
    else
        lock->owner = task->birth;
    return done;
}

/* Of what can be used without having been made by a function: it does what it
   would, though it is none. */
static struct answer do_remains(struct scheduler *s, struct scheduled *task,
                                unsigned alternative)
{
    enum operation op = (enum operation)task->want.op;
    enum misuse misuse =
        operation_effect(op) == EFFECT_INIT || task->want.phase != PHASE_ASKS
            ? MISUSE_NONE
            : is_none(&task->want);
    struct answer answer;

    if (operation_effect(op) == EFFECT_DESTROY)
        note_destroyed(s, task);
    if (operation_kind(op) == KIND_CONDITION)
        answer = do_condition(s, task, alternative);
    else if (operation_kind(op) == KIND_RWLOCK)
        answer = do_rwlock(s, task);
    else
        answer = scheduler_do_spinlock(s, task);
    return misuse ? with(answer, misuse) : answer;
}

struct answer scheduler_do_modelled(struct scheduler *s, unsigned index,
                                    unsigned alternative)
{
    struct scheduled *task = &s->tasks[index];
    enum operation op = (enum operation)task->want.op;

    s->stirs += operation_kind(op) != KIND_TASK || op == OP_DETACH;
    switch (operation_kind(op)) {
    case KIND_MUTEX:
        return do_mutex(s, task);
    case KIND_CONDITION:
    case KIND_RWLOCK:
    case KIND_SPINLOCK:
        return do_remains(s, task, alternative);
    case KIND_FUTEX:
        return scheduler_do_futex(s, task, alternative);
    case KIND_BARRIER:
        return scheduler_do_barrier(s, task);
    case KIND_SEMAPHORE:
        return scheduler_do_semaphore(s, task);
    case KIND_ONCE:
        return scheduler_do_once(s, task);
    case KIND_TASK:
        if (op == OP_JOIN || op == OP_TRY_JOIN || op == OP_TIMED_JOIN ||
            op == OP_DETACH)
            return scheduler_do_join(s, task);
        return done;
    default:
        return done; /* The runtime does it for real. */
    }
}
