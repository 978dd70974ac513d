/* semaphore.c - a bounded one never has more places than it began with. */
#include "parallel/semaphore.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

static struct semaphore parking;
static atomic_int inside;

static void *park(void *argument)
{
    semaphore_acquire(&parking, FOREVER);
    assert(atomic_fetch_add(&inside, 1) == 0);
    atomic_fetch_sub(&inside, 1);
    assert(semaphore_release(&parking) == 0);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    semaphore_init_bounded(&parking, 1, BETWEEN_THREADS);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, park, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(semaphore_release(&parking) == EOVERFLOW);
    return 0;
}
