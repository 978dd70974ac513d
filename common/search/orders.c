/* orders.c - what each operation orders. */
#include "search/orders.h"

#include <errno.h>

static void move_rwlock(struct clocks *c, unsigned task,
                        const struct want *want, struct answer answer)
{
    struct lock *lock = clocks_lock(c, want->object);

    switch (operation_effect((enum operation)want->op)) {
    case EFFECT_ACQUIRE:
        clocks_acquire(c, task, lock);
        clocks_join(c, &c->of[task], &lock->readers);
        break;
    case EFFECT_SHARE:
        clocks_acquire(c, task, lock);
        break;
    case EFFECT_RELEASE:
        /* Whoever held it alone releases to all, a reader to writers: a
           writer acquires both. Readers' releases do not order readers. */
        if (answer.value)
            clocks_join(c, &lock->readers, &c->of[task]);
        else
            clocks_join(c, &lock->passed.clock, &c->of[task]);
        c->of[task].of[task]++;
        break;
    default:
        break;
    }
}

static void move_condition(struct clocks *c, unsigned task,
                           const struct want *want, struct answer answer)
{
    if (operation_effect((enum operation)want->op) != EFFECT_AWAIT)
        return;
    if (want->phase == PHASE_WAITS && answer.waits)
        clocks_release(c, task, clocks_lock(c, want->other));
    else if (!answer.waits)
        clocks_acquire(c, task, clocks_lock(c, want->other));
}

/* What is read was written before: bytes, messages. */
static void move_channel(struct clocks *c, unsigned task,
                         const struct want *want)
{
    struct lock *lock = clocks_lock(c, want->object);

    switch (operation_effect((enum operation)want->op)) {
    case EFFECT_PUT:
    case EFFECT_RELEASE:
        clocks_release(c, task, lock);
        break;
    case EFFECT_GET:
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        clocks_acquire(c, task, lock);
        break;
    default:
        break;
    }
}

void orders_move(struct clocks *c, const struct scheduler *s, unsigned task,
                 const struct want *want, struct answer answer)
{
    enum operation op = (enum operation)want->op;
    bool got = answer.error == 0 || answer.error == EOWNERDEAD;

    switch (operation_kind(op)) {
    case KIND_MUTEX:
    case KIND_SPINLOCK:
        if (got && operation_effect(op) == EFFECT_ACQUIRE)
            clocks_acquire(c, task, clocks_lock(c, want->object));
        else if (got && operation_effect(op) == EFFECT_RELEASE)
            clocks_release(c, task, clocks_lock(c, want->object));
        break;
    case KIND_SEMAPHORE:
        if (got && operation_effect(op) == EFFECT_TAKE)
            clocks_acquire(c, task, clocks_lock(c, want->object));
        else if (got && operation_effect(op) == EFFECT_GIVE)
            clocks_release(c, task, clocks_lock(c, want->object));
        break;
    case KIND_RWLOCK:
        if (got)
            move_rwlock(c, task, want, answer);
        break;
    case KIND_CONDITION:
        move_condition(c, task, want, answer);
        break;
    case KIND_FUTEX:
        if (operation_effect(op) == EFFECT_NOTIFY)
            clocks_release(c, task, clocks_lock(c, want->object));
        else if (got && want->phase == PHASE_WOKEN)
            clocks_acquire(c, task, clocks_lock(c, want->object));
        break;
    case KIND_BARRIER:
        if (want->phase != PHASE_WOKEN)
            clocks_release(c, task, clocks_lock(c, want->object));
        if (!answer.waits)
            clocks_acquire(c, task, clocks_lock(c, want->object));
        break;
    case KIND_DESCRIPTOR:
    case KIND_MESSAGE_QUEUE:
    case KIND_FILE:
        if (got)
            move_channel(c, task, want);
        break;
    case KIND_ONCE: /* Whoever runs it releases it later. */
        clocks_acquire(c, task, clocks_lock(c, want->object));
        break;
    case KIND_TASK:
        if (got && operation_effect(op) == EFFECT_JOIN)
            orders_join(c, task, scheduler_task(s, want->object));
        break;
    default:
        break;
    }
}

void orders_create(struct clocks *c, unsigned parent, unsigned child)
{
    if (child >= TASKS || parent >= TASKS)
        return;
    clocks_know(c, child);
    clocks_join(c, &c->of[child], &c->of[parent]);
    c->of[parent].of[parent]++;
}

void orders_pass(struct clocks *c, unsigned task, uint64_t object)
{
    if (task < TASKS)
        clocks_release(c, task, clocks_lock(c, object));
}

void orders_get(struct clocks *c, unsigned task, uint64_t object)
{
    if (task < c->count)
        clocks_acquire(c, task, clocks_lock(c, object));
}

void orders_join(struct clocks *c, unsigned task, unsigned other)
{
    if (task < c->count && other < c->count)
        clocks_join(c, &c->of[task], &c->of[other]);
}
