/* expect: ok
   A ticket lock of two atomics. */
#include "../must.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static atomic_int next_number;
static atomic_int turn; /* Whose turn it is. */

/* Draws a number: 0, 1, 2 ... Does not wait. */
int arrive(void)
{
    return atomic_fetch_add(&next_number, 1);
}

/* Waits until the counter is free for this number. */
void enter(int number)
{
    while (turn != number)
        sched_yield();
}

/* The counter is free for the next one. */
void leave(void)
{
    turn++;
}

static void *visit(void *unused)
{
    for (int i = 0; i < 3; i++) {
        int number = arrive();

        enter(number);
        printf("serving %d\n", number);
        leave();
    }
    return unused;
}

int main(void)
{
    pthread_t visitors[3];

    for (int i = 0; i < 3; i++)
        MUST(pthread_create(&visitors[i], NULL, visit, NULL));
    for (int i = 0; i < 3; i++)
        MUST(pthread_join(visitors[i], NULL));
    return 0;
}
