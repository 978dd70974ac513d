/* expect: assertion
   A stack whose push and pop are locked, but not the look before the pop. */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int depth;

static void *push(void *argument)
{
    pthread_mutex_lock(&lock);
    depth++;
    pthread_mutex_unlock(&lock);
    return argument;
}

static void *pop(void *argument)
{
    int filled;

    pthread_mutex_lock(&lock);
    filled = depth > 0;
    pthread_mutex_unlock(&lock);
    if (!filled)
        return argument;
    pthread_mutex_lock(&lock);
    assert(depth > 0);
    depth--;
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[3];

    pthread_create(&threads[0], NULL, push, NULL);
    pthread_create(&threads[1], NULL, pop, NULL);
    pthread_create(&threads[2], NULL, pop, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
