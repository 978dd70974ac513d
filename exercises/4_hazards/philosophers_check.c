/* philosophers_check.c - do all get their meals, two of them at once? */
#include EXERCISE

#include "../check.h"

static void scenario(void)
{
    check(dine(1) == 8, "wrong result: used does not count two forks a meal");
}

static void all_get_their_meals(void **state)
{
    (void)state;
    for (int round = 0; round < 20; round++)
        check(dine(50) == 400,
              "wrong result: used does not count two forks a meal");
}

CHECKS(scenario, FREELY(all_get_their_meals))
