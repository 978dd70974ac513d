/* expect: deadlock
   Two threads, each of which joins the other. */
#include <pthread.h>
#include <semaphore.h>

static pthread_t threads[2];
static sem_t both;

static void *first(void *argument)
{
    sem_wait(&both);
    pthread_join(threads[1], NULL);
    return argument;
}

static void *second(void *argument)
{
    sem_wait(&both);
    pthread_join(threads[0], NULL);
    return argument;
}

int main(void)
{
    sem_init(&both, 0, 0);
    pthread_create(&threads[0], NULL, first, NULL);
    pthread_create(&threads[1], NULL, second, NULL);
    sem_post(&both);
    sem_post(&both);
    pthread_exit(NULL);
}
