/* barrier.c - two meet twice; each has its place, and nobody runs ahead. */
#include "parallel/barrier.h"

#include <assert.h>

enum { ROUNDS = 2 };

static struct barrier barrier;
static int done[2];

static void *work(void *argument)
{
    int me = *(int *)argument;

    for (int round = 1; round <= ROUNDS; round++) {
        unsigned place = 2;

        done[me] = round;
        assert(barrier_wait(&barrier, &place, FOREVER) == 0);
        assert(place < 2);
        assert(done[1 - me] == round);
        assert(barrier_wait(&barrier, NULL, FOREVER) == 0);
    }
    return NULL;
}

int main(void)
{
    int numbers[] = {0, 1};
    pthread_t thread;

    barrier_init(&barrier, 2, BETWEEN_THREADS);
    pthread_create(&thread, NULL, work, &numbers[0]);
    work(&numbers[1]);
    pthread_join(thread, NULL);
    assert(!barrier_is_broken(&barrier));
    barrier_fini(&barrier);
    return 0;
}
