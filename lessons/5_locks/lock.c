/* lock.c - how do threads share something that only one may use at a time?

   Watch: who holds `door`, who queues for it, and that nobody reads the
   counter while another is between its read and its write.
   Compare with: race_condition.c, the same addition without a lock. */
#include "../must.h"

#include <pthread.h>
#include <unistd.h>

enum { THREADS = 3, TURNS = 2 };

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static int counter; /* Guarded by door. */

static void *add(void *name)
{
    for (int i = 0; i < TURNS; i++) {
        MUST(pthread_mutex_lock(&door)); /* @enter */
        int seen = counter;              /* @read */
        printf("%s found %d\n", (const char *)name, seen);
        usleep(1000);       /* Without the lock, others would come in here. */
        counter = seen + 1; /* @write */
        MUST(pthread_mutex_unlock(&door)); /* @leave */
    }
    return NULL;
}

int main(void)
{
    static char names[THREADS][8] = {"first", "second", "third"};
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        MUST(pthread_create(&threads[i], NULL, add, names[i]));
    for (int i = 0; i < THREADS; i++)
        MUST(pthread_join(threads[i], NULL)); /* @join */
    printf("counter = %d, lost %d\n", counter, THREADS * TURNS - counter);
    return 0;
}
