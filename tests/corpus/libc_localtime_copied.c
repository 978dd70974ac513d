/* expect: ok
   What localtime answers is copied before the lock is released. */
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *work(void *argument)
{
    const time_t start = 0;

    pthread_mutex_lock(&lock);
    const struct tm day = *localtime(&start);
    pthread_mutex_unlock(&lock);
    return day.tm_mon > 12 ? argument : NULL;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, work, NULL);
    work(NULL);
    pthread_join(thread, NULL);
    return 0;
}
