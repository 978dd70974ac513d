/* starvation.c - can a thread wait for ever while nothing is stuck?

   Watch: how often `greedy` takes the lock again while `modest` waits for it.
   Compare with: deadlock.c, where nobody gets on; here all but one do. */
#include "../must.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

enum { TURNS = 30 };

static pthread_mutex_t desk = PTHREAD_MUTEX_INITIALIZER;
static atomic_int greedy_turns; /* Times greedy has had the lock. */
static int passed_over;         /* Of these, while modest waited. */
static bool was_last;           /* greedy had had them all by then. */

static void *greedy(void *unused)
{
    for (int i = 0; i < TURNS; i++) {
        MUST(pthread_mutex_lock(&desk)); /* @again */
        atomic_fetch_add(&greedy_turns, 1);
        usleep(100000); /* Long work, and all of it under the lock. */
        MUST(pthread_mutex_unlock(&desk)); /* @release */
    }
    return unused;
}

static void *modest(void *unused)
{
    usleep(50000); /* Comes when greedy is at work. */
    int before = atomic_load(&greedy_turns);

    MUST(pthread_mutex_lock(&desk)); /* @wait */
    was_last = atomic_load(&greedy_turns) == TURNS;
    passed_over = atomic_load(&greedy_turns) - before;
    MUST(pthread_mutex_unlock(&desk));
    return unused;
}

int main(void)
{
    pthread_t first;
    pthread_t second;

    MUST(pthread_create(&first, NULL, greedy, NULL));
    MUST(pthread_create(&second, NULL, modest, NULL));
    MUST(pthread_join(second, NULL));
    MUST(pthread_join(first, NULL));
    printf("times modest was passed over: %d; it %s\n", passed_over,
           was_last ? "came last" : "came before the end");
    return 0;
}
