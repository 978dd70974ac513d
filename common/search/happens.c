/* happens.c - which moves depend on each other, and which could be reversed.

   Each move has a vector clock: how many moves of each task happen before it.
   When a task moves, each earlier move of another task that depends on its
   own, that does not happen before it otherwise, and that could have come
   after it, is a race: where that earlier move was made, one of the tasks that
   lead to the reversed order is to be tried (JACM 2017, section 4). */
#include "search/dependence.h"
#include "search/inside.h"
#include "trace/object.h"

#include <string.h>

static bool touches(const struct move *move, uint64_t object, uint32_t process)
{
    return (move->process == process || object >= CANCELLING) &&
           (move->object == object || (move->other && move->other == object));
}

/* ---- Chains: the moves on one object, newest first. ---- */

enum { MIXED = 0xff, NOT_CHAINED = 64 };

static struct chain *chain_of(struct search *search, uint64_t object,
                              uint32_t process)
{
    uint64_t mixed =
        (object ^ (uint64_t)process << 40) * UINT64_C(0x9e3779b97f4a7c15);
    uint32_t at = (uint32_t)(mixed >> 40) & (CHAINS - 1);

    for (uint32_t tried = 0; tried < NOT_CHAINED; tried++) {
        struct chain *chain = &search->chains[at];

        if (chain->run != search->run) {
            *chain = (struct chain){.object = object,
                                    .process = process,
                                    .run = search->run,
                                    .last = -1,
                                    .last_strong = -1,
                                    .weak = EFFECT_NONE};
            return chain;
        }
        if (chain->object == object && chain->process == process)
            return chain;
        at = (at + 1) & (CHAINS - 1);
    }
    search->too_large = true;
    return NULL;
}

/* The newest move that an operation may depend on. So those who only read
   need not look at each other. */
static int32_t newest(const struct chain *chain, enum operation op)
{
    if (!chain)
        return -1;
    return !is_strong(op) && (enum effect)chain->weak == operation_effect(op)
               ? chain->last_strong
               : chain->last;
}

static void put_last(struct chain *chain, enum operation op, uint32_t at)
{
    uint8_t effect = (uint8_t)operation_effect(op);

    if (is_strong(op)) {
        chain->last_strong = (int32_t)at;
        chain->weak = EFFECT_NONE;
    } else if (chain->last == chain->last_strong) {
        chain->weak = effect;
    } else if (chain->weak != effect) {
        chain->weak = MIXED;
    }
    chain->last = (int32_t)at;
}

static int32_t previous(const struct move *move, uint64_t object)
{
    return move->object == object ? move->before : move->before_other;
}

/* Clocks are as long as there are tasks: there are few, most of the time. */
static void join(uint32_t *clock, const uint32_t *other, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (other[i] > clock[i])
            clock[i] = other[i];
    }
}

static void join_move(uint32_t *clock, const struct move *move)
{
    join(clock, move->clock, move->clocked);
}

static bool happens_before(const struct move *move, const uint32_t *clock)
{
    return clock[move->task] >= move->index;
}

static bool is_before(const struct move *earlier, const struct move *later)
{
    return earlier->task < later->clocked &&
           happens_before(earlier, later->clock);
}

/* ---- Races. ---- */

/* What would happen before the task's want if the move at `at` had not been
   made: later moves on the object that do not depend on that one. */
static void clock_without(struct search *search, uint32_t at, unsigned task,
                          const struct want *want, uint64_t object,
                          uint32_t process, uint32_t *clock)
{
    const struct move *reversed = &search->moves[at];
    enum operation op = (enum operation)want->op;
    const struct chain *chain = chain_of(search, object, process);

    for (int32_t i = chain ? chain->last : -1; i > (int32_t)at;) {
        const struct move *move = &search->moves[i];

        if (move->task != task && !commutes(op, (enum operation)move->op) &&
            !is_before(reversed, move))
            join_move(clock, move);
        i = previous(move, object);
    }
}

