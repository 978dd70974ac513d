/* expect: ok
   One flag for the corridor, taken in one step. */
#include "../must.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

static atomic_int taken; /* 1: somebody is in the corridor. */
static int passed;       /* Only who is in the corridor touches it. */

/* Person 0 or 1 comes to the corridor, and goes through once it is free. */
void pass(int me)
{
    (void)me;
    while (atomic_exchange(&taken, 1))
        sched_yield();
    passed++;
    taken = 0;
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
