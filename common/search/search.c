/* search.c - one run after another. */
#include "search/search.h"

#include "search/inside.h"

#include "trace/object.h"

#include <string.h>

static const char *const names[] = {
    [STRATEGY_AUTO] = "auto",     [STRATEGY_DPOR] = "dpor",
    [STRATEGY_DFS] = "dfs",       [STRATEGY_BOUND] = "bound",
    [STRATEGY_RANDOM] = "random", [STRATEGY_PCT] = "pct",
    [STRATEGY_POS] = "pos",       [STRATEGY_HOLD] = "hold",
    [STRATEGY_SURW] = "surw",
};

const char *strategy_name(enum strategy strategy)
{
    return (unsigned)strategy < STRATEGY_COUNT ? names[strategy] : "";
}

enum strategy strategy_named(const char *name)
{
    unsigned i = 0;

    while (i < STRATEGY_COUNT && strcmp(names[i], name) != 0)
        i++;
    return (enum strategy)i;
}

size_t search_size(void)
{
    return sizeof(struct search);
}

void search_init(struct search *search, const struct search_options *options)
{
    search->options = *options;
    if (search->options.moves == 0 || search->options.moves > SEARCH_MOVES)
        search->options.moves = SEARCH_MOVES;
    search->state = (struct search_state){.strategy = options->strategy};
    search->random = options->seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    search->length_seen = 50;
    phases_start(search);
}

void search_begin_run(struct search *search)
{
    search->follows = false;
    search->depth = 0;
    search->preemptions = 0;
    search->switches = 0;
    search->last = NO_TASK;
    search->anothers = false;
    search->standing.lasts = false;
    search->spun = false;
    search->endless = false;
    search->circling = 0;
    search->chances = 0;
    search->stale = 0;
    circles_begin(search);
}

bool search_begin(struct search *search)
{
    uint64_t made = search->state.runs + search->state.blocked;

    search_begin_run(search);
    if (search->options.runs && made >= search->options.runs)
        return false;
    return phases_begin(search);
}

bool search_is_anothers(struct search *search)
{
    if (!search->anothers && !search->follows &&
        strategy_is_tree(search->state.strategy))
        search->anothers = !share_end(search);
    return search->anothers;
}

/* ---- Choosing. ---- */

enum { CHANCES = 2 }; /* Taken in one run, at most. */

/* A sleep may be long or short beside what others do: all orders are possible.
   So may a wait that gives up after a time, or wakes for no reason, but it need
   not. */
static __attribute__((noinline)) void
sort_waiter(struct scheduler *s, unsigned i, struct standing *now)
{
    const struct scheduled *task = &s->tasks[i];
    uint64_t bit = BIT(i);
    enum readiness readiness = scheduler_readiness(s, i);
    bool sleeps = task->want.op == OP_SLEEP;

    now->lasts &= !task->probes;
    if (readiness == CANNOT)
        now->for_nothing |= scheduler_may_wake_spuriously(s, i) ? bit : 0;
    else if (task->spins && (readiness == CAN || sleeps) &&
             !scheduler_keeps_out(s, i))
        now->spinners |= bit;
    else if (readiness == CAN || sleeps)
        now->enabled |= bit;
    else
        now->by_time |= bit;
}

/* In a tree, as bits by the tasks' places. */
static inline void sort_task(struct scheduler *s, unsigned i,
                             struct standing *now)
{
    const struct scheduled *task = &s->tasks[i];

    if (task->phase != SCHEDULED_STANDS)
        return;
    if (task->may_wait | task->spins)
        sort_waiter(s, i, now);
    else
        now->enabled |= UINT64_C(1) << i;
}

/* Those that have no bit. Of these nobody knows whether they go round: they are
   never called stuck. */
