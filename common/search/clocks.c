/* clocks.c - vector clocks of tasks and objects. */
#include "search/clocks.h"

#include "search/hash.h"

#include <stdatomic.h>
#include <string.h>

/* ---- Tasks. ---- */

void clocks_join(struct clocks *c, struct clock *clock, const struct clock *by)
{
    for (unsigned i = 0; i < c->count; i++) {
        if (by->of[i] > clock->of[i])
            clock->of[i] = by->of[i];
    }
}

void clocks_meet(struct clocks *c, unsigned task)
{
    while (c->count <= task) {
        unsigned added = c->count++;

        for (unsigned i = 0; i <= added; i++) {
            c->of[i].of[added] = c->of[added].of[i] = 0;
            c->fences[i].of[added] = c->fences[added].of[i] = 0;
            c->pending[i].of[added] = c->pending[added].of[i] = 0;
        }
        c->of[added].of[added] = 1;
    }
}

void clocks_begin(struct clocks *c)
{
    c->run++;
    c->count = 0;
    clocks_know(c, 0);
}

/* ---- Objects. ---- */

static void lengthen(const struct clocks *c, struct lock *lock)
{
    for (; lock->count < c->count; lock->count++) {
        lock->passed.clock.of[lock->count] = 0;
        lock->passed.stored.of[lock->count] = 0;
        lock->readers.of[lock->count] = 0;
    }
}

struct lock *clocks_lock(struct clocks *c, uint64_t key)
{
    uint32_t at = hash_place(key, LOCKS);

    for (uint32_t tried = 0; tried < LOCKS; tried++) {
        struct lock *lock = &c->locks[at];

        if (lock->run != c->run) {
            lock->run = c->run;
            lock->key = key;
            lock->count = 0;
            lock->passed.storer = 0;
            lengthen(c, lock);
            return lock;
        }
        if (lock->key == key) {
            lengthen(c, lock);
            return lock;
        }
        at = (at + 1) & (LOCKS - 1);
    }
    lengthen(c, &c->locks[at]);
    return &c->locks[at]; /* Shared: too much is ordered rather than too
                             little. */
}

void clocks_acquire(struct clocks *c, unsigned task, struct lock *lock)
{
    clocks_join(c, &c->of[task], &lock->passed.clock);
}

void clocks_release(struct clocks *c, unsigned task, struct lock *lock)
{
    clocks_join(c, &lock->passed.clock, &c->of[task]);
    c->of[task].of[task]++;
}

/* ---- Atomics. ---- */

static bool acquires(uint32_t order)
{
    return order != memory_order_relaxed && order != memory_order_release;
}

static bool publishes(uint32_t order)
{
    return order == memory_order_release || order == memory_order_acq_rel ||
           order == memory_order_seq_cst;
}

void clocks_read(struct clocks *c, unsigned task, const struct passed *passed,
                 uint32_t order)
{
    clocks_join(c, acquires(order) ? &c->of[task] : &c->pending[task],
                &passed->clock);
}

static void forget(const struct clocks *c, struct clock *clock)
{
    memset(clock, 0, c->count * sizeof clock->of[0]);
}

/* A release sequence goes on with read-modify-writes of all, and with stores
   of the task that began it; another's store ends it and begins a new one. */
void clocks_write(struct clocks *c, unsigned task, struct passed *passed,
                  uint32_t order, bool modifies)
{
    const struct clock *by = publishes(order) ? &c->of[task] : &c->fences[task];

    if (!modifies && passed->storer != task + 1)
        forget(c, &passed->stored);
    if (!modifies || passed->storer == 0)
        passed->storer = task + 1;
    if (passed->storer == task + 1)
        clocks_join(c, &passed->stored, by);
    if (!modifies) {
        forget(c, &passed->clock);
        clocks_join(c, &passed->clock, &passed->stored);
    }
    clocks_join(c, &passed->clock, by);
    if (publishes(order))
        c->of[task].of[task]++;
}

void clocks_fence(struct clocks *c, unsigned task, uint32_t order)
{
    if (acquires(order))
        clocks_join(c, &c->of[task], &c->pending[task]);
    if (publishes(order)) {
        c->fences[task] = c->of[task];
        c->of[task].of[task]++;
    }
}
