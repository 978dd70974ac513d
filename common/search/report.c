/* report.c - keeping what was found, and the simplest way to it. */
#include "search/report.h"

#include <string.h>

/* FNV-1a (G. Fowler, L. Noll, K.-P. Vo). */
static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    return hash;
}

/* How simple a run is: fewer preemptions, then fewer switches, then fewer
   moves; of two that are as simple, the one that comes first in order, so that
   it does not matter who finds which first. One that is too long to be kept is
   worse than any that is not. */
struct simplicity {
    uint32_t preemptions;
    uint32_t older;
    uint32_t switches;
    uint32_t length;
    const struct decision *moves;
};

/* By who moves, then by how: which waiter is woken, say. */
static uint64_t order_of(const struct decision *decision)
{
    return (uint64_t)decision->birth << 32 | decision->alternative;
}

static bool is_simpler(const struct simplicity *a, const struct simplicity *b)
{
    bool too_long = a->length > OUTCOME_MOVES;
    bool than_too_long = b->length > OUTCOME_MOVES;

    if (too_long != than_too_long)
        return than_too_long;
    if (a->preemptions != b->preemptions)
        return a->preemptions < b->preemptions;
    if (a->switches != b->switches)
        return a->switches < b->switches;
    if (a->length != b->length || too_long)
        return a->length < b->length;
    uint32_t i = 0;
    while (i < a->length && order_of(&a->moves[i]) == order_of(&b->moves[i]))
        i++;
    return i < a->length && order_of(&a->moves[i]) < order_of(&b->moves[i]);
}

/* Of an outcome and of a flaw, which have these members both. */
#define SIMPLICITY(found)                                                      \
    &(struct simplicity)                                                       \
    {                                                                          \
        (found)->preemptions, (found)->older, (found)->switches,               \
            (found)->length, (found)->moves                                    \
    }

#define TAKE_MOVES(found, from)                                                \
    do {                                                                       \
        (found)->preemptions = (from)->preemptions;                            \
        (found)->older = (from)->older;                                        \
        (found)->switches = (from)->switches;                                  \
        (found)->length = (from)->length;                                      \
        copy_moves((found)->moves, (from)->moves, (from)->length);             \
    } while (0)

static void copy_moves(struct decision *to, const struct decision *from,
                       uint32_t length)
{
    memcpy(to, from, report_kept(length) * sizeof *from);
}

static struct simplicity simplicity_of(const struct search *search)
{
    struct simplicity now = {.preemptions = search_preemptions(search),
                             .older = search_older(search),
                             .switches = search_switches(search)};

    now.moves = search_decisions(search, &now.length);
    return now;
}

static struct outcome_report *known_outcome(struct exploration *report,
                                            const struct outcome_report *ended)
{
    for (uint32_t i = 0; i < report->outcome_count; i++) {
        struct outcome_report *known = &report->outcomes[i];

        if (known->ended == ended->ended && known->status == ended->status &&
            known->hash == ended->hash && known->where == ended->where)
            return known;
    }
    return NULL;
}

/* What is kept changes: whoever reads it meanwhile would see half of it. */
static void begin_change(struct exploration *report)
{
    atomic_store(&report->changes, atomic_load(&report->changes) | 1);
}

static void end_change(struct exploration *report)
{
    atomic_store(&report->changes, (atomic_load(&report->changes) | 1) + 1);
}

static struct outcome_report *add_outcome(struct exploration *report,
                                          const struct outcome_report *ended,
                                          const char *output, size_t length)
{
    struct outcome_report *added = &report->outcomes[report->outcome_count];

    memcpy(added, ended, offsetof(struct outcome_report, output));
    added->runs = 0;
    added->output_length = (uint32_t)length;
    memcpy(added->output, output,
           length < OUTCOME_OUTPUT ? length : OUTCOME_OUTPUT);
    report->outcome_count++;
    return added;
}

/* Counted in runs and not by the clock: it is the same each time. */
static void limit_runs(struct exploration *report, const struct search *search,
                       bool fails)
{
    uint64_t runs = search_state(search).runs;

    if (fails && report->runs_after && !report->last_run)
        report->last_run = runs + report->runs_after;
    if (report->last_run && runs >= report->last_run)
        atomic_store(&report->stop, 1);
}