static void look_beyond(struct search *search, struct scheduler *s)
{
    bool can = false;
    bool at_worst = false; /* Or could, spinning or as time passes. */

    for (unsigned i = SEARCH_TASKS; i < s->task_count; i++) {
        enum readiness readiness = scheduler_readiness(s, i);

        can |= readiness == CAN && !s->tasks[i].spins;
        at_worst |= readiness != CANNOT;
    }
    search->too_large |= at_worst;
    search->tree_over |= at_worst;
    search->beyond = can || (!search->standing.enabled && at_worst);
}

/* Only who moved last has another want, unless something was stirred. */
static void sort_tasks(struct search *search, struct scheduler *s)
{
    struct standing *now = &search->standing;

    if (now->lasts && now->stirs == s->stirs && !s->any_spins) {
        uint64_t others = ~(UINT64_C(1) << search->last);

        now->enabled &= others;
        now->by_time &= others;
        now->for_nothing &= others;
        sort_task(s, search->last, now);
        return;
    }
    *now = (struct standing){.lasts = s->task_count <= SEARCH_TASKS &&
                                      s->timer_count == 0 && !s->any_spins,
                             .stirs = s->stirs};
    for (unsigned i = 0; i < s->task_count && i < SEARCH_TASKS; i++)
        sort_task(s, i, now);
    search->beyond = false;
    if (s->task_count > SEARCH_TASKS)
        look_beyond(search, s);
}

/* What can move. */
static uint64_t enabled_in(struct search *search, struct scheduler *s)
{
    const struct standing *now = &search->standing;

    sort_tasks(search, s);
    uint64_t enabled = now->enabled;
    bool beyond = search->beyond;

    search->by_chance = 0;
    search->could[search->depth] = enabled | now->by_time | now->spinners;
    if (enabled && !(now->by_time | now->for_nothing)) {
        search->circling = 0;
        return enabled;
    }
    if (!enabled && !beyond && now->spinners &&
        (enabled = circles_hold_back(search, s, now->spinners)) != 0)
        return enabled;
    if (!enabled)
        return beyond ? 0 : now->by_time;
    search->circling = 0;
    if (search->chances < CHANCES)
        search->by_chance = now->by_time;
    if (search->chances == 0)
        search->by_chance |= now->for_nothing;
    return enabled | search->by_chance;
}

/* Nobody is preempted who waits, and could go on by chance alone. */
static bool would_preempt(const struct search *search, uint64_t enabled,
                          unsigned task)
{
    bool could = (enabled & ~search->by_chance & BIT(search->last)) != 0;

    return could & (search->last != task) & !search->last_yields;
}

unsigned search_next_in_turn(const struct search *search, uint64_t among)
{
    uint64_t later =
        search->last < 63 ? among & ~(BIT(search->last + 1) - 1) : among;

    return (unsigned)__builtin_ctzll(later ? later : among);
}

/* The task to go on with where nothing says otherwise. */
unsigned search_usual(const struct search *search, uint64_t among)
{
    if ((among & BIT(search->last)) && !search->last_yields)
        return search->last;
    return search_next_in_turn(search, among); /* After a yield. */
}

static uint64_t within_bound(struct search *search, uint64_t enabled)
{
    uint64_t allowed = 0;

    for (uint64_t left = enabled; left; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctzll(left);

        if (search->preemptions + would_preempt(search, enabled, i) <=
            search->bound)
            allowed |= BIT(i);
        else
            search->cut_by_bound = true;
    }
    return allowed;
}

static bool keep_frame(struct search *search)
{
    search->depth_kept = search->depth + 1;
    return true;
}

/* Who could have moved by chance before the latest move, and has lost that to
   it, might have. */
static void offer_chances(struct search *search)
{
    if (search->depth == 0)
        return;
    struct frame *before = &search->frames[search->depth - 1];

    before->backtrack |=
        before->by_chance & ~search->by_chance & ~BIT(before->task);
}

/* The same for the complete search, which first looks at runs in which nobody
   is cut off: who would end the program comes after the others. */
