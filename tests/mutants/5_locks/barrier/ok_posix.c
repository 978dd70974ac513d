/* expect: ok
   The barrier that POSIX has. */
#include "../must.h"

#include <pthread.h>

enum { RUNNERS = 2 };

static pthread_barrier_t barrier;

/* Nobody has come. */
void begin(void)
{
    MUST(pthread_barrier_init(&barrier, NULL, RUNNERS));
}

/* Waits until all runners are here. */
void meet(void)
{
    pthread_barrier_wait(&barrier);
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
