/* expect: livelock
   A pause of the same length for both. */
#include "../must.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

static atomic_int wants[2]; /* 1: this person wants to pass, or passes. */
static int passed;          /* Only who is in the corridor touches it. */

/* Person 0 or 1 comes to the corridor, and goes through once it is free. */
void pass(int me)
{
    int other = 1 - me;

    wants[me] = 1;
    while (wants[other]) {
        wants[me] = 0; /* After you! */
        nanosleep(&(struct timespec){.tv_nsec = 1000}, NULL);
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
