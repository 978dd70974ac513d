/* break_queue.c - a queue from which somebody takes what is not there.

   Break it: find the order in which the assertion in take() fails. This file
   is not to be edited; the schedule beside it is. */
#include "../must.h"

#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;
static int items; /* In the queue. Guarded by lock. */

static void put(void)
{
    MUST(pthread_mutex_lock(&lock));
    if (items++ == 0)
        MUST(pthread_cond_signal(&not_empty));
    MUST(pthread_mutex_unlock(&lock));
}

static void *take(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    if (items == 0)
        MUST(pthread_cond_wait(&not_empty, &lock));
    assert(items > 0);
    items--;
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

int main(void)
{
    pthread_t consumers[2];

    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&consumers[i], NULL, take, NULL));
    for (int i = 0; i < 2; i++)
        put();
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(consumers[i], NULL));
    return 0;
}
