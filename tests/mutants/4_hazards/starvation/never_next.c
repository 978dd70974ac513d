/* expect: deadlock
   The next number is not called. */
#include "../must.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t moves_on = PTHREAD_COND_INITIALIZER;
static int next_number; /* Guarded by lock, as all here. */
static int turn;        /* Whose turn it is. */

/* Draws a number: 0, 1, 2 ... Does not wait. */
int arrive(void)
{
    MUST(pthread_mutex_lock(&lock));
    int number = next_number++;
    MUST(pthread_mutex_unlock(&lock));
    return number;
}

/* Waits until the counter is free for this number. */
void enter(int number)
{
    MUST(pthread_mutex_lock(&lock));
    while (turn != number)
        MUST(pthread_cond_wait(&moves_on, &lock));
    MUST(pthread_mutex_unlock(&lock));
}

/* The counter is free for the next one. */
void leave(void)
{
    MUST(pthread_mutex_lock(&lock));
    MUST(pthread_cond_broadcast(&moves_on));
    MUST(pthread_mutex_unlock(&lock));
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
