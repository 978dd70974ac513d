/* So many philosophers, who ask the waiter first: no two can meet. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 8 };
static pthread_mutex_t waiter = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t forks[MOST];
static int seats[MOST];
static int count;

static void *dine(void *argument)
{
    int left = *(int *)argument;
    int right = (left + 1) % count;

    pthread_mutex_lock(&waiter);
    pthread_mutex_lock(&forks[left]);
    pthread_mutex_lock(&forks[right]);
    pthread_mutex_unlock(&forks[right]);
    pthread_mutex_unlock(&forks[left]);
    pthread_mutex_unlock(&waiter);
    return argument;
}

int main(int argc, char **argv)
{
    pthread_t threads[MOST];

    count = argc > 1 ? atoi(argv[1]) : 2;
    for (int i = 0; i < count; i++) {
        pthread_mutex_init(&forks[i], NULL);
        seats[i] = i;
    }
    for (int i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, dine, &seats[i]);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
