/* races.c - accesses to memory, and what orders them. */
#include "search/races.h"

#include "search/clocks.h"
#include "search/orders.h"
#include "search/shadows.h"
#include "search/weak.h"
#include "trace/object.h"

#include <stdatomic.h>

struct races {
    struct clocks clocks;
    struct weak *stores; /* What atomics may show; NULL: the newest. */
    bool crowded;        /* There were more tasks than there are clocks. */
    struct shadows shadows;
};

size_t races_size(void)
{
    return sizeof(struct races);
}

void races_begin(struct races *r, struct weak *weak)
{
    clocks_begin(&r->clocks);
    r->stores = weak;
    r->crowded = false;
    if (weak)
        weak_begin(weak, &r->clocks);
    shadows_begin(&r->shadows);
}

bool races_are_missed(const struct races *r)
{
    return r->crowded;
}

bool races_may_be_weak(const struct races *r)
{
    return shadows_may_be_weak(&r->shadows);
}

void races_create(struct races *r, unsigned parent, unsigned child)
{
    orders_create(&r->clocks, parent, child);
    if (r->stores)
        weak_create(r->stores, parent, child);
}

/* ---- Memory. ---- */

bool races_free(struct races *r, unsigned task, const struct want *want,
                struct race *race)
{
    if (task >= TASKS || r->crowded)
        return false;
    clocks_know(&r->clocks, task);
    return shadows_look(&r->shadows, &r->clocks, task, want, WRITES | FREES,
                        race);
}

void races_forget(struct races *r, uint64_t start, uint64_t size)
{
    shadows_forget(&r->shadows, &r->clocks, start, size);
    if (r->stores)
        weak_forget(r->stores, start, size);
}

uint32_t races_time(const struct races *r, unsigned task)
{
    return task < r->clocks.count ? r->clocks.of[task].of[task] : 0;
}

bool races_is_after(const struct races *r, unsigned task, unsigned other,
                    uint32_t time)
{
    return r->crowded || task >= r->clocks.count || other >= r->clocks.count ||
           r->clocks.of[task].of[other] >= time;
}

/* ---- Atomics. ---- */

void races_fence(struct races *r, unsigned task, uint32_t order)
{
    if (task >= TASKS)
        return;
    clocks_know(&r->clocks, task);
    clocks_fence(&r->clocks, task, order);
    if (r->stores)
        weak_fence(r->stores, task, order);
}

static void order_atomic(struct races *r, unsigned task,
                         const struct want *want, bool writes)
{
    struct passed *passed = &clocks_lock(&r->clocks, want->object)->passed;

    if (want->op != OP_ATOMIC_WRITE)
        clocks_read(&r->clocks, task, passed, want->order_of_memory);
    if (writes)
        clocks_write(&r->clocks, task, passed, want->order_of_memory,
                     want->op == OP_ATOMIC_UPDATE);
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

    if (r->stores)
        weak_move(r->stores, task, want, want->value);
    else
        order_atomic(r, task, want, writes);
    return found;
}

static inline bool access_memory(struct races *r, unsigned task,
                                 const struct want *want, bool failed,
                                 struct race *race)
{
    if (want->op != OP_READ_VARIABLE && want->op != OP_WRITE_VARIABLE)
        return access_atomically(r, task, want, failed, race);
    if (r->stores && want->op == OP_WRITE_VARIABLE)
        weak_forget(r->stores, want->object, want->size);
    return shadows_look(&r->shadows, &r->clocks, task, want,
                        want->op == OP_WRITE_VARIABLE ? WRITES : 0, race);
}

/* Of more tasks than there are clocks for nothing is judged: not from here on
   either, since what orders them was not noted. */
static bool can_judge(struct races *r, const struct scheduler *s, unsigned task)
{
    if (task >= TASKS || s->task_count > TASKS)
        r->crowded = true;
    if (r->crowded && r->stores)
        weak_is_cut(r->stores);
    return !r->crowded;
}

bool races_access(struct races *r, const struct scheduler *s, unsigned task,
                  const struct want *access, struct race *race)
{
    if (!can_judge(r, s, task))
        return false;
    clocks_know(&r->clocks, task);
    return access_memory(r, task, access, false, race);
}

/* ---- Everything else. ---- */

bool races_move(struct races *r, const struct scheduler *s, unsigned task,
                const struct want *want, struct answer answer,
                struct race *race)
{
    if (!can_judge(r, s, task))
        return false;
    clocks_know(&r->clocks, task);
    if (operation_kind((enum operation)want->op) == KIND_VARIABLE)
        return access_memory(r, task, want, answer.error != 0, race);
    orders_move(&r->clocks, s, task, want, answer);
    if (r->stores)
        weak_order(r->stores, s, task, want, answer);
    return false;
}

void races_pass(struct races *r, unsigned task, uint64_t object)
{
    orders_pass(&r->clocks, task, object);
    if (r->stores)
        weak_pass(r->stores, task, object);
}

void races_get(struct races *r, unsigned task, uint64_t object)
{
    orders_get(&r->clocks, task, object);
    if (r->stores)
        weak_get(r->stores, task, object);
}

void races_join(struct races *r, unsigned task, unsigned other)
{
    orders_join(&r->clocks, task, other);
    if (r->stores)
        weak_join(r->stores, task, other);
}