void report_run(struct exploration *report, const struct search *search,
                struct outcome_report *ending, const char *output,
                size_t length)
{
    bool fails = ending->ended != ENDED_EXIT || ending->status != 0;

    limit_runs(report, search, fails);
    ending->hash = hash_of(output, length);
    if (fails && (report->ends_at & 1U << ending->ended))
        atomic_store(&report->stop, 1);
    struct outcome_report *outcome = known_outcome(report, ending);

    if (!outcome && report->outcome_count == OUTCOMES) {
        report->other_outcomes++;
        return;
    }
    struct simplicity now = simplicity_of(search);
    if (!outcome || is_simpler(&now, SIMPLICITY(outcome))) {
        begin_change(report);
        if (!outcome)
            outcome = add_outcome(report, ending, output, length);
        TAKE_MOVES(outcome, &now);
        end_change(report);
    }
    outcome->runs += !search_follows(search);
}

static bool is_like(const struct flaw_report *a, const struct flaw_report *b)
{
    return a->kind == b->kind && a->misuse == b->misuse && a->leak == b->leak &&
           ((a->first == b->first && a->second == b->second) ||
            (a->first == b->second && a->second == b->first));
}

/* Its place; report->flaw_count: it is new. */
static uint32_t find_flaw(const struct exploration *report,
                          const struct flaw_report *flaw)
{
    uint32_t at = 0;

    while (at < report->flaw_count && !is_like(&report->flaws[at], flaw))
        at++;
    return at;
}

static void end_by_flaw(struct exploration *report, const struct search *search,
                        uint32_t kind)
{
    /* Of a leak it is only known at the end whether it counts. */
    limit_runs(report, search, kind != FLAW_LEAK);
    if (report->flaws_end_at & 1U << kind)
        atomic_store(&report->stop, 1);
}

bool report_again(struct exploration *report, const struct search *search,
                  const struct flaw_report *like)
{
    uint32_t at = find_flaw(report, like);
    struct flaw_report *known = &report->flaws[at];
    struct simplicity now = simplicity_of(search);

    if (at == report->flaw_count || is_simpler(&now, SIMPLICITY(known)))
        return false;
    end_by_flaw(report, search, like->kind);
    known->runs += !search_follows(search);
    return true;
}

void report_flaw(struct exploration *report, const struct search *search,
                 const struct flaw_report *flaw)
{
    uint32_t at = find_flaw(report, flaw);

    end_by_flaw(report, search, flaw->kind);
    if (at == FLAWS)
        return;
    struct flaw_report *known = &report->flaws[at];
    bool is_new = at == report->flaw_count;
    struct simplicity now = simplicity_of(search);
    if (is_new || is_simpler(&now, SIMPLICITY(known))) {
        begin_change(report);
        memcpy(known, flaw, offsetof(struct flaw_report, runs));
        TAKE_MOVES(known, &now);
        if (is_new) {
            known->runs = 0;
            report->flaw_count++;
        }
        end_change(report);
    }
    known->runs += !search_follows(search);
}

bool report_counts(const struct exploration *report,
                   const struct flaw_report *flaw)
{
    uint64_t ended_well = 0;

    if (flaw->kind != FLAW_LEAK || flaw->leak != LEAK_THREAD)
        return true;
    for (uint32_t i = 0; i < report->outcome_count && i < OUTCOMES; i++) {
        const struct outcome_report *outcome = &report->outcomes[i];

        if (outcome->ended != ENDED_EXIT || outcome->status != 0)
            return false;
        ended_well += outcome->runs;
    }
    return report->flaw_count == 1 && flaw->runs >= ended_well;
}

bool report_is_minimal(const struct exploration *report, uint32_t preemptions)
{
    return preemptions == 0 ||
           (report->state.bounded && preemptions <= report->state.bound + 1);
}

/* ---- Several. ---- */

