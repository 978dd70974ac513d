/* rounds.c - who goes round in circles. */
#include "runtime/rounds.h"

#include "runtime/turn.h"
#include "runtime/variable.h"

#include <string.h>

enum {
    LOOKS = 32,      /* That one round may have. */
    ROUNDS_MOST = 12 /* Of a task whose own state is never the same. */
};

static struct {
    uint32_t count; /* Looks ever; the latest are kept. */
    uint64_t changes;
    uint64_t returns;
    uint32_t met_count; /* Looks of the run, whatever changed. */
    uint64_t met[LOOKS];
    struct {
        uint64_t what;
        uint64_t state; /* 0: not known. */
        uint32_t times;
    } looks[LOOKS];
} rounds[SCHEDULER_TASKS];
static bool came_again;

static size_t index_of(const struct self *self)
{
    return (size_t)(self->slot - self_area->slots);
}

/* The state of a task that runs is on its stack, from here on. */
static __attribute__((noinline)) uint64_t own_state(void)
{
    const uint64_t *at = __builtin_frame_address(0);
    const uint64_t *end = variable_stack_end();
    uint64_t hash = 1;

    while (at < end)
        hash = (hash ^ *at++) * UINT64_C(0x9e3779b97f4a7c15);
    return hash | 1;
}

static void meet(size_t task, uint64_t what)
{
    uint32_t count = rounds[task].met_count;

    for (uint32_t i = 0; i < count && i < LOOKS; i++) {
        if (rounds[task].met[i] == what) {
            came_again = true;
            return;
        }
    }
    rounds[task].met[count % LOOKS] = what;
    rounds[task].met_count++;
}

bool rounds_came_again(void)
{
    bool came = came_again;

    came_again = false;
    return came;
}

static void look(struct self *self, uint64_t what, bool closely, bool tries)
{
    size_t task = index_of(self);
    const struct scheduler *s = &self_area->scheduler;
    struct scheduled *scheduled = turn_task(self);

    meet(task, what);
    if (rounds[task].changes != s->changes ||
        (tries && rounds[task].returns != s->returns)) {
        rounds[task].changes = s->changes;
        rounds[task].returns = s->returns;
        rounds[task].count = 0;
    }
    uint32_t kept =
        rounds[task].count < LOOKS ? rounds[task].count : (uint32_t)LOOKS;
    for (uint32_t i = 0; i < kept; i++) {
        if (rounds[task].looks[i].what != what)
            continue;
        uint64_t state = own_state();
        scheduled->spins_surely = rounds[task].looks[i].state == state;
        rounds[task].looks[i].state = state;
        scheduled->spins = scheduled->spins_surely ||
                           ++rounds[task].looks[i].times >= ROUNDS_MOST;
        scheduled->spins_trying = tries;
        return;
    }
    uint32_t at = rounds[task].count++ % LOOKS;
    rounds[task].looks[at].what = what;
    rounds[task].looks[at].state = closely ? own_state() : 0;
    rounds[task].looks[at].times = 0;
    scheduled->spins = false;
}

void rounds_look(struct self *self, uint64_t what, bool closely)
{
    look(self, what, closely, false);
}

void rounds_tried(struct self *self, uint64_t what)
{
    look(self, what, true, true);
}

void rounds_changed(struct self *self)
{
    struct scheduler *s = &self_area->scheduler;

    s->changes++;
    rounds[index_of(self)].count = 0;
    for (uint32_t i = 0; i < s->task_count; i++)
        s->tasks[i].spins = false;
}

void rounds_gave_back(struct self *self)
{
    struct scheduler *s = &self_area->scheduler;
    size_t me = index_of(self);

    /* What it gives back itself is no news to it. */
    if (rounds[me].returns == s->returns++)
        rounds[me].returns = s->returns;
    for (uint32_t i = 0; i < s->task_count; i++) {
        if (s->tasks[i].spins_trying && i != me)
            s->tasks[i].spins = false;
    }
}

void rounds_reset(void)
{
    for (uint32_t i = 0; i < self_area->scheduler.task_count; i++)
        rounds[i].count = rounds[i].met_count = 0;
    came_again = false;
}
