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

enum {
    CIRCLES_SURE = 64,   /* Moves of each that are enough to see that it goes */
    CIRCLES_MOST = 50000 /* round; that nobody can say whether it does. */
};

/* Who goes round is set back until another has changed something; where there
   is nobody else, it goes on for a while. One whose own state is another each
   time may be counting up to something: it waits for others if what it reads
   again and again is there to be waited for, an atomic and no plain variable;
   else nobody can say. */
uint64_t circles_hold_back(struct search *search, const struct scheduler *s,
                           uint64_t spinners)
{
    uint32_t limit = 0;
    bool surely = true;

    for (uint64_t left = spinners; left; left &= left - 1) {
        const struct scheduled *task = &s->tasks[__builtin_ctzll(left)];

        limit += task->spins_surely ? CIRCLES_SURE : CIRCLES_MOST;
        surely &= task->spins_surely || task->want.op != OP_READ_VARIABLE;
    }
    if (search->circling++ < limit)
        return spinners;
    search->spun = surely;
    search->endless = !surely;
    return 0;
}
