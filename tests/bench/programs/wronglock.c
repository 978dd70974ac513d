/* One thread of several guards the value by another lock than the rest. */
#include <assert.h>
#include <pthread.h>

#ifndef OTHERS
#define OTHERS 1
#endif

static pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t wrong = PTHREAD_MUTEX_INITIALIZER;
static int value;

static void *first(void *argument)
{
    pthread_mutex_lock(&right);
    int seen = value;
    value++;
    assert(value == seen + 1);
    pthread_mutex_unlock(&right);
    return argument;
}

static void *second(void *argument)
{
    pthread_mutex_lock(&wrong);
    value++;
    pthread_mutex_unlock(&wrong);
    return argument;
}

int main(void)
{
    pthread_t threads[OTHERS + 1];

    pthread_create(&threads[0], NULL, first, NULL);
    for (int i = 1; i <= OTHERS; i++)
        pthread_create(&threads[i], NULL, second, NULL);
    for (int i = 0; i <= OTHERS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
