/* expect: ok
   A semaphore of 1 is a lock. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>
#include <semaphore.h>

enum { CLERKS = 2 };

static sem_t lock;
static int tally; /* Ballots counted so far, by both clerks; guarded by lock. */

static void *count(void *pile)
{
    int ballots = *(int *)pile;

    for (int i = 0; i < ballots; i++) {
        work(); /* Reads a ballot. */
        MUST(sem_wait(&lock));
        tally += 1;
        MUST(sem_post(&lock));
    }
    return NULL;
}

/* Counts two piles of so many ballots each. Returns the tally. */
int count_all(int ballots)
{
    pthread_t clerks[CLERKS];

    tally = 0;
    MUST(sem_init(&lock, 0, 1));
    for (int i = 0; i < CLERKS; i++)
        MUST(pthread_create(&clerks[i], NULL, count, &ballots));
    for (int i = 0; i < CLERKS; i++)
        MUST(pthread_join(clerks[i], NULL));
    MUST(sem_destroy(&lock));
    return tally;
}

int main(void)
{
    printf("tally = %d of %d\n", count_all(1000), CLERKS * 1000);
    return 0;
}
