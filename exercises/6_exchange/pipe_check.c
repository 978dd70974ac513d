/* pipe_check.c - does the parent see the end, and is nothing left open? */
#include EXERCISE

#include "../check.h"

static void scenario(void)
{
    check(sum_from_child(2) == 3,
          "wrong result: sum is not that of all numbers");
}

static void adds_all_up(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++)
        check(sum_from_child(100) == 5050,
              "wrong result: the sum is not that of all numbers");
    check(sum_from_child(0) == 0, "wrong result: there was nothing to add");
}

static void adds_more_than_a_pipe_holds(void **state)
{
    (void)state;
    check(sum_from_child(40000) == 40000 * (40001 / 2.0),
          "wrong result: the sum is not that of all numbers");
}

CHECKS(scenario, FREELY(adds_all_up), FREELY(adds_more_than_a_pipe_holds))
