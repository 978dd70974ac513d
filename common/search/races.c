/* races.c - accesses to memory, and what each operation orders. */
#include "search/races.h"

#include "search/clocks.h"
#include "search/shadows.h"
#include "trace/object.h"

#include <errno.h>
#include <stdatomic.h>

struct races {
    struct clocks clocks;
    struct shadows shadows;
};

size_t races_size(void)
{
    return sizeof(struct races);
}

void races_begin(struct races *r)
{
    clocks_begin(&r->clocks);
    shadows_begin(&r->shadows);
}

bool races_may_be_weak(const struct races *r)
{
    return shadows_may_be_weak(&r->shadows);
}

void races_create(struct races *r, unsigned parent, unsigned child)
{
    struct clocks *c = &r->clocks;

    if (child >= TASKS || parent >= TASKS)
        return;
    clocks_know(c, child);
    clocks_join(c, &c->of[child], &c->of[parent]);
    c->of[parent].of[parent]++;
}

/* ---- Memory. ---- */

bool races_free(struct races *r, unsigned task, const struct want *want,
                struct race *race)
{
    if (task >= TASKS)
        return false;
    clocks_know(&r->clocks, task);
    return shadows_look(&r->shadows, &r->clocks, task, want, WRITES | FREES,
                        race);
}

void races_forget(struct races *r, uint64_t start, uint64_t size)
{
    shadows_forget(&r->shadows, &r->clocks, start, size);
}

uint32_t races_time(const struct races *r, unsigned task)
{
    return task < r->clocks.count ? r->clocks.of[task].of[task] : 0;
}

bool races_is_after(const struct races *r, unsigned task, unsigned other,
                    uint32_t time)
{
    return task >= r->clocks.count || other >= r->clocks.count ||
           r->clocks.of[task].of[other] >= time;
}

/* ---- Atomics. ---- */

void races_fence(struct races *r, unsigned task, uint32_t order)
{
    if (task >= TASKS)
        return;
    clocks_know(&r->clocks, task);
    clocks_fence(&r->clocks, task, order);
}

static __attribute__((noinline)) bool
access_atomically(struct races *r, unsigned task, const struct want *want,
                  bool failed, struct race *race)
{
    bool writes =
        operation_effect((enum operation)want->op) == EFFECT_CHANGE && !failed;
    bool weak = want->order_of_memory != memory_order_seq_cst;
    unsigned is = ATOMIC | (writes ? WRITES : 0) | (weak ? WEAK : 0);
    bool found = shadows_look(&r->shadows, &r->clocks, task, want, is, race);
    struct lock *lock = clocks_lock(&r->clocks, want->object);

    switch (want->op) {
    case OP_ATOMIC_READ:
        clocks_read(&r->clocks, task, lock, want->order_of_memory);
        break;
    case OP_ATOMIC_WRITE:
        clocks_write(&r->clocks, task, lock, want->order_of_memory, false);
        break;
    case OP_ATOMIC_UPDATE:
        clocks_read(&r->clocks, task, lock, want->order_of_memory);
        if (writes)
            clocks_write(&r->clocks, task, lock, want->order_of_memory, true);
        break;
    default:
        break;
    }
    return found;
}

static inline bool access_memory(struct races *r, unsigned task,
                                 const struct want *want, bool failed,
                                 struct race *race)
{
    if (want->op != OP_READ_VARIABLE && want->op != OP_WRITE_VARIABLE)
        return access_atomically(r, task, want, failed, race);
    return shadows_look(&r->shadows, &r->clocks, task, want,
                        want->op == OP_WRITE_VARIABLE ? WRITES : 0, race);
}

bool races_access(struct races *r, const struct scheduler *s, unsigned task,
                  const struct want *access, struct race *race)
{
    if (task >= TASKS || s->task_count > TASKS)
        return false;
    clocks_know(&r->clocks, task);
    return access_memory(r, task, access, false, race);
}

/* ---- Everything else. ---- */

static void move_rwlock(struct races *r, unsigned task, const struct want *want,
                        struct answer answer)
{
    struct lock *lock = clocks_lock(&r->clocks, want->object);