static unsigned usual_but_exits(const struct search *search,
                                const struct scheduler *s, uint64_t among)
{
    unsigned usual = search_usual(search, among);
    uint64_t others = among & ~BIT(usual) & ~search->standing.spinners;

    return s->tasks[usual].want.op == OP_EXIT && others
               ? search_next_in_turn(search, others)
               : usual;
}

/* A frame that was not there before. False: all that can move sleep. */
static bool push_frame(struct search *search, struct scheduler *s,
                       uint64_t enabled)
{
    struct frame *frame = &search->frames[search->depth];
    uint64_t sleep =
        search->state.strategy == STRATEGY_DPOR ? happens_sleep(search, s) : 0;
    uint64_t awake = enabled & ~search->by_chance & ~sleep;

    if (!awake)
        return false;
    *frame = (struct frame){
        .enabled = enabled, .by_chance = search->by_chance, .sleep = sleep};
    frame->task = (uint8_t)(search->state.strategy == STRATEGY_DPOR
                                ? usual_but_exits(search, s, awake)
                                : search_usual(search, awake));
    frame->backtrack = BIT(frame->task);
    if (search->circling > 0)
        return keep_frame(search);
    if (search->state.strategy == STRATEGY_DFS)
        frame->backtrack = enabled;
    else if (search->state.strategy == STRATEGY_BOUND)
        frame->backtrack = within_bound(search, enabled);
    else
        offer_chances(search);
    return keep_frame(search);
}

static bool is_atomic(const struct want *want)
{
    return want->op == OP_ATOMIC_READ || want->op == OP_ATOMIC_WRITE ||
           want->op == OP_ATOMIC_UPDATE;
}

/* Where runs are slow, because real tasks make them, they are judged by what
   the newest stores order. */
unsigned search_ways(const struct search *search, const struct scheduler *s,
                     unsigned task)
{
    return search->options.slow && is_atomic(&s->tasks[task].want)
               ? 1
               : scheduler_alternatives(s, task);
}

/* Of these, the ones to be tried. To be about an older store than the newest
   costs as much as a preemption; and need not be where the access can come
   before the newer ones. */
static unsigned ways_in_tree(struct search *search, const struct scheduler *s,
                             uint64_t enabled, unsigned task)
{
    unsigned ways = search_ways(search, s, task);

    if (ways == 1 || !is_atomic(&s->tasks[task].want))
        return ways;
    if (search->state.strategy == STRATEGY_DPOR)
        return happens_after_latest(search, s, task) ? ways : 1;
    if (search->state.strategy == STRATEGY_BOUND &&
        search->preemptions + would_preempt(search, enabled, task) >=
            search->bound) {
        search->cut_by_bound = true;
        return 1;
    }
    return ways;
}

/* The process would end, and with it a task that sleeps: what that would have
   done first is told apart from this by nobody, and was tried. */
static bool cuts_off_sleepers(struct search *search, const struct scheduler *s,
                              unsigned task)
{
    if (s->tasks[task].want.op != OP_EXIT)
        return false;
    search->depth++;
    uint64_t sleep = happens_sleep(search, s);
    search->depth--;
    for (; sleep; sleep &= sleep - 1) {
        if (s->tasks[__builtin_ctzll(sleep)].process == s->tasks[task].process)
            return true;
    }
    return false;
}

static enum search_answer choose_in_tree(struct search *search,
                                         struct scheduler *s, uint64_t enabled,
                                         unsigned *task, uint32_t *alternative)
{
    struct frame *frame = &search->frames[search->depth];

    if (search->depth >= search->depth_kept) {
        if (!push_frame(search, s, enabled)) {
            search->anothers = !share_end(search);
            return SEARCH_GIVE_UP;
        }
        if (!share_frame(search, frame)) {
            search->anothers = true;
            return SEARCH_GIVE_UP;
        }
    }
    if (!(enabled & BIT(frame->task)))
        return SEARCH_GIVE_UP; /* The program did not do the same again. */
    if (frame->alternatives == 0)
        frame->alternatives =
            (uint16_t)ways_in_tree(search, s, enabled, frame->task);
    *task = frame->task;
    *alternative = frame->alternative;
    if (search->standing.for_nothing & BIT(frame->task))
        *alternative = ALTERNATIVE_SPURIOUS;
    if (search->state.strategy != STRATEGY_DPOR)
        return SEARCH_MOVE;
    happens_move(search, s, frame->task);
    if (!cuts_off_sleepers(search, s, frame->task))
        return SEARCH_MOVE;
    search->anothers = !share_end(search);
    return SEARCH_GIVE_UP;
}

