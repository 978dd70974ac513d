/* circles.c - runs that come back to a state they have been in.

   From there on they can do the same again, for ever. If all who could move in
   the meantime did move, no scheduler that is fair prevents it: a livelock. */
#include "search/inside.h"

void circles_begin(struct search *search)
{
    search->state_count = 0;
    search->circle_most = 0;
}

/* It looks, and nothing more, and others make changes that it does not look at:
   it could have gone on at another moment, as one who waits for a lock. */
static bool is_passed_over(const struct scheduler *s,
                           const struct scheduled *task, uint32_t since)
{
    uint64_t news = s->changes + s->returns + s->takes;

    return task->changed_at <= since && task->looked_at > since &&
           (task->missed_at > since || task->news != news);
}

struct circle {
    uint32_t since; /* A depth. */
    uint64_t could; /* Move, */
    uint64_t moved; /* and did. */
};

static struct circle circle_since(const struct search *search,
                                  const struct scheduler *s, uint32_t since)
{
    struct circle circle = {.since = since};

    for (uint32_t i = since; i < search->depth; i++) {
        unsigned task = scheduler_task(s, search->decisions[i].birth);

        circle.could |= search->could[i];
        if (task < SEARCH_TASKS)
            circle.moved |= BIT(task);
    }
    return circle;
}

static bool is_fair(const struct scheduler *s, const struct circle *circle)
{
    uint64_t moved = circle->moved;

    if ((circle->could & ~moved) || !(moved & (moved - 1)))
        return false;
    for (uint64_t left = moved; left; left &= left - 1) {
        if (is_passed_over(s, &s->tasks[__builtin_ctzll(left)], circle->since))
            return false;
    }
    return true;
}

/* Who went round is set back until another has changed something. */
static void set_back(struct search *search, struct scheduler *s,
                     const struct circle *circle)
{
    for (uint64_t left = circle->moved; left; left &= left - 1) {
        struct scheduled *task = &s->tasks[__builtin_ctzll(left)];

        task->spins = task->spins_surely = task->circles = true;
    }
    s->any_spins = true;
    if (search->circle_most < search->depth - circle->since)
        search->circle_most = search->depth - circle->since;
}

bool search_is_livelock(struct search *search, struct scheduler *s,
                        uint64_t state)
{
    struct circle latest = {0};

    /* What an older store has shown cannot go on for ever. */
    state ^= (search->chances + ((uint64_t)search->stale << 32)) *
             UINT64_C(0x9e3779b97f4a7c15);
    for (uint32_t i = 0; i < search->state_count; i++) {
        if (search->states[i].hash != state)
            continue;
        latest = circle_since(search, s, search->states[i].depth);
        if (is_fair(s, &latest)) {
            search->spun = true;
            return true;
        }
    }
    if (latest.moved)
        set_back(search, s, &latest);
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
   is nobody else, all of them go on for a while, in turn. One whose own state
   is another each time may be counting up to something: it waits for others if
   what it reads again and again is there to be waited for, an atomic and no
   plain variable; else nobody can say. */
uint64_t circles_hold_back(struct search *search, const struct scheduler *s,
                           uint64_t spinners)
{
    uint32_t limit = 0;
    bool surely = true;

    for (uint64_t left = spinners; left; left &= left - 1) {
        const struct scheduled *task = &s->tasks[__builtin_ctzll(left)];

        limit += task->spins_surely ? CIRCLES_SURE + 2 * search->circle_most
                                    : CIRCLES_MOST;
        surely &= task->spins_surely || task->want.op != OP_READ_VARIABLE;
    }
    if (search->circling++ < limit)
        return BIT(search_next_in_turn(search, spinners));
    search->spun = surely;
    search->endless = !surely;
    return 0;
}
