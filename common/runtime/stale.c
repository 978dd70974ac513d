/* stale.c - which store an atomic access is about. */
#include "runtime/stale.h"

#include "runtime/explore.h"
#include "runtime/real.h"
#include "runtime/region.h"
#include "runtime/turn.h"
#include "runtime/variable.h"

bool stale_on;
struct shown stale_shown;

static struct weak *stores;

static bool prepare(void)
{
    if (stores)
        return true;
    void *memory =
        REAL(mmap)(NULL, weak_size(), PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return false;
    stores = memory;
    return true;
}

void stale_follow(bool follows)
{
    stale_on = follows && prepare();
}

struct weak *stale_weak(void)
{
    return stale_on ? stores : NULL;
}

static bool begins_again;

void stale_meet(enum weakness weakness)
{
    struct exploration *report = &self_area->exploration;

    if (LIKELY(report->weakness >= weakness))
        return;
    report->weakness = weakness;
    begins_again = true;
    explore_end_run(ENDED_NOT, 0, NULL, NULL);
}

bool stale_begins_again(struct search *search)
{
    bool restarts = begins_again;

    begins_again = false;
    if (restarts && !search_follows(search))
        search_restart(search, self_area->exploration.weakness);
    return restarts;
}

static bool is_atomic(const struct want *want)
{
    return want->op == OP_ATOMIC_READ || want->op == OP_ATOMIC_WRITE ||
           want->op == OP_ATOMIC_UPDATE;
}

/* By birth: those who are gone may have left their places to others. */
static unsigned number_of(const struct self *self)
{
    return self->slot->birth - 1;
}

static int64_t present(const struct want *want)
{
    uintptr_t address = object_is_shared(want->object)
                            ? region_address(want->object)
                            : (uintptr_t)want->object;

    return address ? variable_value((const void *)address, want->size) : 0;
}

/* ---- Where threads carry the tasks. ---- */

void stale_start(void)
{
    stale_on = prepare();
    if (stale_on)
        weak_begin(stores, NULL);
}

void stale_create(uint32_t creator, uint32_t birth)
{
    if (stale_follows())
        weak_create(stores, creator - 1, birth - 1);
}

void stale_move(const struct self *self, const struct want *want,
                struct answer answer)
{
    unsigned task = number_of(self);
    enum operation op = (enum operation)want->op;

    if (task >= TASKS)
        return;
    if (operation_kind(op) == KIND_VARIABLE)
        weak_move(stores, task, want, want->value);
    else if (operation_effect(op) != EFFECT_JOIN)
        weak_order(stores, &self_area->scheduler, task, want, answer);
    else if (answer.error == 0)
        weak_join(stores, task, (unsigned)want->object - 1);
}

void stale_note(const struct self *self, const struct want *want)
{
    const struct want did = stale_pick(self, want);

    stale_move(self, &did, (struct answer){0});
}

void stale_pass(const struct self *self, uint64_t object)
{
    weak_pass(stores, number_of(self), object);
}

void stale_fence(const struct self *self, int order)
{
    weak_fence(stores, number_of(self), (uint32_t)order);
}

/* ---- Ways. ---- */

static uint16_t ways_of(const struct scheduled *task, const struct want *want)
{
    unsigned ways = weak_ways(stores, task->birth - 1, want, present(want));

    if (ways <= 1 || !task->spins)
        return (uint16_t)ways;
    /* Nobody waits for ever for what has been stored. Each round that it has
       seen was as if it had not been. */
    if (!task->spins_surely)
        weak_is_cut(stores);
    return 1;
}

bool stale_stand(const struct self *self, struct want *want)
{
    if (is_atomic(want))
        want->ways = ways_of(turn_task(self), want);
    return want->ways > 1;
}

/* Others stand before what may be something else now. */
static void look_again(const struct self *self)
{
    struct scheduler *s = &self_area->scheduler;

    for (uint32_t i = 0; i < s->task_count; i++) {
        struct scheduled *task = &s->tasks[i];

        if (task->phase == SCHEDULED_STANDS && is_atomic(&task->want) &&
            task != turn_task(self))
            task->want.ways = ways_of(task, &task->want);
    }
}

void stale_did(const struct self *self, bool in_cell, int64_t value)
{
    if (in_cell)
        weak_wrote(stores, value);
    stale_shown.stale = false;
    look_again(self);
}

static bool will_fail(const struct want *want)
{
    int64_t value = stale_shown.stale ? stale_shown.value : want->value;

    return want->compares && value != want->expected;
}

struct want stale_pick(const struct self *self, const struct want *want)
{
    struct want did = *want;

    stale_shown.stale = false;
    if (!is_atomic(want))
        return did;
    did.value = present(want);
    if (want->ways > 1)
        stale_shown = weak_pick(stores, number_of(self), want,
                                turn_task(self)->alternative, did.value);
    if (will_fail(&did)) {
        did.op = OP_ATOMIC_READ;
        did.order_of_memory = want->failure_order;
    }
    return did;
}
