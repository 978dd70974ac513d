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

/* Fewer preemptions, then fewer moves; but one that is too long to be kept is
   worse than any that is not. */
static bool is_simpler(uint32_t preemptions, uint32_t length,
                       uint32_t than_preemptions, uint32_t than_length)
{
    bool too_long = length > OUTCOME_MOVES;
    bool than_too_long = than_length > OUTCOME_MOVES;

    if (too_long != than_too_long)
        return than_too_long;
    if (preemptions != than_preemptions)
        return preemptions < than_preemptions;
    return length < than_length;
}

/* Keeps the present run's moves, if they are simpler than those of `runs`
   runs before. */
static void keep_moves(const struct search *search, uint64_t runs,
                       uint32_t *preemptions, uint32_t *length,
                       struct decision *moves)
{
    uint32_t count;
    const struct decision *made = search_decisions(search, &count);
    uint32_t now = search_preemptions(search);

    if (runs > 0 && !is_simpler(now, count, *preemptions, *length))
        return;
    *preemptions = now;
    *length = count;
    memcpy(moves, made,
           (count < OUTCOME_MOVES ? count : OUTCOME_MOVES) * sizeof *moves);
}

static struct outcome_report *outcome_like(struct exploration *report,
                                           const struct outcome_report *ended,
                                           const char *output, size_t length)
{
    for (uint32_t i = 0; i < report->outcome_count; i++) {
        struct outcome_report *known = &report->outcomes[i];

        if (known->ended == ended->ended && known->status == ended->status &&
            known->hash == ended->hash && known->where == ended->where)
            return known;
    }
    if (report->outcome_count == OUTCOMES)
        return NULL;
    struct outcome_report *added = &report->outcomes[report->outcome_count];
    memcpy(added, ended, offsetof(struct outcome_report, output));
    added->runs = 0;
    added->output_length = (uint32_t)length;
    memcpy(added->output, output,
           length < OUTCOME_OUTPUT ? length : OUTCOME_OUTPUT);
    report->outcome_count++;
    return added;
}

void report_run(struct exploration *report, const struct search *search,
                struct outcome_report *ending, const char *output,
                size_t length)
{
    bool fails = ending->ended != ENDED_EXIT || ending->status != 0;

    ending->hash = hash_of(output, length);
    if (fails && (report->ends_at & 1U << ending->ended))
        atomic_store(&report->stop, 1);
    struct outcome_report *outcome =
        outcome_like(report, ending, output, length);

    if (!outcome) {
        report->other_outcomes++;
        return;
    }
    keep_moves(search, outcome->runs, &outcome->preemptions, &outcome->length,
               outcome->moves);
    outcome->runs++;
}

static bool is_like(const struct flaw_report *a, const struct flaw_report *b)
{
    return a->kind == b->kind && a->misuse == b->misuse && a->leak == b->leak &&
           ((a->first == b->first && a->second == b->second) ||
            (a->first == b->second && a->second == b->first));
}

void report_flaw(struct exploration *report, const struct search *search,
                 const struct flaw_report *flaw)
{
    uint32_t at = 0;

    if (report->flaws_end_at & 1U << flaw->kind)
        atomic_store(&report->stop, 1);
    while (at < report->flaw_count && !is_like(&report->flaws[at], flaw))
        at++;
    if (at == FLAWS)
        return;
    struct flaw_report *known = &report->flaws[at];
    if (at == report->flaw_count) {
        memcpy(known, flaw, offsetof(struct flaw_report, runs));
        known->runs = 0;
        report->flaw_count++;
    }
    keep_moves(search, known->runs, &known->preemptions, &known->length,
               known->moves);
    known->runs++;
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