    switch (operation_effect((enum operation)want->op)) {
    case EFFECT_ACQUIRE:
        clocks_acquire(&r->clocks, task, lock);
        clocks_join(&r->clocks, &r->clocks.of[task], &lock->readers);
        break;
    case EFFECT_SHARE:
        clocks_acquire(&r->clocks, task, lock);
        break;
    case EFFECT_RELEASE:
        /* Whoever held it alone releases to all, a reader to writers: a
           writer acquires both. Readers' releases do not order readers. */
        if (answer.value)
            clocks_join(&r->clocks, &lock->readers, &r->clocks.of[task]);
        else
            clocks_join(&r->clocks, &lock->clock, &r->clocks.of[task]);
        r->clocks.of[task].of[task]++;
        break;
    default:
        break;
    }
}

static void move_condition(struct races *r, unsigned task,
                           const struct want *want, struct answer answer)
{
    if (operation_effect((enum operation)want->op) != EFFECT_AWAIT)
        return;
    if (want->phase == PHASE_WAITS && answer.waits)
        clocks_release(&r->clocks, task, clocks_lock(&r->clocks, want->other));
    else if (!answer.waits)
        clocks_acquire(&r->clocks, task, clocks_lock(&r->clocks, want->other));
}

/* What is read was written before: bytes, messages. */
static void move_channel(struct races *r, unsigned task,
                         const struct want *want)
{
    struct lock *lock = clocks_lock(&r->clocks, want->object);

    switch (operation_effect((enum operation)want->op)) {
    case EFFECT_PUT:
    case EFFECT_RELEASE:
        clocks_release(&r->clocks, task, lock);
        break;
    case EFFECT_GET:
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        clocks_acquire(&r->clocks, task, lock);
        break;
    default:
        break;
    }
}

bool races_move(struct races *r, const struct scheduler *s, unsigned task,
                const struct want *want, struct answer answer,
                struct race *race)
{
    enum operation op = (enum operation)want->op;
    bool got = answer.error == 0 || answer.error == EOWNERDEAD;

    if (task >= TASKS || s->task_count > TASKS)
        return false;
    clocks_know(&r->clocks, task);
    switch (operation_kind(op)) {
    case KIND_VARIABLE:
        return access_memory(r, task, want, answer.error != 0, race);
    case KIND_MUTEX:
    case KIND_SPINLOCK:
        if (got && operation_effect(op) == EFFECT_ACQUIRE)
            clocks_acquire(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        else if (got && operation_effect(op) == EFFECT_RELEASE)
            clocks_release(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        break;
    case KIND_SEMAPHORE:
        if (got && operation_effect(op) == EFFECT_TAKE)
            clocks_acquire(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        else if (got && operation_effect(op) == EFFECT_GIVE)
            clocks_release(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        break;
    case KIND_RWLOCK:
        if (got)
            move_rwlock(r, task, want, answer);
        break;
    case KIND_CONDITION:
        move_condition(r, task, want, answer);
        break;
    case KIND_FUTEX:
        if (operation_effect(op) == EFFECT_NOTIFY)
            clocks_release(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        else if (got && want->phase == PHASE_WOKEN)
            clocks_acquire(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        break;
    case KIND_BARRIER:
        if (want->phase != PHASE_WOKEN)
            clocks_release(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        if (!answer.waits)
            clocks_acquire(&r->clocks, task,
                           clocks_lock(&r->clocks, want->object));
        break;
    case KIND_DESCRIPTOR:
    case KIND_MESSAGE_QUEUE:
    case KIND_FILE:
        if (got)
            move_channel(r, task, want);
        break;
    case KIND_ONCE: /* Whoever runs it releases it later. */
        clocks_acquire(&r->clocks, task, clocks_lock(&r->clocks, want->object));
        break;
    case KIND_TASK:
        if (got && operation_effect(op) == EFFECT_JOIN)
            races_join(r, task, scheduler_task(s, want->object));
        break;
    default:
        break;
    }
    return false;
}

void races_pass(struct races *r, unsigned task, uint64_t object)
{
    if (task < TASKS)
        clocks_release(&r->clocks, task, clocks_lock(&r->clocks, object));
}

void races_get(struct races *r, unsigned task, uint64_t object)
{
    if (task < r->clocks.count)
        clocks_acquire(&r->clocks, task, clocks_lock(&r->clocks, object));
}

void races_join(struct races *r, unsigned task, unsigned other)
{
    struct clocks *c = &r->clocks;

    if (task < c->count && other < c->count)
        clocks_join(c, &c->of[task], &c->of[other]);
}
