/* race_condition.c - two clerks count ballots, and none gets lost.

   Each clerk reads one ballot after the other and adds it to the tally that
   both share. A lock makes the addition one step; the reading, which takes
   long, is outside, so both still read at the same time. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>

enum { CLERKS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int tally; /* Ballots counted so far, by both clerks; guarded by lock. */

static void *count(void *pile)
{
    int ballots = *(int *)pile;

    for (int i = 0; i < ballots; i++) {
        work(); /* Reads a ballot. */
        MUST(pthread_mutex_lock(&lock));
        tally += 1;
        MUST(pthread_mutex_unlock(&lock));
    }
    return NULL;
}

/* Counts two piles of so many ballots each. Returns the tally. */
int count_all(int ballots)
{
    pthread_t clerks[CLERKS];

    tally = 0;
    for (int i = 0; i < CLERKS; i++)
        MUST(pthread_create(&clerks[i], NULL, count, &ballots));
    for (int i = 0; i < CLERKS; i++)
        MUST(pthread_join(clerks[i], NULL));
    return tally;
}

int main(void)
{
    printf("tally = %d of %d\n", count_all(1000), CLERKS * 1000);
    return 0;
}
