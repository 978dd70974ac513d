/* semaphore.c - POSIX's semaphore, and a second one that bounds it. */
#include "parallel/semaphore.h"
#include "parallel/inside.h"

#include <errno.h>

static int init(struct semaphore *semaphore, unsigned places, bool bounded,
                enum sharing sharing)
{
    int shared = sharing == BETWEEN_PROCESSES;

    semaphore->bounded = bounded;
    if (sem_init(&semaphore->places, shared, places) ||
        sem_init(&semaphore->taken, shared, 0))
        return errno;
    return 0;
}

int semaphore_init(struct semaphore *semaphore, unsigned places,
                   enum sharing sharing)
{
    return init(semaphore, places, false, sharing);
}

int semaphore_init_bounded(struct semaphore *semaphore, unsigned places,
                           enum sharing sharing)
{
    return init(semaphore, places, true, sharing);
}

int semaphore_fini(struct semaphore *semaphore)
{
    sem_destroy(&semaphore->taken);
    return sem_destroy(&semaphore->places) ? errno : 0;
}

int semaphore_acquire(struct semaphore *semaphore, long timeout_ms)
{
    int error = 0;

    if (sem_trywait(&semaphore->places)) /* There is none at once. */
        error = sem_take(&semaphore->places, timeout_ms);

    /* Who has not come back from here yet cannot be releasing. */
    if (!error && semaphore->bounded)
        sem_post(&semaphore->taken);
    return error;
}

/* Looking whether there is room and then posting would let two through at
   once. Taking from `taken` is one step: each place comes back once. */
int semaphore_release(struct semaphore *semaphore)
{
    if (semaphore->bounded && sem_take(&semaphore->taken, 0))
        return EOVERFLOW;
    return sem_post(&semaphore->places) ? errno : 0;
}
