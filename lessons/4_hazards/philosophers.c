/* philosophers.c - can five wait in a circle, when two are enough for it?

   Watch: who holds which fork when each wants the second one.
   Compare with: deadlock.c, the same with two threads and two locks. */
#include "../must.h"

#include <pthread.h>
#include <unistd.h>

enum { PHILOSOPHERS = 5 };

static pthread_mutex_t forks[PHILOSOPHERS]; /* One between each two. */
static int meals[PHILOSOPHERS];             /* Each writes only its own. */

/* Takes the fork on the left, then that on the right. */
static void *philosopher(void *argument)
{
    int self = *(int *)argument;
    pthread_mutex_t *left = &forks[self];
    pthread_mutex_t *right = &forks[(self + 1) % PHILOSOPHERS];

    MUST(pthread_mutex_lock(left));  /* @left */
    usleep(1000);                    /* Reaches over the table. */
    MUST(pthread_mutex_lock(right)); /* @right */
    meals[self]++;
    MUST(pthread_mutex_unlock(right));
    MUST(pthread_mutex_unlock(left));
    return NULL;
}

int main(void)
{
    pthread_t threads[PHILOSOPHERS];
    int numbers[PHILOSOPHERS];
    int eaten = 0;

    for (int i = 0; i < PHILOSOPHERS; i++)
        MUST(pthread_mutex_init(&forks[i], NULL));
    for (int i = 0; i < PHILOSOPHERS; i++) {
        numbers[i] = i;
        MUST(pthread_create(&threads[i], NULL, philosopher, &numbers[i]));
    }
    for (int i = 0; i < PHILOSOPHERS; i++) {
        MUST(pthread_join(threads[i], NULL)); /* @join */
        eaten += meals[i];
    }
    printf("%d of %d have eaten\n", eaten, PHILOSOPHERS);
    return 0;
}
