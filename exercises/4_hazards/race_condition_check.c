/* race_condition_check.c - is every ballot counted, and are two read at
   once? */
#include EXERCISE

#include "../check.h"

static void scenario(void)
{
    check(count_all(1) == 2, "wrong result: tally is less than what was read");
}

static void counts_every_ballot(void **state)
{
    (void)state;
    for (int round = 0; round < 20; round++)
        check(count_all(500) == 1000,
              "wrong result: of 1,000 ballots some are not in tally");
}

CHECKS(scenario, FREELY(counts_every_ballot))
