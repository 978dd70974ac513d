/* livelock.c - two people in a narrow corridor, of whom one gives way.

   Both want to pass: then person 1 takes it back until person 0 is through, and
   person 0 only waits. They are no longer alike, so they cannot go round. */
#include "../must.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

static atomic_int wants[2]; /* 1: this person wants to pass, or passes. */
static int passed;          /* Only who is in the corridor touches it. */

/* Person 0 or 1 comes to the corridor, and goes through once it is free. */
void pass(int me)
{
    int other = 1 - me;

    wants[me] = 1;
    while (wants[other]) {
        if (me == 0) { /* Only one gives way. */
            sched_yield();
            continue;
        }
        wants[me] = 0;
        while (wants[other])
            sched_yield();
        wants[me] = 1;
    }
    passed++;
    wants[me] = 0;
}

/* How often somebody has passed. Nobody is there. */
int times_passed(void)
{
    return passed;
}

static void *walk(void *person)
{
    for (int i = 0; i < 1000; i++)
        pass((int)(intptr_t)person);
    return NULL;
}

int main(void)
{
    pthread_t one;
    pthread_t other;

    MUST(pthread_create(&one, NULL, walk, (void *)0));
    MUST(pthread_create(&other, NULL, walk, (void *)1));
    MUST(pthread_join(one, NULL));
    MUST(pthread_join(other, NULL));
    printf("passed %d times\n", times_passed());
    return 0;
}
