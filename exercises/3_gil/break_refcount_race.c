/* break_refcount_race.c - an object is freed, and main still has it.

   Break it: find the order in which the assertion in main fails. This file is
   not to be edited; the schedule beside it is. */
#include "../must.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

static int references = 1; /* To one object; main has the first. */
static bool freed;

static void take(void)
{
    references += 1;
}

static void release(void)
{
    int left = references - 1;

    references = left;
    if (left == 0)
        freed = true;
}

static void *use(void *unused)
{
    take();
    release();
    return unused;
}

int main(void)
{
    pthread_t users[2];

    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&users[i], NULL, use, NULL));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(users[i], NULL));
    assert(!freed);
    return 0;
}
