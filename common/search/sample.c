/* sample.c - schedules drawn at random: plainly, by PCT, POS or SURW, or with
   places held back. */
#include "search/inside.h"

enum { PCT_DEPTH = 3, POS_CHOICES = 64 };

/* xorshift64* (S. Vigna, "An experimental exploration of Marsaglia's xorshift
   generators, scrambled", ACM TOMS 42(4), 2016). */
uint64_t search_random(struct search *search)
{
    uint64_t x = search->random ? search->random : 1;

    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    search->random = x;
    return x * UINT64_C(0x2545f4914f6cdd1d);
}

/* D. Lemire, "Fast Random Integer Generation in an Interval", TOMACS 29(1),
   2019, without its last step: a bias of 2^-32 does no harm here. */
static uint32_t below(struct search *search, uint32_t limit)
{
    return (uint32_t)((search_random(search) >> 32) * limit >> 32);
}

/* ---- Holding back. ---- */

#define ANYBODY UINT32_MAX

static struct touched *touched_at(struct search *search, uint64_t object)
{
    uint32_t at = (uint32_t)(object * UINT64_C(0x9e3779b97f4a7c15) >> 40);

    for (uint32_t tried = 0; tried < 16; tried++) {
        struct touched *touched =
            &search->touched[(at + tried) & (TOUCHED - 1)];

        if (touched->object == object || touched->object == 0)
            return touched;
    }
    return NULL;
}

void sample_learn(struct search *search, const struct scheduled *task)
{
    const struct want *want = &task->want;
    enum operation op = (enum operation)want->op;
    uint32_t i = 0;

    if (want->object == 0 || want->where == 0 ||
        operation_kind(op) == KIND_TASK ||
        operation_effect(op) == EFFECT_RELEASE)
        return;
    struct touched *touched = touched_at(search, want->object);
    if (touched && touched->object == 0)
        *touched =
            (struct touched){.object = want->object, .birth = task->birth};
    else if (touched && touched->birth != task->birth)
        touched->shared = true;
    if (touched && operation_effect(op) != EFFECT_LOOK)
        touched->changed = true;
    if (touched && touched->shared && touched->changed)
        surw_learn(search, want->object);
    while (i < search->place_count && search->places[i].where != want->where)
        i++;
    if (i == PLACES)
        return;
    if (i == search->place_count) {
        search->places[i].tasks = 0;
        search->place_count++;
    }
    search->places[i].where = want->where;
    search->places[i].touched =
        touched ? (uint32_t)(touched - search->touched) : NOT_TOUCHED;
    search->places[i].tasks |= BIT(task->birth - 1);
}

/* Who is held back there: one of those that have been there, who then goes
   first until it comes there; or whoever comes first, or all. */
enum { FEW_TASKS = 2 }; /* More that run the same code are as one. */

static uint32_t draw_held(struct search *search, const struct place *place)
{
    uint64_t among = place->tasks;
    uint32_t tasks = (uint32_t)__builtin_popcountll(among);

    if (search->hold_count > 0 || tasks == 0 || tasks > FEW_TASKS ||
        below(search, 2))
        return below(search, 2) ? ANYBODY : 0;
    for (uint32_t skipped = below(search, 64) % tasks; skipped > 0; skipped--)
        among &= among - 1;
    search->leads = (uint32_t)__builtin_ctzll(among) + 1;
    return search->leads;
}

/* One task's alone, or never changed. */
static bool is_own(const struct search *search, const struct place *place)
{
    const struct touched *touched = &search->touched[place->touched];

    return place->touched != NOT_TOUCHED &&
           !(touched->shared && touched->changed);
}

static void draw_holds(struct search *search)
{
    uint32_t wanted = below(search, 2) ? 1 : 1 + below(search, HOLDS);

    search->hold_count = 0;
    search->leads = 0;
    search->goes_on = below(search, 2) == 0;
    for (uint32_t tries = 0; search->place_count > 0 && tries < PLACES &&
                             search->hold_count < wanted;
         tries++) {
        /* Each place comes to be held back, sooner or later with others. */
        uint32_t i = search->hold_count > 0
                         ? below(search, search->place_count)
                         : search->next_place++ % search->place_count;
        const struct place *place = &search->places[i];

        if (is_own(search, place))
            continue;
        uint32_t held = draw_held(search, place);
        search->holds[search->hold_count++] = (struct hold){place->where, held};
    }
}