enum { LEARNING = 128 /* Turns in which all runs teach. */ };

static bool yields(const struct scheduled *task)
{
    enum operation op = (enum operation)task->want.op;

    return op == OP_YIELD || op == OP_SLEEP || operation_tries(op) ||
           task->spins;
}

enum search_answer search_choose(struct search *search, struct scheduler *s,
                                 struct decision *decision)
{
    if (search->depth >= search->options.moves)
        return SEARCH_TOO_LONG;
    uint64_t enabled = enabled_in(search, s);

    if (!enabled && !search->beyond)
        return search->spun      ? SEARCH_SPIN
               : search->endless ? SEARCH_TOO_LONG
                                 : SEARCH_STUCK;
    unsigned task;
    uint32_t alternative = 0;
    if (search->follows) {
        task = follow_choose(search, s, enabled, &alternative);
    } else if (!strategy_is_tree(search->state.strategy)) {
        task = sample_choose(search, s, enabled, &alternative);
    } else {
        enum search_answer answer =
            choose_in_tree(search, s, enabled, &task, &alternative);

        if (answer != SEARCH_MOVE)
            return answer;
    }
    const struct scheduled *mover = &s->tasks[task];
    *decision = (struct decision){mover->birth, alternative};
    search->preemptions += would_preempt(search, enabled, task);
    if (alternative > 0 && is_atomic(&mover->want)) {
        search->preemptions++;
        search->stale++;
    }
    search->switches += (search->depth > 0) & (search->last != task);
    if (search->by_chance & BIT(task))
        search->chances++;
    search->decisions[search->depth++] = *decision;
    if (search->state.strategy == STRATEGY_HOLD ||
        search->state.strategy == STRATEGY_SURW || search->turn <= LEARNING)
        sample_learn(search, mover);
    search->last = task;
    search->last_yields = yields(mover);
    if ((mover->want.until_ns != NEVER || s->timer_count > 0) &&
        mover->may_wait && scheduler_readiness(s, task) == CAN_BY_TIME)
        scheduler_pass_time(s, task);
    return SEARCH_MOVE;
}

void search_end(struct search *search, struct scheduler *s, bool counts)
{
    if (search->follows)
        return;
    if (search->state.strategy == STRATEGY_SURW)
        surw_end(search);
    if (search->state.strategy == STRATEGY_DPOR)
        happens_end(search, s, counts);
    if (counts && !search->anothers && strategy_is_tree(search->state.strategy))
        search->state.in_tree++;
    search->tree_moves +=
        strategy_is_tree(search->state.strategy) ? search->depth : 0;
    if (counts && !search->anothers)
        search->state.runs++;
    else if (!search->anothers)
        search->state.blocked++;
    if (search->depth > search->length_seen)
        search->length_seen = search->depth;
}

void search_restart(struct search *search, enum weakness weakness)
{
    search->weakness = weakness;
    search->state.proven = false;
    search->too_large = false;
    search->tree_over = false;
    phases_start(search);
}

void search_lose_run(struct search *search)
{
    search->too_large = true;
}

struct search_state search_state(const struct search *search)
{
    return search->state;
}

const struct decision *search_decisions(const struct search *search,
                                        uint32_t *count)
{
    *count = search->depth;
    return search->decisions;
}

uint32_t search_preemptions(const struct search *search)
{
    return search->preemptions;
}

uint32_t search_older(const struct search *search)
{
    return search->stale;
}

uint32_t search_switches(const struct search *search)
{
    return search->switches;
}
