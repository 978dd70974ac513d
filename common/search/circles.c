/* circles.c - runs that come back to a state they have been in.

   From there on they can do the same again, for ever. If all who could move in
   the meantime did move, no scheduler that is fair prevents it: a livelock. */
#include "search/inside.h"

void circles_begin(struct search *search)
{
    search->state_count = 0;
}

/* Who could move before the latest decisions, and who did, since that depth. */
static bool is_fair(const struct search *search, const struct scheduler *s,
                    uint32_t since)
{
    uint64_t could = 0;
    uint64_t moved = 0;

    for (uint32_t i = since; i < search->depth; i++) {
        unsigned task = scheduler_task(s, search->decisions[i].birth);

        could |= search->could[i];
        if (task < SEARCH_TASKS)
            moved |= BIT(task);
    }
    return (could & ~moved) == 0 && (moved & (moved - 1)) != 0;
}

bool search_is_livelock(struct search *search, const struct scheduler *s,
                        uint64_t state)
{
    state ^= search->chances * UINT64_C(0x9e3779b97f4a7c15);
    for (uint32_t i = 0; i < search->state_count; i++) {
        if (search->states[i].hash == state &&
            is_fair(search, s, search->states[i].depth)) {
            search->spun = true;
            return true;
        }
    }
    if (search->state_count < STATES) {
        search->states[search->state_count].hash = state;
        search->states[search->state_count++].depth = search->depth;
    }
    return false;
}
