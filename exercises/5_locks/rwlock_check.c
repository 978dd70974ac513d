/* rwlock_check.c - do readers read at once, and never half a change? */
#include EXERCISE

#include "../check.h"

static void *looks_up(void *time)
{
    *(int *)time = departure(1);
    return NULL;
}

static void *changes(void *unused)
{
    change(1, 9, 10);
    return unused;
}

static int is_whole(int time)
{
    return time == 8 * 60 + 50 || time == 9 * 60 + 10;
}

static void scenario(void)
{
    int times[2];

    change(1, 8, 50);
    CHECK_TOGETHER({looks_up, &times[0]}, {looks_up, &times[1]},
                   {changes, NULL});
    check(is_whole(times[0]) && is_whole(times[1]),
          "wrong result: hours: half a change was seen");
    check(departure(1) == 9 * 60 + 10,
          "wrong result: hours: the change did not stay");
}

static void reads_whole_times(void **state)
{
    int times[3];

    (void)state;
    for (int round = 0; round < 100; round++) {
        change(1, 8, 50);
        CHECK_TOGETHER({looks_up, &times[0]}, {changes, NULL},
                       {looks_up, &times[1]}, {looks_up, &times[2]});
        check(is_whole(times[0]) && is_whole(times[1]) && is_whole(times[2]),
              "wrong result: half a change was seen");
    }
}

CHECKS(scenario, FREELY(reads_whole_times))
