/* expect: leak
   main knows that the thread is done, and neither joins nor detaches it. */
#include <pthread.h>
#include <semaphore.h>

static sem_t done;

static void *w(void *argument)
{
    sem_post(&done);
    return argument;
}

int main(void)
{
    pthread_t t;
    sem_init(&done, 0, 0);
    pthread_create(&t, NULL, w, NULL);
    sem_wait(&done);
    return 0;
}
