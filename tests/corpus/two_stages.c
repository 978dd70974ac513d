/* expect: assertion data-race
   One value is written under one lock, the next under another; a reader comes
   between the stages. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int first;
static int second;

static void *put(void *argument)
{
    pthread_mutex_lock(&a);
    first = 1;
    pthread_mutex_unlock(&a);
    pthread_mutex_lock(&b);
    second = first + 1;
    pthread_mutex_unlock(&b);
    return argument;
}

static void *get(void *argument)
{
    int x;
    int y;

    pthread_mutex_lock(&a);
    x = first;
    pthread_mutex_unlock(&a);
    if (x == 0)
        return argument;
    pthread_mutex_lock(&b);
    y = second;
    pthread_mutex_unlock(&b);
    assert(y == x + 1);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, put, NULL);
    pthread_create(&threads[1], NULL, get, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
