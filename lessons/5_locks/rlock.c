/* rlock.c - may the owner of a lock take it once more?

   Watch: `house` held by one thread, once, twice, three times; the other
   thread comes in only when it is held no more.
   Compare with: lock.c, whose plain lock would make its owner wait for ever. */
#include "../must.h"

#include <pthread.h>

enum { FLOORS = 3 };

static pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t house; /* Recursive: made in main. */
static int inside;            /* Guarded by house: times entered, not left. */
static int highest;           /* Guarded by house: the most that ever was. */

static void climb(const char *who, int number)
{
    MUST(pthread_mutex_lock(&house)); /* @enter */
    inside++;
    if (inside > highest)
        highest = inside;
    printf("%s is on floor %d\n", who, number);
    if (number < FLOORS)
        climb(who, number + 1); /* @again */
    inside--;
    MUST(pthread_mutex_unlock(&house)); /* @leave */
}

static void *visit(void *who)
{
    climb(who, 1);
    return NULL;
}

/* Not locking again but trying to: locking would wait for itself. */
static int try_plain_twice(void)
{
    MUST(pthread_mutex_lock(&plain));
    int error = pthread_mutex_trylock(&plain); /* @plain */
    MUST(pthread_mutex_unlock(&plain));
    return error;
}

int main(void)
{
    pthread_mutexattr_t recursive;
    pthread_t first;
    pthread_t second;

    MUST(pthread_mutexattr_init(&recursive));
    MUST(pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE));
    MUST(pthread_mutex_init(&house, &recursive)); /* @recursive */
    MUST(pthread_mutexattr_destroy(&recursive));
    MUST(pthread_create(&first, NULL, visit, "first"));
    MUST(pthread_create(&second, NULL, visit, "second"));
    MUST(pthread_join(first, NULL));
    MUST(pthread_join(second, NULL));
    MUST(pthread_mutex_destroy(&house));
    printf("entered up to %d times; a plain lock, again: %s\n", highest,
           try_plain_twice() == EBUSY ? "refused" : "taken");
    return 0;
}
