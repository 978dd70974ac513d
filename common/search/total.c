/* total.c - what comes before what in a run, and in C11's order. */
#include "search/total.h"

#include <stdatomic.h>
#include <string.h>

void total_begin(struct total *t)
{
    for (unsigned i = 0; i < TOTALS; i++)
        clocks_begin(&t->clocks[i]);
    memset(t->fences, 0, sizeof t->fences);
    memset(t->all, 0, sizeof t->all);
}

void total_know(struct total *t, unsigned task)
{
    for (unsigned i = 0; i < TOTALS; i++)
        clocks_know(&t->clocks[i], task);
}

void total_create(struct total *t, unsigned parent, unsigned child)
{
    for (unsigned i = 0; i < TOTALS; i++)
        orders_create(&t->clocks[i], parent, child);
}

void total_order(struct total *t, const struct scheduler *s, unsigned task,
                 const struct want *want, struct answer answer)
{
    for (unsigned i = 0; i < TOTALS; i++)
        orders_move(&t->clocks[i], s, task, want, answer);
}

void total_pass(struct total *t, unsigned task, uint64_t object)
{
    for (unsigned i = 0; i < TOTALS; i++)
        orders_pass(&t->clocks[i], task, object);
}

void total_get(struct total *t, unsigned task, uint64_t object)
{
    for (unsigned i = 0; i < TOTALS; i++)
        orders_get(&t->clocks[i], task, object);
}

void total_join(struct total *t, unsigned task, unsigned other)
{
    for (unsigned i = 0; i < TOTALS; i++)
        orders_join(&t->clocks[i], task, other);
}

/* What is read came before in the run, whatever is asked for. */
static uint32_t order_for(unsigned which, uint32_t order)
{
    return which == TOTAL_RUN ? memory_order_seq_cst : order;
}

void total_read(struct total *t, unsigned task, const struct total_store *store,
                uint32_t order)
{
    for (unsigned i = 0; i < TOTALS; i++)
        clocks_read(&t->clocks[i], task, &store->passed[i],
                    order_for(i, order));
}

void total_write(struct total *t, unsigned task, struct total_store *store,
                 uint32_t order, bool modifies)
{
    store->task = task;
    for (unsigned i = 0; i < TOTALS; i++) {
        store->time[i] = t->clocks[i].of[task].of[task];
        clocks_write(&t->clocks[i], task, &store->passed[i],
                     order_for(i, order), modifies);
    }
}

/* The task comes after who passed this on, and passes on what it has. */
static void take(struct clocks *c, unsigned task, const struct clock *clock)
{
    clocks_join(c, &c->of[task], clock);
}

static void give(struct clocks *c, unsigned task, struct clock *clock)
{
    clocks_join(c, clock, &c->of[task]);
}

void total_access(struct total *t, unsigned task, struct total_place *place,
                  bool writes)
{
    for (unsigned i = 0; i < TOTALS; i++) {
        struct clocks *c = &t->clocks[i];

        take(c, task, writes ? &place->all[i] : &place->writes[i]);
        if (i == TOTAL_RUN)
            take(c, task, &t->fences[i]);
        give(c, task, &place->all[i]);
        give(c, task, &t->all[i]);
        if (writes)
            give(c, task, &place->writes[i]);
        c->of[task].of[task]++;
    }
}

/* Whether a fence must come before or after an access of another place is not
   found out: it need not. */
void total_fence(struct total *t, unsigned task, uint32_t order)
{
    for (unsigned i = 0; i < TOTALS; i++) {
        struct clocks *c = &t->clocks[i];

        if (order == memory_order_seq_cst) {
            take(c, task, &t->fences[i]);
            if (i == TOTAL_RUN)
                take(c, task, &t->all[i]);
            give(c, task, &t->fences[i]);
        }
        clocks_fence(c, task, order_for(i, order));
    }
}

static bool has(const struct clocks *c, unsigned task, unsigned other,
                uint32_t time)
{
    return c->of[task].of[other] >= time;
}

bool total_is_open(const struct total *t, const struct total_store *store,
                   unsigned task)
{
    return has(&t->clocks[TOTAL_RUN], task, store->task,
               store->time[TOTAL_RUN]) &&
           !has(&t->clocks[TOTAL_SURE], task, store->task,
                store->time[TOTAL_SURE]);
}
