/* meddle.c - moves that meet all that a process does.

   A fork copies what the process's other threads are at; a signal may be
   handled, or end the process, before any of its moves; and the end of a
   process closes what it has open and is noticed by its parent. Such moves are
   few: they are looked at one by one, and where one could be reversed, all that
   could move there are tried. */
#include "search/inside.h"

#include "trace/object.h"

#include <signal.h>
#include <string.h>

#define ALL UINT64_MAX

static uint64_t bit_of(uint32_t process)
{
    return process > 0 && process <= 64 ? UINT64_C(1) << (process - 1) : ALL;
}

static uint64_t parents_of(const struct scheduler *s, uint64_t processes)
{
    uint64_t parents = 0;

    for (uint32_t i = 0; i < s->process_count && i < SCHEDULER_PROCESSES; i++) {
        if ((processes & bit_of(i + 1)) && s->processes[i].parent)
            parents |= bit_of(s->processes[i].parent);
    }
    return parents;
}

/* Those that have a handler for the end of a child. */
static uint64_t handlers_among(const struct scheduler *s, uint64_t processes)
{
    const uint64_t child_changed = UINT64_C(1) << (SIGCHLD - 1);
    uint64_t found = 0;

    for (uint32_t i = 0; i < s->process_count && i < SCHEDULER_PROCESSES; i++) {
        if ((processes & bit_of(i + 1)) &&
            (s->processes[i].handled & child_changed))
            found |= bit_of(i + 1);
    }
    return found;
}

static uint64_t children_of(const struct scheduler *s, uint32_t process)
{
    uint64_t children = 0;

    for (uint32_t i = 0; i < s->process_count && i < SCHEDULER_PROCESSES; i++) {
        if (s->processes[i].parent == process && !s->processes[i].ended)
            children |= bit_of(i + 1);
    }
    return children;
}

static uint64_t signalled(const struct scheduler *s, uint64_t pid)
{
    uint32_t process = pid ? scheduler_process(s, (int32_t)pid) : 0;

    return process ? bit_of(process) : ALL;
}

static void ends(const struct scheduler *s, uint64_t processes,
                 struct meddling *meddling)
{
    meddling->ends = processes;
    meddling->parents = parents_of(s, processes);
    meddling->reaches |= handlers_among(s, meddling->parents);
}

static struct meddling meddling_of(const struct scheduler *s,
                                   const struct scheduled *task)
{
    struct meddling meddling = {0};
    uint32_t own = task->process;
    unsigned other;

    switch (task->want.op) {
    case OP_FORK:
    case OP_SPAWN:
        meddling.reaches = bit_of(own);
        break;
    case OP_SIGNAL_THREAD:
        other = scheduler_task(s, task->want.object);
        if (other < SCHEDULER_TASKS)
            meddling.reaches = bit_of(s->tasks[other].process);
        break;
    case OP_KILL:
        meddling.reaches = signalled(s, task->want.object);
        ends(s, meddling.reaches, &meddling);
        break;
    case OP_EXIT:
        if (s->process_count < 2)
            break; /* It is the run that ends. */
        meddling.reaches = bit_of(own) | children_of(s, own);
        ends(s, bit_of(own), &meddling);
        break;
    default:
        break;
    }
    return meddling;
}

/* What a process has open is closed, and what it has locked is not. */
static bool notices_end(enum operation op, uint64_t own,
                        const struct meddling *of)
{
    enum kind kind = operation_kind(op);

    if (kind == KIND_DESCRIPTOR || kind == KIND_FILE || kind == KIND_PIPE ||
        kind == KIND_SOCKET)
        return true;
    return (own & of->parents) && (operation_effect(op) == EFFECT_REAP ||
                                   operation_effect(op) == EFFECT_SLEEP);
}

/* Most do not, and then there is nothing to look for. */
static bool may_meddle(uint32_t op)
{
    return op == OP_FORK || op == OP_SPAWN || op == OP_SIGNAL_THREAD ||
           op == OP_KILL || op == OP_EXIT;
}

/* What a move is, to those of other tasks. */
struct side {
    struct meddling meddling;
    uint64_t own; /* Its process. */
    enum operation op;
};

