/* expect: misuse deadlock
   A semaphore is destroyed while a thread waits for it, or before. */
#include <pthread.h>
#include <semaphore.h>

static sem_t s;

static void *w(void *argument)
{
    sem_wait(&s);
    return argument;
}

int main(void)
{
    pthread_t t;
    sem_init(&s, 0, 0);
    pthread_create(&t, NULL, w, NULL);
    sem_destroy(&s);
    sem_post(&s);
    pthread_join(t, NULL);
    return 0;
}
