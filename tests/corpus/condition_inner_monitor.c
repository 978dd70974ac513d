/* expect: ok
   Both come through the outer monitor one after the other, and wait in none but
   the inner one. */
#include <pthread.h>

static pthread_mutex_t table = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t filled = PTHREAD_COND_INITIALIZER;
static int items;

static void put(void)
{
    pthread_mutex_lock(&table);
    pthread_mutex_lock(&lock);
    items++;
    pthread_cond_signal(&filled);
    pthread_mutex_unlock(&lock);
    pthread_mutex_unlock(&table);
}

static void take(void)
{
    pthread_mutex_lock(&table);
    pthread_mutex_unlock(&table);
    pthread_mutex_lock(&lock);
    while (items == 0)
        pthread_cond_wait(&filled, &lock);
    items--;
    pthread_mutex_unlock(&lock);
}

static void *produce(void *argument)
{
    put();
    return argument;
}

int main(void)
{
    pthread_t thread;

    put();
    take();
    pthread_create(&thread, NULL, produce, NULL);
    take();
    pthread_join(thread, NULL);
    return 0;
}
