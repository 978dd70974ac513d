/* expect: ok
   A writer waits until nobody reads, and while it does nobody begins. */
#include <pthread.h>
#include <stdbool.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t none = PTHREAD_COND_INITIALIZER;
static pthread_cond_t written = PTHREAD_COND_INITIALIZER;
static int readers;
static bool waits, done;

static bool read_it(void)
{
    pthread_mutex_lock(&lock);
    while (waits)
        pthread_cond_wait(&written, &lock);
    readers++;
    pthread_mutex_unlock(&lock);
    bool seen = done;
    pthread_mutex_lock(&lock);
    if (--readers == 0)
        pthread_cond_signal(&none);
    pthread_mutex_unlock(&lock);
    return seen;
}

static void *reader(void *argument)
{
    for (int i = 0; i < 2 && !read_it(); i++)
        continue;
    return argument;
}

static void *writer(void *argument)
{
    pthread_mutex_lock(&lock);
    waits = true;
    while (readers > 0)
        pthread_cond_wait(&none, &lock);
    done = true;
    waits = false;
    pthread_cond_broadcast(&written);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[3];

    pthread_create(&threads[0], NULL, reader, NULL);
    pthread_create(&threads[1], NULL, reader, NULL);
    pthread_create(&threads[2], NULL, writer, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
