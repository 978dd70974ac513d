/* expect: starvation
   Two readers let each other out only when both are in again: the lock is never
   free for the writer who would end them. */
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static sem_t turns[2];
static bool stop;

static void *reader(void *argument)
{
    long me = (long)argument;
    bool stopped = false;

    while (!stopped) {
        pthread_rwlock_rdlock(&lock);
        stopped = stop;
        sem_post(&turns[1 - me]);
        sem_wait(&turns[me]);
        pthread_rwlock_unlock(&lock);
    }
    sem_post(&turns[1 - me]);
    return NULL;
}

static void *writer(void *argument)
{
    pthread_rwlock_wrlock(&lock);
    stop = true;
    pthread_rwlock_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t threads[3];

    sem_init(&turns[0], 0, 1);
    sem_init(&turns[1], 0, 0);
    pthread_create(&threads[0], NULL, reader, (void *)0);
    pthread_create(&threads[1], NULL, reader, (void *)1);
    pthread_create(&threads[2], NULL, writer, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
