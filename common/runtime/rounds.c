/* rounds.c - who goes round in circles. */
#include "runtime/rounds.h"

#include "runtime/state.h"
#include "runtime/turn.h"
#include "runtime/variable.h"

#include <string.h>

enum {
    LOOKS = 32,    /* That one round may have. */
    AT_ONCE = 64,  /* Rounds of a run that are told whatever the stack is. */
    STACKS = 1024, /* Remembered, of a run. */
    TOP_OF_STACK = 2048, /* Bytes of it that are compared. */
    ROUNDS_MOST = 12     /* Of a task whose own state is never the same. */
};

static struct {
    uint32_t count;     /* Looks ever; the latest are kept. */
    uint32_t met_count; /* Looks of the run, whatever changed. */
    uint64_t seen;      /* A bit for each that may be kept, by a hash: */
    uint64_t seen_ever; /* and of all of the run. */
    uint64_t changes;
    uint64_t returns;
    uint64_t met[LOOKS];
    struct {
        uint64_t what;
        uint64_t state; /* 0: not known. */
        uint32_t times;
    } looks[LOOKS];
} rounds[SCHEDULER_TASKS];
static bool came_again;

/* Stacks of tasks that came again, by their hashes, which differ from run to
   run. */
static uint64_t run;
static uint32_t told;
static uint64_t stacks[STACKS];

static uint64_t bit_of(uint64_t what)
{
    return UINT64_C(1) << (what >> 58);
}

static size_t index_of(const struct self *self)
{
    return (size_t)(self->slot - self_area->slots);
}

/* The state of a task that runs is on its stack, from here on. */
static __attribute__((noinline)) uint64_t own_state(void)
{
    const char *from = __builtin_frame_address(0);
    const char *end = variable_stack_end();

    return state_add(1, from, (size_t)(end - from)) | 1;
}

static void meet(size_t task, uint64_t what)
{
    uint32_t count = rounds[task].met_count;

    if (!(rounds[task].seen_ever & bit_of(what)))
        count = 0; /* Surely not yet. */
    for (uint32_t i = 0; i < count && i < LOOKS; i++) {
        if (rounds[task].met[i] == what) {
            came_again = true;
            return;
        }
    }
    rounds[task].seen_ever |= bit_of(what);
    rounds[task].met[rounds[task].met_count++ % LOOKS] = what;
    self_area->scheduler.tasks[task].circles = false;
}

/* From the frame of the program that is about to do something; not all of it,
   since it only says which rounds are worth a closer look. */
static __attribute__((noinline)) uint64_t stack_of(struct self *self)
{
    const char *from = __builtin_frame_address(0);
    const char *end = variable_stack_end();

    if (end - from > TOP_OF_STACK)
        end = from + TOP_OF_STACK;
    return state_of_stack(run, from, end, turn_task(self)->want.where) | 1;
}

/* A loop that counts comes by the same place with another count each time. */
static bool had_this_stack(struct self *self)
{
    uint64_t hash = stack_of(self);
    uint64_t *known = &stacks[hash >> 32 & (STACKS - 1)];
    bool had = *known == hash;

    *known = hash;
    return had;
}

bool rounds_came_again(struct self *self)
{
    if (LIKELY(!came_again))
        return false;
    came_again = false;
    bool had = had_this_stack(self);
    return told++ < AT_ONCE || had;
}

static void look(struct self *self, uint64_t what, bool closely, bool tries)
{
    size_t task = index_of(self);
    const struct scheduler *s = &self_area->scheduler;
    struct scheduled *scheduled = turn_task(self);

    meet(task, what);
    uint64_t news = s->changes + s->returns + s->takes;
    scheduled->looked_at = (uint32_t)s->moves;
    if (news > scheduled->news + 1)
        scheduled->missed_at = (uint32_t)s->moves;
    scheduled->news = news;
    if (rounds[task].changes != s->changes ||
        (tries && rounds[task].returns != s->returns)) {
        rounds[task].changes = s->changes;
        rounds[task].returns = s->returns;
        rounds[task].count = 0;
        rounds[task].seen = 0;
    }
    uint32_t kept =
        rounds[task].count < LOOKS ? rounds[task].count : (uint32_t)LOOKS;
    if (!(rounds[task].seen & bit_of(what)))
        kept = 0;
    for (uint32_t i = 0; i < kept; i++) {
        if (rounds[task].looks[i].what != what)
            continue;
        uint64_t state = own_state();
        scheduled->spins_surely = rounds[task].looks[i].state == state;
        rounds[task].looks[i].state = state;
        scheduled->spins = scheduled->spins_surely ||
                           ++rounds[task].looks[i].times >= ROUNDS_MOST;
        scheduled->spins_trying = tries;
        self_area->scheduler.any_spins |= scheduled->spins;
        return;
    }
    rounds[task].seen |= bit_of(what);
    uint32_t at = rounds[task].count++ % LOOKS;
    rounds[task].looks[at].what = what;
    rounds[task].looks[at].state = closely ? own_state() : 0;
    rounds[task].looks[at].times = 0;
    scheduled->spins = scheduled->circles;
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
    size_t me = index_of(self);

    s->changes++;
    s->tasks[me].changed_at = (uint32_t)s->moves;
    rounds[me].count = 0;
    rounds[me].seen = 0;
    for (uint32_t i = 0; s->any_spins && i < s->task_count; i++) {
        s->tasks[i].circles &= i == me;
        s->tasks[i].spins = s->tasks[i].circles;
    }
    s->any_spins = s->tasks[me].circles;
}

void rounds_gave_back(struct self *self)
{
    struct scheduler *s = &self_area->scheduler;
    size_t me = index_of(self);

    /* What it gives back itself is no news to it. */
    if (rounds[me].returns == s->returns++)
        rounds[me].returns = s->returns;
    s->tasks[me].changed_at = (uint32_t)s->moves;
    for (uint32_t i = 0; s->any_spins && i < s->task_count; i++) {
        if (s->tasks[i].spins_trying && i != me)
            s->tasks[i].spins = s->tasks[i].circles = false;
    }
}

void rounds_took(struct self *self)
{
    struct scheduler *s = &self_area->scheduler;

    s->takes++;
    s->tasks[index_of(self)].changed_at = (uint32_t)s->moves;
}

void rounds_reset(void)
{
    for (uint32_t i = 0; i < self_area->scheduler.task_count; i++) {
        rounds[i].count = rounds[i].met_count = 0;
        rounds[i].seen = rounds[i].seen_ever = 0;
    }
    run++;
    told = 0;
    came_again = false;
}
