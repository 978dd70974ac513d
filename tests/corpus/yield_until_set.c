/* expect: ok
   Yields until a flag is set, under a lock. */
#include <pthread.h>
#include <sched.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int ready;

static void *await(void *argument)
{
    for (;;) {
        pthread_mutex_lock(&lock);
        int now = ready;
        pthread_mutex_unlock(&lock);
        if (now)
            break;
        sched_yield();
    }
    return argument;
}

static void *set(void *argument)
{
    pthread_mutex_lock(&lock);
    ready = 1;
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_create(&threads[0], NULL, await, NULL);
    pthread_create(&threads[1], NULL, set, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