/* Those who could begin the run in which `task`, at whose want this is the
   clock, comes before the move at `at`: the first of its kind among what does
   not depend on that move. */
static uint64_t initials(const struct search *search, uint32_t at,
                         unsigned task, const uint32_t *clock, uint32_t depth)
{
    const struct move *reversed = &search->moves[at];
    uint32_t first[SEARCH_TASKS];
    uint64_t seen = 0;
    uint64_t found = 0;

    for (uint32_t i = at + 1; i < depth; i++) {
        const struct move *move = &search->moves[i];

        if (is_before(reversed, move) || (seen & BIT(move->task)))
            continue;
        bool independent = true;
        for (uint64_t left = seen; left && independent; left &= left - 1) {
            unsigned other = (unsigned)__builtin_ctzll(left);

            independent =
                other >= move->clocked || move->clock[other] < first[other];
        }
        seen |= BIT(move->task);
        first[move->task] = move->index;
        if (independent)
            found |= BIT(move->task);
    }
    if (!(seen & BIT(task))) {
        bool independent = true;

        for (uint64_t left = seen; left && independent; left &= left - 1) {
            unsigned other = (unsigned)__builtin_ctzll(left);

            independent = clock[other] < first[other];
        }
        if (independent)
            found |= BIT(task);
    }
    return found;
}

static void add_race(struct search *search, uint32_t at, unsigned task,
                     const struct want *want, uint64_t object, uint32_t process,
                     uint32_t depth)
{
    struct frame *frame = &search->frames[at];
    uint32_t clock[SEARCH_TASKS];

    memcpy(clock, search->clocks[task], search->clocked * sizeof *clock);
    clock_without(search, at, task, want, object, process, clock);
    if (want->other && want->other != object)
        clock_without(search, at, task, want, want->other, process, clock);
    if (want->other && want->object != object)
        clock_without(search, at, task, want, want->object, process, clock);
    uint64_t wanted = initials(search, at, task, clock, depth);

    if (wanted & (frame->backtrack | frame->sleep))
        return;
    wanted &= frame->enabled;
    if (!wanted)
        frame->backtrack |= frame->enabled;
    else if (wanted & BIT(task))
        frame->backtrack |= BIT(task);
    else
        frame->backtrack |= wanted & -wanted;
}

/* What made the task able to move cannot come after it, unless there is
   `enough`: another did the same. */
static bool can_be_reversed(const struct search *search, uint32_t at,
                            unsigned task, const struct want *want,
                            uint64_t object, bool enough)
{
    const struct move *move = &search->moves[at];
    enum operation op = (enum operation)want->op;

    if (search->made[task] > 0 && search->latest[task] < at &&
        !(search->frames[at].enabled & BIT(task)) && !enough)
        return false;
    return !releases((enum operation)move->op, move->phase) || tries(op) ||
           !acquires(op) ||
           (operation_kind(op) == KIND_CONDITION && object == want->object);
}

/* Looks at the moves on one object that the task's want would follow. */
static void look_for_races(struct search *search, unsigned task,
                           const struct want *want, uint64_t object,
                           uint32_t process, uint32_t depth, bool enough)
{
    enum operation op = (enum operation)want->op;
    uint32_t clock[SEARCH_TASKS];

    memcpy(clock, search->clocks[task], search->clocked * sizeof *clock);
    for (int32_t at = newest(chain_of(search, object, process), op); at >= 0;) {
        const struct move *move = &search->moves[at];
        enum operation earlier = (enum operation)move->op;
        bool is_known = move->task == task || happens_before(move, clock);

        if (!is_known && !commutes(op, earlier) &&
            can_be_reversed(search, (uint32_t)at, task, want, object, enough)) {
            add_race(search, (uint32_t)at, task, want, object, process, depth);
            join_move(clock, move);
            is_known = true;
        }
        if (is_known && is_strong(earlier))
            break; /* And so is all that was before it. */
        at = previous(move, object);
    }
}

