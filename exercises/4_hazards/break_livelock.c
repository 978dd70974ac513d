/* break_livelock.c - two walkers meet, and both give way, again and again.

   Break it: find an order in which nobody is blocked, and nobody gets through.
   This file is not to be edited; the schedule beside it is. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;

/* Takes both; or gives way: takes none. */
static bool passes(pthread_mutex_t *mine, pthread_mutex_t *other)
{
    MUST(pthread_mutex_lock(mine));
    int taken = pthread_mutex_trylock(other);

    if (taken == 0)
        MUST(pthread_mutex_unlock(other));
    MUST(pthread_mutex_unlock(mine));
    return taken == 0;
}

static void *first(void *unused)
{
    while (!passes(&left, &right))
        continue;
    return unused;
}

static void *second(void *unused)
{
    while (!passes(&right, &left))
        continue;
    return unused;
}

int main(void)
{
    pthread_t walkers[2];

    MUST(pthread_create(&walkers[0], NULL, first, NULL));
    MUST(pthread_create(&walkers[1], NULL, second, NULL));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(walkers[i], NULL));
    return 0;
}
