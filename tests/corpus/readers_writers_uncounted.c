/* expect: data-race deadlock
   Readers count themselves without a lock. */
#include <pthread.h>
#include <semaphore.h>

static sem_t wrt;
static int readcount, data;

static void *rd(void *argument)
{
    if (++readcount == 1)
        sem_wait(&wrt);
    int d = data;
    (void)d;
    if (--readcount == 0)
        sem_post(&wrt);
    return argument;
}

static void *wr(void *argument)
{
    sem_wait(&wrt);
    data++;
    sem_post(&wrt);
    return argument;
}

int main(void)
{
    pthread_t t[3];
    sem_init(&wrt, 0, 1);
    pthread_create(&t[0], NULL, rd, NULL);
    pthread_create(&t[1], NULL, wr, NULL);
    pthread_create(&t[2], NULL, rd, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