static uint32_t owner_of(uint64_t object, const struct scheduled *task)
{
    return object_is_private(object) ? task->process : 0;
}

static bool has_object(const struct want *want)
{
    enum kind kind = operation_kind((enum operation)want->op);

    return want->object != 0 && kind != KIND_TASK && kind != KIND_NONE;
}

static void look_at_want(struct search *search, const struct scheduler *s,
                         unsigned index, uint32_t depth)
{
    const struct scheduled *task = &s->tasks[index];
    const struct want *want = &task->want;

    if (has_object(want))
        look_for_races(search, index, want, want->object,
                       owner_of(want->object, task), depth,
                       scheduler_has_enough(s, index));
    if (want->other)
        look_for_races(search, index, want, want->other,
                       owner_of(want->other, task), depth, false);
    if (cancelling(want, task->birth))
        look_for_races(search, index, want, cancelling(want, task->birth), 0,
                       depth, false);
    /* What is printed stands in the order of printing. */
    if (want->op == OP_PRINT || want->op == OP_EXIT)
        look_for_races(search, index, want, UINT64_MAX >> 2, 0, depth, false);
}

/* ---- A move. ---- */

static void follow_chain(struct search *search, struct move *move,
                         uint64_t object, uint32_t process, int32_t *before,
                         uint32_t at)
{
    struct chain *chain = chain_of(search, object, process);
    enum operation op = (enum operation)move->op;

    if (!chain)
        return;
    *before = chain->last;
    for (int32_t i = newest(chain, op); i >= 0;) {
        const struct move *earlier = &search->moves[i];

        if (earlier->task != move->task &&
            !commutes(op, (enum operation)earlier->op))
            join_move(search->clocks[move->task], earlier);
        if (is_strong((enum operation)earlier->op))
            break;
        i = touches(earlier, object, process) ? previous(earlier, object) : -1;
    }
    put_last(chain, op, at);
}

/* A task begins after the move that made it; a join comes after the end. */
static void follow_life(struct search *search, const struct scheduler *s,
                        unsigned task)
{
    const struct want *want = &s->tasks[task].want;
    uint32_t *clock = search->clocks[task];

    if (want->op == OP_BEGIN && search->born_at[task] >= 0)
        join_move(clock, &search->moves[search->born_at[task]]);
    if (operation_effect((enum operation)want->op) == EFFECT_JOIN) {
        unsigned target = scheduler_task(s, want->object);

        if (target < search->clocked)
            join(clock, search->clocks[target], search->clocked);
    }
}

/* Tasks that were not there before: made by the latest move. */
static void note_births(struct search *search, const struct scheduler *s)
{
    while (search->clocked < s->task_count && search->clocked < SEARCH_TASKS) {
        unsigned added = search->clocked++;

        for (unsigned i = 0; i < added; i++)
            search->clocks[i][added] = 0;
        memset(search->clocks[added], 0,
               search->clocked * sizeof search->clocks[added][0]);
        search->made[added] = 0;
        search->born_at[added] = (int32_t)search->depth - 1;
    }
}

void happens_begin(struct search *search)
{
    search->run++;
    search->clocked = 0;
    search->meddler_count = 0;
}

