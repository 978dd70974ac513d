/* expect: data-race
   Counted without the lock. */
#include "../must.h"

#include <pthread.h>

enum { RUNNERS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_there = PTHREAD_COND_INITIALIZER;
static int arrived;   /* In this round. Guarded by lock. */
static int round_now; /* The same. */

/* Nobody has come. */
void begin(void)
{
    arrived = 0;
}

/* Waits until all runners are here. */
void meet(void)
{
    int mine = round_now;
    int now = ++arrived;
    MUST(pthread_mutex_lock(&lock));
    if (now == RUNNERS) {
        arrived = 0;
        round_now++;
        MUST(pthread_cond_broadcast(&all_there));
    }
    while (round_now == mine)
        MUST(pthread_cond_wait(&all_there, &lock));
    MUST(pthread_mutex_unlock(&lock));
}

static void *run(void *number)
{
    for (int round = 1; round <= 3; round++) {
        meet();
        printf("runner %d has finished round %d\n", *(int *)number, round);
    }
    return NULL;
}

int main(void)
{
    int numbers[RUNNERS] = {1, 2};
    pthread_t runners[RUNNERS];

    begin();
    for (int i = 0; i < RUNNERS; i++)
        MUST(pthread_create(&runners[i], NULL, run, &numbers[i]));
    for (int i = 0; i < RUNNERS; i++)
        MUST(pthread_join(runners[i], NULL));
    return 0;
}
