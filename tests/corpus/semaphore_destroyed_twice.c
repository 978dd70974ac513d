/* expect: misuse
   Destroyed where it is no longer needed, and again at the end. */
#include <pthread.h>
#include <semaphore.h>

static sem_t semaphore;

static void *work(void *argument)
{
    sem_post(&semaphore);
    return argument;
}

int main(void)
{
    pthread_t thread;

    sem_init(&semaphore, 0, 0);
    pthread_create(&thread, NULL, work, NULL);
    sem_wait(&semaphore);
    pthread_join(thread, NULL);
    sem_destroy(&semaphore);
    sem_destroy(&semaphore);
    return 0;
}