static void merge_outcome(struct exploration *into, uint64_t *runs,
                          const struct outcome_report *outcome)
{
    struct outcome_report *known = known_outcome(into, outcome);

    if (!known && into->outcome_count < OUTCOMES) {
        known = &into->outcomes[into->outcome_count];
        memcpy(known, outcome, offsetof(struct outcome_report, moves));
        copy_moves(known->moves, outcome->moves, outcome->length);
        into->outcome_count++;
    } else if (known && is_simpler(SIMPLICITY(outcome), SIMPLICITY(known))) {
        TAKE_MOVES(known, outcome);
    }
    if (known)
        runs[known - into->outcomes] += outcome->runs;
    else
        into->other_outcomes += outcome->runs;
}

static void merge_flaw(struct exploration *into, uint64_t *runs,
                       const struct flaw_report *flaw)
{
    uint32_t at = 0;

    while (at < into->flaw_count && !is_like(&into->flaws[at], flaw))
        at++;
    if (at == FLAWS)
        return;
    struct flaw_report *known = &into->flaws[at];
    if (at == into->flaw_count ||
        is_simpler(SIMPLICITY(flaw), SIMPLICITY(known))) {
        memcpy(known, flaw, offsetof(struct flaw_report, runs));
        TAKE_MOVES(known, flaw);
        into->flaw_count += at == into->flaw_count;
    }
    runs[at] += flaw->runs;
}

/* Of an outcome or a flaw, while its search goes on: what half is of one run
   and half of another would look simpler than both. False: it changes just now,
   and is whole the next time. */
#define COPY_WHOLE(copy, part, found)                                          \
    copy_whole((copy), (found), offsetof(__typeof__(*(found)), moves),         \
               (copy)->moves, (found)->moves, &(found)->length, part)

static bool copy_whole(void *copy, const void *found, size_t size,
                       struct decision *moves, const struct decision *from,
                       const uint32_t *length, const struct exploration *part)
{
    uint32_t before = atomic_load(&part->changes);

    memcpy(copy, found, size);
    copy_moves(moves, from, *length);
    atomic_thread_fence(memory_order_acquire);
    return before % 2 == 0 && atomic_load(&part->changes) == before;
}

/* A search that has nothing more to do in a tree goes on to the next: of the
   runs of trees, those of the last count. */
static struct search_state merged(const struct exploration *const *parts,
                                  unsigned count)
{
    struct search_state all = parts[0]->state;

    for (unsigned i = 1; i < count; i++) {
        const struct search_state *one = &parts[i]->state;

        all.runs += one->runs;
        all.blocked += one->blocked;
        all.complete &= one->complete;
        all.proven &= one->proven;
        all.proven_by += one->proven_by;
        all.bounded &= one->bounded;
        if (one->bound < all.bound)
            all.bound = one->bound;
        if (one->tree > all.tree) {
            all.tree = one->tree;
            all.in_tree = one->in_tree;
        } else if (one->tree == all.tree) {
            all.in_tree += one->in_tree;
        }
    }
    if (all.complete && all.proven)
        all.in_tree = all.proven_by;
    return all;
}

void report_merge(struct exploration *into,
                  const struct exploration *const *parts, unsigned count)
{
    uint64_t outcome_runs[OUTCOMES] = {0};
    uint64_t flaw_runs[FLAWS] = {0};
    uint64_t moves = 0;

    into->other_outcomes = 0;
    into->state = merged(parts, count);
    for (unsigned i = 0; i < count; i++) {
        const struct exploration *part = parts[i];

        moves += part->moves;
        into->assumes_order |= part->assumes_order;
        into->misses_races |= part->misses_races;
        if (part->tasks_most > into->tasks_most)
            into->tasks_most = part->tasks_most;
        into->other_outcomes += part->other_outcomes;
        for (uint32_t j = 0; j < part->outcome_count; j++) {
            static struct outcome_report outcome;

            if (COPY_WHOLE(&outcome, part, &part->outcomes[j]))
                merge_outcome(into, outcome_runs, &outcome);
        }
        for (uint32_t j = 0; j < part->flaw_count; j++) {
            static struct flaw_report flaw;

            if (COPY_WHOLE(&flaw, part, &part->flaws[j]))
                merge_flaw(into, flaw_runs, &flaw);
        }
    }
    into->moves = moves;
    for (uint32_t i = 0; i < into->outcome_count; i++)
        into->outcomes[i].runs = outcome_runs[i];
    for (uint32_t i = 0; i < into->flaw_count; i++)
        into->flaws[i].runs = flaw_runs[i];
}
