/* shared_memory_check.c - does the count hold what all processes added? */
#include EXERCISE

#include "../check.h"

static void scenario(void)
{
    check(count_together(2, 1) == 2, "wrong result: count is too small");
}

static void counts_all(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++)
        check(count_together(3, 2000) == 6000,
              "wrong result: count is too small");
}

CHECKS(scenario, FREELY(counts_all))
