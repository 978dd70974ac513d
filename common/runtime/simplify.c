/* simplify.c - preemptions taken out one after the other. */
#include "runtime/simplify.h"

#include <string.h>

enum { EFFORT = 2000 /* Runs for each finding. */ };

static struct decision plan[OUTCOME_MOVES];

/* What a finding has of an outcome or a flaw. */
struct finding {
    const struct decision *moves;
    const uint32_t *preemptions;
    const uint32_t *switches;
    const uint32_t *length;
};

static uint32_t end_of(const struct decision *moves, uint32_t length,
                       uint32_t start)
{
    uint32_t end = start + 1;

    while (end < length && moves[end].birth == moves[start].birth)
        end++;
    return end;
}

/* The task that moves before `at` goes on with what it next does; or it waits
   with what it does until then. False: it does nothing any more. */
static bool join_at(const struct decision *moves, uint32_t length, uint32_t at,
                    bool waits)
{
    uint32_t start = at;
    uint32_t from = at;

    while (start < length && moves[start].birth != moves[at - 1].birth)
        start++;
    if (start == length)
        return false;
    uint32_t end = end_of(moves, length, start);
    uint32_t count = end - start;

    while (from > 0 && moves[from - 1].birth == moves[at - 1].birth)
        from--;
    if (waits) {
        memcpy(plan, moves, length * sizeof *plan);
        memcpy(plan + from, moves + at, (start - at) * sizeof *plan);
        memcpy(plan + from + (start - at), moves + from,
               (at - from) * sizeof *plan);
        return true;
    }
    memcpy(plan, moves, at * sizeof *plan);
    memcpy(plan + at, moves + start, count * sizeof *plan);
    memcpy(plan + at + count, moves + at, (start - at) * sizeof *plan);
    memcpy(plan + end, moves + end, (length - end) * sizeof *plan);
    return true;
}

static bool simplify_one(struct search *search, const struct finding *found,
                         bool (*run)(void))
{
    uint32_t at = 1;
    bool waits = false;

    for (int effort = 0; effort < EFFORT && at < *found->length;) {
        uint32_t preemptions = *found->preemptions;
        uint32_t switches = *found->switches;
        const struct decision *moves = found->moves;

        if (moves[at].birth == moves[at - 1].birth ||
            !join_at(moves, *found->length, at, waits)) {
            at++;
            waits = false;
            continue;
        }
        effort++;
        if (!search_follow(search, plan, *found->length) || !run())
            return false;
        if (*found->preemptions < preemptions || *found->switches < switches) {
            at = 1; /* Once more, from the start. */
            waits = false;
        } else {
            at += waits;
            waits = !waits;
        }
    }
    return true;
}

/* Within the bounds that were completed there is nothing simpler. */
static bool can_be_simpler(const struct exploration *report,
                           const struct finding *found)
{
    return *found->length <= OUTCOME_MOVES && *found->preemptions > 0 &&
           (!report->state.bounded ||
            *found->preemptions > report->state.bound);
}

void simplify(struct search *search, const struct exploration *report,
              bool (*run)(void))
{
    bool goes_on = true;

    for (uint32_t i = 0; goes_on && i < report->outcome_count; i++) {
        const struct outcome_report *outcome = &report->outcomes[i];
        const struct finding found = {outcome->moves, &outcome->preemptions,
                                      &outcome->switches, &outcome->length};

        if ((outcome->ended == ENDED_ASSERT || outcome->ended == ENDED_STUCK ||
             outcome->ended == ENDED_EXIT) &&
            can_be_simpler(report, &found))
            goes_on = simplify_one(search, &found, run);
    }
    for (uint32_t i = 0; goes_on && i < report->flaw_count; i++) {
        const struct flaw_report *flaw = &report->flaws[i];
        const struct finding found = {flaw->moves, &flaw->preemptions,
                                      &flaw->switches, &flaw->length};

        if (can_be_simpler(report, &found))
            goes_on = simplify_one(search, &found, run);
    }
}
