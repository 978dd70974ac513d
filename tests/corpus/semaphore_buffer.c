/* expect: ok
   A buffer of two places with two semaphores and a lock. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t items;
static sem_t room;
static int buffer[2];
static int sum;

static void *produce(void *argument)
{
    for (int i = 0; i < 3; i++) {
        sem_wait(&room);
        pthread_mutex_lock(&lock);
        buffer[i % 2] = i;
        pthread_mutex_unlock(&lock);
        sem_post(&items);
    }
    return argument;
}

static void *consume(void *argument)
{
    for (int i = 0; i < 3; i++) {
        sem_wait(&items);
        pthread_mutex_lock(&lock);
        sum += buffer[i % 2];
        pthread_mutex_unlock(&lock);
        sem_post(&room);
    }
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    sem_init(&items, 0, 0);
    sem_init(&room, 0, 2);
    pthread_create(&threads[0], NULL, produce, NULL);
    pthread_create(&threads[1], NULL, consume, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(sum == 3);
    return 0;
}
