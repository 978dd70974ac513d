/* follow.c - a run that goes by a plan, as far as it can. */
#include "search/inside.h"

#include <string.h>

bool search_follow(struct search *search, const struct decision *plan,
                   uint32_t length)
{
    if (length > PLAN)
        return false;
    search_begin_run(search);
    search->follows = true;
    search->plan_at = 0;
    search->plan_length = length;
    memcpy(search->plan, plan, length * sizeof *plan);
    return true;
}

bool search_follows(const struct search *search)
{
    return search->follows;
}

bool search_may_simplify(struct search *search)
{
    bool may = !search->simplified;

    search->simplified = true;
    return may;
}

/* What cannot be done now is left out. */
unsigned follow_choose(struct search *search, const struct scheduler *s,
                       uint64_t enabled, uint32_t *alternative)
{
    uint64_t usual = enabled & ~search->by_chance;
    unsigned task = SEARCH_TASKS;

    *alternative = 0;
    while (task == SEARCH_TASKS && search->plan_at < search->plan_length) {
        const struct decision *next = &search->plan[search->plan_at++];
        unsigned wanted = scheduler_task(s, next->birth);

        if (wanted >= SEARCH_TASKS || !(enabled & BIT(wanted)))
            continue;
        task = wanted;
        if (next->alternative < scheduler_alternatives(s, task))
            *alternative = next->alternative;
    }
    if (task == SEARCH_TASKS)
        task = search_usual(search, usual ? usual : enabled);
    if (search->standing.for_nothing & BIT(task))
        *alternative = ALTERNATIVE_SPURIOUS;
    return task;
}
