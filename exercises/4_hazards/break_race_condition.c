/* break_race_condition.c - two clerks add a ballot each, and one gets lost.

   Break it: find the order in which the assertion in main fails. This file is
   not to be edited; the schedule beside it is. */
#include "../must.h"

#include <assert.h>
#include <pthread.h>

static int tally; /* Ballots counted so far, by both clerks. */

static void *count(void *unused)
{
    tally += 1;
    return unused;
}

int main(void)
{
    pthread_t clerks[2];

    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&clerks[i], NULL, count, NULL));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(clerks[i], NULL));
    assert(tally == 2);
    return 0;
}
