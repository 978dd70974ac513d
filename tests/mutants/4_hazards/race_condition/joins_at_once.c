/* expect: beside-the-point
   Each clerk is waited for before the next one starts. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>

enum { CLERKS = 2 };

static int tally; /* Ballots counted so far, by both clerks. */

static void *count(void *pile)
{
    int ballots = *(int *)pile;

    for (int i = 0; i < ballots; i++) {
        work(); /* Reads a ballot. */
        tally += 1;
    }
    return NULL;
}

/* Counts two piles of so many ballots each. Returns the tally. */
int count_all(int ballots)
{
    pthread_t clerks[CLERKS];

    tally = 0;
    for (int i = 0; i < CLERKS; i++) {
        MUST(pthread_create(&clerks[i], NULL, count, &ballots));
        MUST(pthread_join(clerks[i], NULL));
    }
    return tally;
}

int main(void)
{
    printf("tally = %d of %d\n", count_all(1000), CLERKS * 1000);
    return 0;
}
