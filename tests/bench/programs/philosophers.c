/* SEATS philosophers take the fork at their left, then at their right. All at
   once, each waits for the next. */
#include <pthread.h>

#ifndef SEATS
#define SEATS 10
#endif

static pthread_mutex_t forks[SEATS];

static void *dine(void *argument)
{
    pthread_mutex_t *left = argument;
    pthread_mutex_t *right = &forks[(left - forks + 1) % SEATS];

    pthread_mutex_lock(left);
    pthread_mutex_lock(right);
    pthread_mutex_unlock(right);
    pthread_mutex_unlock(left);
    return NULL;
}

int main(void)
{
    pthread_t threads[SEATS];

    for (int i = 0; i < SEATS; i++)
        pthread_mutex_init(&forks[i], NULL);
    for (int i = 0; i < SEATS; i++)
        pthread_create(&threads[i], NULL, dine, &forks[i]);
    for (int i = 0; i < SEATS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
