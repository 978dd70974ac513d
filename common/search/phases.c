/* phases.c - what is tried one after the other: trees, and beside them what is
   drawn.

   Where nobody chose a strategy, a complete search begins: its first runs
   reverse what conflicts, and of many programs it is all there is. Bounds come
   next, which find the simplest schedules; and at last the complete search once
   more, to its end, if the first look did not come there. */
#include "search/inside.h"

enum {
    LOOK = 0,
    FIRST_BOUND, /* Of AUTO_BOUNDS. */
    LAST_TREE = TREES - 1,
    LOOK_RUNS = 64,
    LOOK_TASKS = 2,             /* With so many, beside each a sample; */
    MANY_TASKS = 5,             /* with so many, beside the first already. */
    AUTO_BOUNDS = 3,            /* Preemptions: 0 to 2. */
    AUTO_BOUND_RUNS = 2000,     /* With each, at most, */
    AUTO_BOUND_MOVES = 1 << 20, /* and in all of them. */
    AUTO_TURNS = 64,            /* So many are drawn; so many are not. */
    SLOW_BOUND_RUNS = 16,       /* The same, where runs are slow. */
    SLOW_TURNS = 8
};

/* Each finds what others find late, if ever; the last two seldom do first. */
static const enum strategy drawn[] = {
    STRATEGY_POS, STRATEGY_HOLD, STRATEGY_POS, STRATEGY_SURW,
    STRATEGY_POS, STRATEGY_HOLD, STRATEGY_POS, STRATEGY_SURW,
    STRATEGY_POS, STRATEGY_HOLD, STRATEGY_PCT, STRATEGY_RANDOM,
};

static bool is_auto(const struct search *search)
{
    return search->options.strategy == STRATEGY_AUTO;
}

bool strategy_is_tree(enum strategy strategy)
{
    return strategy == STRATEGY_DPOR || strategy == STRATEGY_DFS ||
           strategy == STRATEGY_BOUND;
}

static void begin_tree(struct search *search, uint32_t tree,
                       enum strategy strategy, uint32_t bound)
{
    search->state.tree = tree;
    search->state.in_tree = 0;
    search->tree = strategy;
    search->bound = bound;
    search->depth_kept = 0;
    search->tree_runs = 0;
    search->tree_moves = 0;
    search->tree_begun = false;
    search->cut_by_bound = false;
    search->met = 0;
    search->own_from = 0;
}

void phases_start(struct search *search)
{
    if (is_auto(search))
        begin_tree(search, LOOK, STRATEGY_DPOR, 0);
    else
        begin_tree(search, LAST_TREE, search->options.strategy,
                   search->options.bound);
}

/* ---- Trees. ---- */

static bool is_too_much(const struct search *search)
{
    if (!is_auto(search) || search->state.tree == LAST_TREE)
        return false;
    if (search->state.tree == LOOK)
        return search->tree_runs >= LOOK_RUNS;
    return search->tree_runs >=
               (search->options.slow ? SLOW_BOUND_RUNS : AUTO_BOUND_RUNS) ||
           search->tree_moves >= AUTO_BOUND_MOVES;
}

/* All that there is was tried; not only by this search. */
static bool is_proven(struct search *search)
{
    return search->state.proven && share_all_have_proven(search);
}

static bool complete(struct search *search)
{
    search->state.complete = true;
    if (is_proven(search)) {
        search->state.tree = LAST_TREE;
        search->state.in_tree = search->state.proven_by;
    }
    return false;
}

/* The present tree is done. False: so is the search. */
static bool next_tree(struct search *search, bool exhausted)
{
    struct search_state *state = &search->state;
    uint32_t next = state->tree + 1;

    if (exhausted && search->tree == STRATEGY_BOUND) {
        state->bounded = true;
        state->bound = search->bound;
    }
    if (exhausted && !search->cut_by_bound && !search->too_large) {
        if (state->tree != LOOK)
            return complete(search);
        search->state.proven = true;
        search->state.proven_by = state->in_tree;
        share_has_proven(search);
    }
    if (!is_auto(search) || state->tree == LAST_TREE)
        return false;
    if (next < FIRST_BOUND + AUTO_BOUNDS && (exhausted || next == FIRST_BOUND))
        begin_tree(search, next, STRATEGY_BOUND, next - FIRST_BOUND);
    else if (is_proven(search))
        return complete(search);
    else
        begin_tree(search, LAST_TREE, STRATEGY_DPOR, 0);
    return true;
}

/* Takes the deepest frame that has a task still to be tried. False: none. */
static bool backtrack(struct search *search)
{
    while (search->depth_kept > 0) {
        struct frame *frame = &search->frames[search->depth_kept - 1];

        if (frame->alternative + 1U < frame->alternatives) {
            frame->alternative++;
            return true;
        }
        frame->done |= BIT(frame->task);
        uint64_t left = frame->backtrack & ~frame->done & ~frame->sleep;
        if (left) {
            frame->task = (uint8_t)__builtin_ctzll(left);
            frame->alternative = 0;
            return true;
        }
        search->depth_kept--;
        share_leave(search);
    }
    return false;
}

/* The next run of the tree. False: it has no other. */
static bool begin_in_tree(struct search *search)
{
    for (;;) {
        bool limited = is_too_much(search);

        if (!limited && (!search->tree_begun || backtrack(search))) {
            search->state.strategy = search->tree;
            search->tree_begun = true;
            search->tree_runs++;
            search->depth_replayed =
                search->depth_kept ? search->depth_kept - 1 : 0;
            happens_begin(search);
            return true;
        }
        if (!next_tree(search, !limited))
            return false;
    }
}

/* ---- Turns. ---- */

/* The complete search proves; what is drawn finds early what it finds late. */
static bool is_drawn(const struct search *search)
{
    uint64_t turn = search->turn;

    if (!is_auto(search))
        return !strategy_is_tree(search->options.strategy);
    if (search->tree_over)
        return true;
    if (search->state.tree == LOOK) { /* Of many tasks it sees little. */
        uint64_t beside = search->tree_runs - (search->clocked < MANY_TASKS);

        return search->tree_runs > 0 &&
               search->samples < beside * search->clocked / LOOK_TASKS;
    }
    return turn / (search->options.slow ? SLOW_TURNS : AUTO_TURNS) % 2 == 0;
}

bool phases_begin(struct search *search)
{
    bool draws = is_drawn(search);

    search->turn++;
    if (!draws) {
        if (begin_in_tree(search))
            return true;
        if (!is_auto(search) || search->state.complete)
            return false;
        search->tree_over = true; /* But it was not all. */
    }
    if (is_auto(search))
        search->state.strategy =
            drawn[search->samples % (sizeof drawn / sizeof *drawn)];
    search->samples++;
    sample_begin(search);
    return true;
}
