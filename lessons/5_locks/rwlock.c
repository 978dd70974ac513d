/* rwlock.c - may two read at the same time, if nobody writes?

   Watch: who holds `board`, and as what; who waits while two read.
   Compare with: lock.c, where even readers wait for each other. */
#include "../must.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { READERS = 2 };

static pthread_rwlock_t board = PTHREAD_RWLOCK_INITIALIZER;
static int departure = 10; /* Guarded by board: two that belong together. */
static int arrival = 11;

static atomic_int reading; /* Readers inside now, */
static atomic_int most;    /* and the most there have been at once. */
static atomic_int torn;    /* Readers who saw one changed, and one not. */

static void *reader(void *unused)
{
    MUST(pthread_rwlock_rdlock(&board)); /* @read */
    int now = atomic_fetch_add(&reading, 1) + 1;
    if (now > atomic_load(&most))
        atomic_store(&most, now);
    usleep(1000); /* Reads slowly. */
    if (arrival != departure + 1)
        atomic_fetch_add(&torn, 1); /* @torn */
    atomic_fetch_sub(&reading, 1);
    MUST(pthread_rwlock_unlock(&board));
    return unused;
}

static void *writer(void *unused)
{
    MUST(pthread_rwlock_wrlock(&board)); /* @write */
    departure += 5;
    usleep(1000); /* The moment in which the two do not fit. */
    arrival += 5;
    MUST(pthread_rwlock_unlock(&board));
    return unused;
}

int main(void)
{
    pthread_t threads[READERS + 1];

    for (int i = 0; i < READERS; i++)
        MUST(pthread_create(&threads[i], NULL, reader, NULL));
    MUST(pthread_create(&threads[READERS], NULL, writer, NULL));
    for (int i = 0; i < READERS + 1; i++)
        MUST(pthread_join(threads[i], NULL)); /* @join */
    printf("readers at once: %d, readers deceived: %d\n", atomic_load(&most),
           atomic_load(&torn));
    return 0;
}
