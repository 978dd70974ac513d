/* barrier_check.c - do all meet in every round? */
#include EXERCISE

#include "../check.h"

static int laps[2]; /* Plain: meeting must put them in order. */
static int seen[2];

struct runner {
    int number;
    int rounds;
};

static void *runs(void *argument)
{
    const struct runner *runner = argument;

    for (int round = 1; round <= runner->rounds; round++) {
        laps[runner->number]++;
        meet();
        seen[runner->number] += laps[1 - runner->number] == round;
        meet(); /* Nobody begins another lap before this was seen. */
    }
    return NULL;
}

static int all_meet(int rounds)
{
    struct runner one = {0, rounds};
    struct runner other = {1, rounds};

    laps[0] = laps[1] = seen[0] = seen[1] = 0;
    begin();
    CHECK_TOGETHER({runs, &one}, {runs, &other});
    return seen[0] == rounds && seen[1] == rounds;
}

static void scenario(void)
{
    check(all_meet(2), "wrong result: seen: a runner went on alone");
}

static void meet_in_every_round(void **state)
{
    (void)state;
    for (int times = 0; times < 20; times++)
        check(all_meet(100), "wrong result: a runner went on alone");
}

CHECKS(scenario, FREELY(meet_in_every_round))
