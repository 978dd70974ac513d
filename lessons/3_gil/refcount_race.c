/* refcount_race.c - why is a count of references not simply an int?

   Watch: `references`, which two threads take up and down.
   Compare with: race_condition.c, where a lost update only makes a wrong sum;
   biased_refcount.c, one of the cures. */
#include "../must.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static int references = 1; /* To one object; main has the first. */
static bool freed;

static void take(void)
{
    references++; /* @take */
}

static void release(void)
{
    if (--references == 0) /* @release */
        freed = true;
}

/* Uses the object for a moment, as a function does with its argument. */
static void *use(void *unused)
{
    take();
    release();
    return unused;
}

int main(void)
{
    pthread_t first;
    pthread_t second;

    MUST(pthread_create(&first, NULL, use, NULL));
    MUST(pthread_create(&second, NULL, use, NULL));
    MUST(pthread_join(first, NULL));
    MUST(pthread_join(second, NULL));
    assert(!freed); /* @still_mine: main has never let go. */
    release();
    puts(freed ? "freed by the last one" : "never freed: a leak");
    return 0;
}