static struct side side_of_move(const struct move *move)
{
    return (struct side){move->meddling, bit_of(move->of_process),
                         (enum operation)move->op};
}

static struct side side_of_task(const struct scheduler *s,
                                const struct scheduled *task)
{
    return (struct side){meddling_of(s, task), bit_of(task->process),
                         (enum operation)task->want.op};
}

static bool meets(const struct side *one, const struct side *other)
{
    const struct meddling *a = &one->meddling;
    const struct meddling *b = &other->meddling;

    return (a->reaches & (other->own | b->reaches)) ||
           (b->reaches & one->own) ||
           (a->ends && notices_end(other->op, other->own, a)) ||
           (b->ends && notices_end(one->op, one->own, b));
}

static bool meddles(const struct meddling *meddling)
{
    return (meddling->reaches | meddling->ends) != 0;
}

/* What made the task able to move cannot come after it. */
static bool can_be_reversed(const struct search *search, uint32_t at,
                            unsigned task)
{
    return search->made[task] == 0 || search->latest[task] > at ||
           (search->frames[at].enabled & BIT(task));
}

/* The task's want would follow the move at `at`. */
static void look_at(struct search *search, uint32_t at, unsigned task,
                    const struct side *now, bool looks, uint32_t *clock)
{
    const struct move *move = &search->moves[at];
    struct side earlier = side_of_move(move);

    if (move->task == task || clock[move->task] >= move->index ||
        !meets(&earlier, now))
        return;
    if (looks && can_be_reversed(search, at, task))
        search->frames[at].backtrack |=
            search->frames[at].enabled & ~search->frames[at].by_chance;
    for (unsigned i = 0; i < move->clocked; i++) {
        if (move->clock[i] > clock[i])
            clock[i] = move->clock[i];
    }
}

/* All moves before this one that it meets, the newest first. */
static struct meddling look_back(struct search *search,
                                 const struct scheduler *s, unsigned task,
                                 bool looks, uint32_t *clock)
{
    struct side now = side_of_task(s, &s->tasks[task]);

    if (meddles(&now.meddling)) {
        for (uint32_t at = search->depth; at-- > 0;)
            look_at(search, at, task, &now, looks, clock);
    } else {
        for (uint32_t i = search->meddler_count; i-- > 0;)
            look_at(search, search->meddlers[i], task, &now, looks, clock);
    }
    return now.meddling;
}

/* Who may be ended now could have moved before, and shows in no later move. */
static void offer_those_ended(struct search *search, const struct scheduler *s,
                              unsigned task, uint64_t ended)
{
    struct frame *frame = &search->frames[search->depth];

    for (uint64_t left = frame->enabled & ~BIT(task); left; left &= left - 1) {
        if (bit_of(s->tasks[__builtin_ctzll(left)].process) & ended)
            frame->backtrack |= frame->enabled & ~frame->by_chance;
    }
}

void meddle_move(struct search *search, const struct scheduler *s,
                 unsigned task)
{
    struct move *move = &search->moves[search->depth];
    bool looks = search->depth >= search->depth_replayed;

    move->of_process = s->tasks[task].process;
    move->meddling = (struct meddling){0};
    if (search->meddler_count == 0 && !may_meddle(s->tasks[task].want.op))
        return;
    move->meddling = look_back(search, s, task, looks, search->clocks[task]);
    if (!meddles(&move->meddling))
        return;
    if (looks)
        offer_those_ended(search, s, task, move->meddling.ends);
    if (search->meddler_count < MEDDLERS)
        search->meddlers[search->meddler_count++] = search->depth;
    else
        search->too_large = true;
}

void meddle_stands(struct search *search, const struct scheduler *s,
                   unsigned task)
{
    uint32_t clock[SEARCH_TASKS];

    memcpy(clock, search->clocks[task], search->clocked * sizeof *clock);
    look_back(search, s, task, true, clock);
}

bool meddle_depends(const struct scheduler *s, const struct scheduled *task,
                    const struct move *move)
{
    if (!meddles(&move->meddling) && !may_meddle(task->want.op))
        return false;
    struct side one = side_of_task(s, task);
    struct side other = side_of_move(move);

    return meets(&one, &other);
}
