/* lends.c - a thread that gives its mutex back only while it waits, and another
   that takes it then, once in each wait. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

enum { TIMES = 200 };

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
static atomic_int waits;
static atomic_bool done;

static void *borrow(void *unused)
{
    for (int i = 0; i < TIMES; i++) {
        int seen = atomic_load(&waits);

        while (atomic_load(&waits) == seen)
            continue;
        for (volatile int j = 0; j < 20000; j++)
            continue; /* Until it waits; or else it is waited for. */
        pthread_mutex_lock(&door);
        pthread_mutex_unlock(&door);
    }
    atomic_store(&done, true);
    return unused;
}

int main(void)
{
    pthread_t other;

    pthread_mutex_lock(&door);
    pthread_create(&other, NULL, borrow, NULL);
    while (!atomic_load(&done)) {
        struct timespec until;

        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 500000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        atomic_fetch_add(&waits, 1);
        pthread_cond_timedwait(&never, &door, &until);
    }
    pthread_mutex_unlock(&door);
    pthread_join(other, NULL);
    return 0;
}
