/* barrier.c - how do all of a group get to the second half together?

   Watch: who waits at `line_up` until the last one has come.
   Compare with: event.c, where one thread says go, and nobody else waits. */
#include "../must.h"

#include <pthread.h>

enum { WORKERS = 3 };

static pthread_barrier_t line_up;
static int part[WORKERS]; /* Each writes its own, and then reads them all. */
static int total[WORKERS];
static int was_last; /* Who came last, and how many say so of themselves. */
static int last_ones;

static void *worker(void *argument)
{
    int self = *(int *)argument;

    part[self] = self + 1;                         /* @first_half */
    int answer = pthread_barrier_wait(&line_up);   /* @wait */
    if (answer == PTHREAD_BARRIER_SERIAL_THREAD) { /* @one_of_them */
        was_last = self + 1;
        last_ones++;
    }
    for (int i = 0; i < WORKERS; i++)
        total[self] += part[i]; /* @second_half */
    return NULL;
}

int main(void)
{
    pthread_t threads[WORKERS];
    int numbers[WORKERS];

    MUST(pthread_barrier_init(&line_up, NULL, WORKERS)); /* @three */
    for (int i = 0; i < WORKERS; i++) {
        numbers[i] = i;
        MUST(pthread_create(&threads[i], NULL, worker, &numbers[i]));
    }
    for (int i = 0; i < WORKERS; i++)
        MUST(pthread_join(threads[i], NULL));
    printf("totals %d %d %d; chosen: worker %d, one of %d\n", total[0],
           total[1], total[2], was_last, last_ones);
    MUST(pthread_barrier_destroy(&line_up));
    return 0;
}