static struct hold *hold_of(struct search *search, const struct scheduled *task)
{
    for (uint32_t i = 0; i < search->hold_count; i++) {
        struct hold *hold = &search->holds[i];

        if (hold->where == task->want.where &&
            (hold->birth == 0 || hold->birth == ANYBODY ||
             hold->birth == task->birth))
            return hold;
    }
    return NULL;
}

static unsigned choose_hold(struct search *search, const struct scheduler *s,
                            const uint16_t *ready, unsigned count)
{
    uint16_t open[SCHEDULER_TASKS];
    unsigned open_count = 0;
    bool last_is_open = false;
    unsigned leader = SCHEDULER_TASKS;

    for (unsigned i = 0; i < count; i++) {
        const struct scheduled *task = &s->tasks[ready[i]];
        struct hold *hold = hold_of(search, task);

        if (hold && hold->birth == 0)
            hold->birth = task->birth;
        if (hold && task->birth == search->leads)
            search->leads = 0;
        if (hold)
            continue;
        if (task->birth == search->leads && !task->spins)
            leader = ready[i];
        open[open_count++] = ready[i];
        last_is_open |= ready[i] == search->last;
    }
    unsigned chosen;
    if (leader < SCHEDULER_TASKS) {
        chosen = leader;
    } else if (open_count ==
               0) { /* It was held back for as long as there was. */
        chosen = ready[below(search, count)];
        struct hold *hold = hold_of(search, &s->tasks[chosen]);
        *hold = search->holds[--search->hold_count];
    } else if (search->goes_on && last_is_open && !search->last_yields) {
        chosen = search->last;
    } else {
        chosen = open[below(search, open_count)];
    }
    return chosen;
}

/* ---- Priorities. ---- */

void sample_begin(struct search *search)
{
    if (search->state.strategy == STRATEGY_HOLD)
        draw_holds(search);
    if (search->state.strategy == STRATEGY_SURW)
        surw_begin(search);
    for (uint32_t i = 0; i < search->tasks_seen; i++)
        search->priority_births[i] = 0;
    search->tasks_seen = 0;
    search->takes_chances = below(search, 4) == 0;
    search->ends_late =
        search->state.strategy != STRATEGY_RANDOM && below(search, 8) > 0;
    search->starts_late =
        search->state.strategy != STRATEGY_RANDOM && below(search, 2) == 0;
    /* With PCT's depth 1 to 3 in turn. */
    search->change_count = search->state.strategy == STRATEGY_PCT
                               ? (uint32_t)(search->state.runs % PCT_DEPTH)
                               : 0;
    for (uint32_t i = 0; i < search->change_count; i++)
        search->change_at[i] = below(search, search->length_seen);
}

/* All tasks that can move, not only those that a tree can hold. */
static unsigned list_ready(struct scheduler *s, uint64_t enabled,
                           uint16_t ready[SCHEDULER_TASKS])
{
    unsigned count = 0;

    for (uint64_t left = enabled; left; left &= left - 1)
        ready[count++] = (uint16_t)__builtin_ctzll(left);
    for (unsigned i = SEARCH_TASKS; i < s->task_count; i++) {
        if (scheduler_readiness(s, i) == CAN)
            ready[count++] = (uint16_t)i;
    }
    for (unsigned i = SEARCH_TASKS; i < s->task_count && count == 0; i++) {
        if (scheduler_readiness(s, i) != CANNOT)
            ready[count++] = (uint16_t)i; /* Only time has to pass. */
    }
    return count;
}

/* Leaves out who would end the program, and cut off what others still do. */
static unsigned without_exits(const struct scheduler *s,
                              uint16_t ready[SCHEDULER_TASKS], unsigned count)
{
    unsigned kept = 0;
    bool any = false;
    bool others = false;

    for (unsigned i = 0; i < count; i++) {
        const struct scheduled *task = &s->tasks[ready[i]];
        bool exits = task->want.op == OP_EXIT;

        any |= exits;
        others |= !exits & !task->spins;
    }
    if (!any)
        return count;
    for (unsigned i = 0; others && i < count; i++) {
        if (s->tasks[ready[i]].want.op != OP_EXIT)
            ready[kept++] = ready[i];
    }
    return others ? kept : count;
}

/* Leaves out who has not begun, until for the first time nobody else can move:
   by then all are there, and may go in any order. */
