/* futex.c - words that tasks wait on. Whether the word is still what a waiter
   takes it for, the task itself looks, in the move before it waits. */
#include "scheduler/inside.h"

#include <errno.h>
#include <stddef.h>

enum { WAYS_AT_MOST = ALTERNATIVE_SPURIOUS - 1 };

/* In how many ways `few` can be chosen of `count`. */
static unsigned ways(unsigned count, unsigned few)
{
    uint64_t found = 1;

    if (few > count)
        return 0;
    for (unsigned i = 1; i <= few; i++) {
        found = found * (count - few + i) / i;
        if (found > WAYS_AT_MOST)
            return WAYS_AT_MOST;
    }
    return (unsigned)found;
}

static unsigned wakes(const struct scheduler *s, const struct scheduled *mover)
{
    unsigned count = scheduler_count_waiters(s, mover);

    if (mover->want.value <= 0)
        return 0;
    return mover->want.value < count ? (unsigned)mover->want.value : count;
}

unsigned scheduler_ways_to_wake(const struct scheduler *s, unsigned index)
{
    const struct scheduled *mover = &s->tasks[index];

    return ways(scheduler_count_waiters(s, mover), wakes(s, mover));
}

/* The choices are numbered with those first that have the earliest comers. */
static struct answer wake(struct scheduler *s, const struct scheduled *mover,
                          unsigned alternative)
{
    unsigned count = scheduler_count_waiters(s, mover);
    unsigned few = wakes(s, mover);
    struct answer answer = {.value = (int64_t)few};
    uint32_t order = s->waits++;

    for (unsigned rank = 0; few > 0; count--) {
        unsigned with = ways(count - 1, few - 1);

        if (alternative >= with && count > few) {
            alternative -= with;
            rank++; /* It sleeps on. */
            continue;
        }
        struct scheduled *woken = scheduler_waiter(s, mover, rank);
        if (!woken)
            break;
        scheduler_wake(woken, 0);
        woken->want.order = order;
        few--;
    }
    return answer;
}

struct answer scheduler_do_futex(struct scheduler *s, struct scheduled *task,
                                 unsigned alternative)
{
    if (task->want.op == OP_FUTEX_WAKE)
        return wake(s, task, alternative);
    return task->want.phase == PHASE_WAITS ? fails(ETIMEDOUT) : done;
}