void happens_move(struct search *search, const struct scheduler *s,
                  unsigned task)
{
    uint32_t at = search->depth;
    const struct scheduled *mover = &s->tasks[task];

    if (at >= DPOR_MOVES) {
        search->too_large = true;
        return;
    }
    note_births(search, s);
    if (!search->too_large)
        overlap_look(search, mover);
    if (at >= search->depth_replayed) /* Before, it was looked at already. */
        look_at_want(search, s, task, at);
    meddle_move(search, s, task);
    struct move *move = &search->moves[at];
    move->object = has_object(&mover->want) ? mover->want.object : 0;
    uint64_t key = cancelling(&mover->want, mover->birth);
    move->other = key ? key : mover->want.other;
    move->op = (uint16_t)mover->want.op;
    move->phase = (uint8_t)mover->want.phase;
    move->task = (uint8_t)task;
    move->before = move->before_other = -1;
    move->process = owner_of(move->object, mover);
    if (move->op == OP_PRINT || move->op == OP_EXIT) {
        move->object = UINT64_MAX >> 2;
        move->process = 0;
    }
    follow_life(search, s, task);
    if (move->object)
        follow_chain(search, move, move->object, move->process, &move->before,
                     at);
    if (move->other)
        follow_chain(search, move, move->other,
                     key ? 0 : owner_of(move->other, mover),
                     &move->before_other, at);
    move->index = ++search->made[task];
    search->latest[task] = at;
    search->clocks[task][task] = move->index;
    move->clocked = search->clocked;
    memcpy(move->clock, search->clocks[task],
           search->clocked * sizeof *move->clock);
}

/* A store that has come in before others is there to be read as well. */
bool happens_after_latest(struct search *search, const struct scheduler *s,
                          unsigned task)
{
    const struct want *want = &s->tasks[task].want;

    if (search->depth >= DPOR_MOVES || search->too_large)
        return true;
    note_births(search, s);
    const struct chain *chain =
        chain_of(search, want->object, owner_of(want->object, &s->tasks[task]));
    if (!chain || chain->last_strong < 0)
        return true;
    const struct move *latest = &search->moves[chain->last_strong];
    return latest->task == task ||
           happens_before(latest, search->clocks[task]) ||
           search->decisions[chain->last_strong].alternative > 0;
}

/* Those who never got what they wanted would have raced for it too. Where the
   end of the run ended them, they could have moved before that. */
void happens_end(struct search *search, const struct scheduler *s, bool counts)
{
    if (search->depth == 0 || search->depth > DPOR_MOVES)
        return;
    struct frame *last = &search->frames[search->depth - 1];
    bool was_cut = counts && !search->spun;
    note_births(search, s);
    for (unsigned i = 0; i < search->clocked; i++) {
        if (s->tasks[i].phase != SCHEDULED_STANDS)
            continue;
        if (was_cut && scheduler_readiness(s, i) != CANNOT)
            last->backtrack |= last->enabled & ~last->by_chance;
        if (search->depth < DPOR_MOVES)
            look_at_want(search, s, i, search->depth);
        meddle_stands(search, s, i);
    }
}

/* ---- Sleep sets. ---- */

static bool depends(const struct scheduled *task, const struct move *move)
{
    const struct want *want = &task->want;
    enum operation op = (enum operation)want->op;
    enum operation done = (enum operation)move->op;

    if (op == OP_EXIT)
        return true; /* It ends all others. */
    if (op == OP_PRINT && (done == OP_PRINT || done == OP_EXIT))
        return true;
    if (has_object(want) &&
        touches(move, want->object, owner_of(want->object, task)) &&
        !commutes(op, done))
        return true;
    if (want->other && touches(move, want->other, owner_of(want->other, task)))
        return true;
    uint64_t key = cancelling(want, task->birth);
    return key && touches(move, key, 0);
}

uint64_t happens_sleep(struct search *search, const struct scheduler *s)
{
    uint64_t sleep = 0;

    if (search->depth == 0 || search->depth > DPOR_MOVES)
        return 0;
    const struct frame *before = &search->frames[search->depth - 1];
    const struct move *move = &search->moves[search->depth - 1];
    uint64_t candidates = (before->sleep | before->done) & ~BIT(move->task);
    for (uint64_t left = candidates; left; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctzll(left);

        if (i < s->task_count && s->tasks[i].phase == SCHEDULED_STANDS &&
            !depends(&s->tasks[i], move) &&
            !meddle_depends(s, &s->tasks[i], move))
            sleep |= BIT(i);
    }
    return sleep;
}
