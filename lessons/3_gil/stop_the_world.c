/* stop_the_world.c - how does a collector look at memory that others change?

   Watch: `stop` asks, each thread stops at its next safe point, `parked` counts
   them. Compare with: barrier.c, where all wait, and nobody asks. */
#include "../must.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

enum { THREADS = 2, ROUNDS = 2 };

static pthread_mutex_t world = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool stop;            /* The collector wants to look. */
static int parked;           /* At a safe point, or at their end. */
static int objects[THREADS]; /* Of each thread; it needs no lock for them. */
static int linked[THREADS];  /* The same again: equal between instructions. */

/* Here nothing is half done, so here a thread may be stopped. */
static void safe_point(void)
{
    MUST(pthread_mutex_lock(&world));
    while (stop) {
        parked++; /* @park */
        MUST(pthread_cond_broadcast(&changed));
        while (stop)
            MUST(pthread_cond_wait(&changed, &world));
        parked--;
    }
    MUST(pthread_mutex_unlock(&world));
}

static void *mutate(void *argument)
{
    int *mine = argument;

    for (int i = 0; i < ROUNDS; i++) {
        ++*mine; /* @half: for a moment the two counts differ. */
        linked[mine - objects]++;
        safe_point();
    }
    MUST(pthread_mutex_lock(&world));
    parked++; /* @end: whoever has ended is stopped for good. */
    MUST(pthread_cond_broadcast(&changed));
    MUST(pthread_mutex_unlock(&world));
    return NULL;
}

static void collect(void)
{
    MUST(pthread_mutex_lock(&world));
    stop = true; /* @stop */
    while (parked < THREADS)
        MUST(pthread_cond_wait(&changed, &world));
    for (int i = 0; i < THREADS; i++) /* @look: the world stands still. */
        assert(objects[i] == linked[i]);
    printf("counted %d objects\n", objects[0] + objects[1]);
    stop = false; /* @go */
    MUST(pthread_cond_broadcast(&changed));
    MUST(pthread_mutex_unlock(&world));
}

int main(void)
{
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        MUST(pthread_create(&threads[i], NULL, mutate, &objects[i]));
    collect();
    for (int i = 0; i < THREADS; i++)
        MUST(pthread_join(threads[i], NULL));
    return 0;
}
