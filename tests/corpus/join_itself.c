/* expect: deadlock
   A thread joins all there are, and is one of them. */
#include <pthread.h>
#include <semaphore.h>

static pthread_t threads[2];
static sem_t started;

static void *work(void *argument)
{
    return argument;
}

static void *finish(void *argument)
{
    sem_wait(&started);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return argument;
}

int main(void)
{
    sem_init(&started, 0, 0);
    pthread_create(&threads[0], NULL, work, NULL);
    pthread_create(&threads[1], NULL, finish, NULL);
    sem_post(&started);
    pthread_exit(NULL);
}
