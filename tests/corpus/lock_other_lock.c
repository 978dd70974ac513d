/* expect: data-race
   Each guards the same variable by another lock. */
#include <pthread.h>

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;
static int shared;

static void *one(void *argument)
{
    pthread_mutex_lock(&a);
    shared++;
    pthread_mutex_unlock(&a);
    return argument;
}

static void *other(void *argument)
{
    pthread_mutex_lock(&b);
    shared++;
    pthread_mutex_unlock(&b);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, one, NULL);
    pthread_create(&threads[1], NULL, other, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
