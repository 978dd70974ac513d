/* PAIRS writers set one value under one lock and then another under another;
   as many readers find the first set and the second not. */
#include <assert.h>
#include <pthread.h>

#ifndef PAIRS
#define PAIRS 1
#endif

static pthread_mutex_t first_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second_lock = PTHREAD_MUTEX_INITIALIZER;
static int first, second;

static void *set(void *argument)
{
    pthread_mutex_lock(&first_lock);
    first = 1;
    pthread_mutex_unlock(&first_lock);
    pthread_mutex_lock(&second_lock);
    second = first + 1;
    pthread_mutex_unlock(&second_lock);
    return argument;
}

static void *look(void *argument)
{
    pthread_mutex_lock(&first_lock);
    int seen = first;
    pthread_mutex_unlock(&first_lock);
    if (seen == 0)
        return argument;
    pthread_mutex_lock(&second_lock);
    int other = second;
    pthread_mutex_unlock(&second_lock);
    assert(other == seen + 1);
    return argument;
}

int main(void)
{
    pthread_t threads[2 * PAIRS];

    for (int i = 0; i < PAIRS; i++)
        pthread_create(&threads[i], NULL, set, NULL);
    for (int i = PAIRS; i < 2 * PAIRS; i++)
        pthread_create(&threads[i], NULL, look, NULL);
    for (int i = 0; i < 2 * PAIRS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
