/* biased_refcount.c - can counting references be safe and nearly free?

   Watch: the owner's count is plain, the others' is atomic; whoever finds both
   empty frees. Compare with: refcount_race.c, one plain count for all. */
#include "../must.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

enum { MERGED = 1, ONE = 2 }; /* In `shared`: a mark, and the count above it. */

static struct {
    int local;         /* References of the owner: main. Nobody else looks. */
    atomic_int shared; /* Of all others, less what they gave back. */
    int freed;
} object = {.local = 1};

static void owner_release(void)
{
    if (--object.local > 0)
        return;
    /* The owner is done: from now on the shared count is all there is. */
    if (atomic_fetch_or(&object.shared, MERGED) == 0) /* @merge */
        object.freed++;
}

static void other_take(void)
{
    atomic_fetch_add(&object.shared, ONE);
}

static void other_release(void)
{
    if (atomic_fetch_sub(&object.shared, ONE) - ONE == MERGED) /* @release */
        object.freed++;
}

static void *use(void *unused)
{
    other_release(); /* The reference that main took for us. */
    return unused;
}

/* Nanoseconds a pair of taking and releasing, on this machine. */
static double cost_of(int kind)
{
    enum { PAIRS = 1000 };
    static int plain;
    static atomic_int atomic;
    struct timespec from, to;

    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; kind && i < PAIRS; i++)
        atomic_fetch_sub(&atomic, atomic_fetch_add(&atomic, 1) + 1);
    for (int i = 0; !kind && i < PAIRS; i++)
        plain++, plain--;
    clock_gettime(CLOCK_MONOTONIC, &to);
    return ((double)(to.tv_sec - from.tv_sec) * 1e9 +
            (double)(to.tv_nsec - from.tv_nsec)) /
           PAIRS;
}

int main(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        other_take();
        MUST(pthread_create(&threads[i], NULL, use, NULL));
    }
    owner_release(); /* @owner_done */
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    printf("freed %d time(s)\n", object.freed);
    printf("a pair costs %.0f ns plain, %.0f ns atomic\n", cost_of(0),
           cost_of(1));
    return 0;
}
