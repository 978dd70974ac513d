/* deadlock.c - can two threads wait for each other for ever?

   Watch: who holds `left` and who holds `right` when each wants the other.
   Compare with: lock.c, where there is one lock and one order. */
#include "../must.h"

#include <pthread.h>
#include <unistd.h>

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;

/* Work that takes a moment: long enough for the other thread to begin. */
static void work(void)
{
    usleep(1000);
}

static void *left_then_right(void *unused)
{
    MUST(pthread_mutex_lock(&left));
    work();
    MUST(pthread_mutex_lock(&right)); /* @left_wants_right */
    puts("left_then_right has both");
    MUST(pthread_mutex_unlock(&right));
    MUST(pthread_mutex_unlock(&left));
    return unused;
}

static void *right_then_left(void *unused)
{
    MUST(pthread_mutex_lock(&right));
    work();
    MUST(pthread_mutex_lock(&left)); /* @right_wants_left */
    puts("right_then_left has both");
    MUST(pthread_mutex_unlock(&left));
    MUST(pthread_mutex_unlock(&right));
    return unused;
}

int main(void)
{
    pthread_t first;
    pthread_t second;

    MUST(pthread_create(&first, NULL, left_then_right, NULL));
    MUST(pthread_create(&second, NULL, right_then_left, NULL));
    MUST(pthread_join(first, NULL)); /* @join */
    MUST(pthread_join(second, NULL));
    puts("both finished");
    return 0;
}