static unsigned without_beginners(struct search *search,
                                  const struct scheduler *s,
                                  uint16_t ready[SCHEDULER_TASKS],
                                  unsigned count)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < count; i++) {
        if (s->tasks[ready[i]].want.op != OP_BEGIN)
            ready[kept++] = ready[i];
    }
    search->starts_late = kept > 0 || s->task_count == 1;
    return kept ? kept : count;
}

/* A priority is drawn when a task is first seen, or has moved. */
static uint64_t priority_of(struct search *search, const struct scheduler *s,
                            unsigned task)
{
    if (search->priority_births[task] != s->tasks[task].birth) {
        search->priority_births[task] = s->tasks[task].birth;
        search->priorities[task] = search_random(search) | UINT64_C(1) << 63;
    }
    return search->priorities[task];
}

unsigned sample_highest(struct search *search, const struct scheduler *s,
                        const uint16_t *ready, unsigned count)
{
    unsigned best = ready[0];

    for (unsigned i = 1; i < count; i++) {
        if (priority_of(search, s, ready[i]) > priority_of(search, s, best))
            best = ready[i];
    }
    priority_of(search, s, best);
    return best;
}

bool sample_has_yielded(struct search *search, unsigned task)
{
    if (search->depth == 0 || task != search->last || !search->last_yields)
        return false;
    search->priorities[task] = 0; /* Below all others. */
    return true;
}

/* At a change point the task that would run falls below all others; so does
   one that yields or goes round in a circle. */
static unsigned choose_pct(struct search *search, const struct scheduler *s,
                           const uint16_t *ready, unsigned count)
{
    unsigned best = sample_highest(search, s, ready, count);

    for (uint32_t i = 0; i < search->change_count; i++) {
        if (search->change_at[i] == search->depth) {
            search->priorities[best] = search->change_count - i;
            best = sample_highest(search, s, ready, count);
        }
    }
    return sample_has_yielded(search, best)
               ? sample_highest(search, s, ready, count)
               : best;
}

/* Those that would race with what is done now draw anew. */
static unsigned choose_pos(struct search *search, const struct scheduler *s,
                           const uint16_t *ready, unsigned count)
{
    unsigned best = sample_highest(search, s, ready, count);
    const struct want *want = &s->tasks[best].want;

    for (unsigned i = 0; i < count; i++) {
        const struct want *other = &s->tasks[ready[i]].want;

        if (ready[i] == best ||
            (other->object == want->object && want->object != 0))
            search->priority_births[ready[i]] = 0;
    }
    return best;
}

static unsigned choose_listed(struct search *search, struct scheduler *s,
                              uint64_t enabled)
{
    uint16_t ready[SCHEDULER_TASKS];
    unsigned count = list_ready(s, enabled, ready);

    if (search->ends_late && count > 1)
        count = without_exits(s, ready, count);
    if (search->starts_late)
        count = without_beginners(search, s, ready, count);
    search->tasks_seen = s->task_count;
    switch (search->state.strategy) {
    case STRATEGY_PCT:
        return choose_pct(search, s, ready, count);
    case STRATEGY_POS:
        return choose_pos(search, s, ready, count);
    case STRATEGY_SURW:
        return surw_choose(search, s, ready, count);
    case STRATEGY_HOLD:
        return choose_hold(search, s, ready, count);
    default:
        return ready[below(search, count)];
    }
}

/* The same as to choose plainly among those that are listed. */
static unsigned choose_bit(struct search *search, uint64_t among)
{
    uint32_t count = 0;

    for (uint64_t left = among; left; left &= left - 1)
        count++;
    for (uint32_t skipped = below(search, count); skipped > 0; skipped--)
        among &= among - 1;
    return (unsigned)__builtin_ctzll(among);
}

unsigned sample_choose(struct search *search, struct scheduler *s,
                       uint64_t enabled, uint32_t *alternative)
{
    uint64_t chances = search->takes_chances ? 0 : search->by_chance;
    bool plainly = search->state.strategy == STRATEGY_RANDOM &&
                   s->task_count <= SEARCH_TASKS;
    unsigned task = plainly ? choose_bit(search, enabled & ~chances)
                            : choose_listed(search, s, enabled & ~chances);

    if (search->standing.for_nothing & BIT(task)) {
        *alternative = ALTERNATIVE_SPURIOUS;
        return task;
    }
    unsigned ways = search_ways(search, s, task);
    *alternative = ways > 1 ? below(search, ways) : 0;
    return task;
}
