/* barrier.c - nobody reads a part before all parts are written.
   Prints:
       sum seen by each: 6 6 6 */
#include "parallel/barrier.h"
#include "parallel/thread.h"

#include <stdio.h>

static struct barrier barrier;
static int parts[3];
static int sums[3];

static void work(void *argument)
{
    int me = *(int *)argument;

    parts[me] = me + 1;
    barrier_wait(&barrier, NULL, FOREVER);
    sums[me] = parts[0] + parts[1] + parts[2];
}

int main(void)
{
    struct thread threads[3];
    int numbers[3] = {0, 1, 2};

    barrier_init(&barrier, 3, BETWEEN_THREADS);
    for (int i = 0; i < 3; i++)
        thread_start(&threads[i], NULL, work, &numbers[i]);
    for (int i = 0; i < 3; i++)
        thread_join(&threads[i], FOREVER);
    printf("sum seen by each: %d %d %d\n", sums[0], sums[1], sums[2]);
    barrier_fini(&barrier);
}
