/* livelock.c - can threads be busy for ever and get nothing done?

   Watch: each takes its lock, fails to get the other, lets go, tries again.
   Compare with: deadlock.c, the same two locks without the politeness. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

enum { TRIES = 10 };

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t doorway; /* Both arrive at the same moment. */

struct walker {
    const char *name;
    pthread_mutex_t *mine;
    pthread_mutex_t *other;
    int gave_way;
    bool passed;
};

static bool try_to_pass(const struct walker *walker)
{
    MUST(pthread_mutex_lock(walker->mine)); /* @mine */
    usleep(1000);                           /* Reaches for the other handle. */
    int error = pthread_mutex_trylock(walker->other); /* @other */
    MUST(error == EBUSY ? 0 : error);
    if (error == 0)
        MUST(pthread_mutex_unlock(walker->other));
    MUST(pthread_mutex_unlock(walker->mine)); /* @give_way */
    printf("%s: %s\n", walker->name, error ? "after you!" : "I am through");
    return error == 0;
}

static void *walk(void *argument)
{
    struct walker *walker = argument;
    int result = pthread_barrier_wait(&doorway); /* @arrive */

    MUST(result == PTHREAD_BARRIER_SERIAL_THREAD ? 0 : result);
    while (!walker->passed && walker->gave_way < TRIES) { /* @patience */
        walker->passed = try_to_pass(walker);
        walker->gave_way += !walker->passed;
    }
    return NULL;
}

int main(void)
{
    struct walker first = {"first", &left, &right, 0, false};
    struct walker second = {"second", &right, &left, 0, false};
    pthread_t threads[2];

    MUST(pthread_barrier_init(&doorway, NULL, 2));
    MUST(pthread_create(&threads[0], NULL, walk, &first));
    MUST(pthread_create(&threads[1], NULL, walk, &second));
    MUST(pthread_join(threads[0], NULL));
    MUST(pthread_join(threads[1], NULL));
    MUST(pthread_barrier_destroy(&doorway));
    printf("%d of 2 passed; they gave way %d and %d times\n",
           first.passed + second.passed, first.gave_way, second.gave_way);
    return 0;
}
