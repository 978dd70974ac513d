/* event_check.c - do all runners go, and none before GO? */
#include EXERCISE

#include "../check.h"

static struct event event;
static int given; /* Written before GO, read behind it: no lock is needed. */
static int seen[3];

static void *waits(void *place)
{
    event_wait(&event);
    *(int *)place = given;
    return NULL;
}

static void *sets(void *unused)
{
    given = 7;
    event_set(&event);
    return unused;
}

static void scenario(void)
{
    event_init(&event);
    given = 0;
    CHECK_TOGETHER({waits, &seen[0]}, {waits, &seen[1]}, {sets, NULL});
    check(seen[0] == 7 && seen[1] == 7,
          "wrong result: seen: a runner went before GO");
    waits(&seen[2]); /* Who comes later goes at once. */
    event_fini(&event);
}

static void all_go(void **state)
{
    (void)state;
    for (int round = 0; round < 100; round++) {
        given = 0;
        event_init(&event);
        CHECK_TOGETHER({waits, &seen[0]}, {waits, &seen[1]}, {sets, NULL},
                       {waits, &seen[2]});
        event_fini(&event);
        check(seen[0] + seen[1] + seen[2] == 21,
              "wrong result: a runner went before GO");
    }
}

CHECKS(scenario, FREELY(all_go))
