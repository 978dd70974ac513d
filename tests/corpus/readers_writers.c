/* expect: ok
   The first reader locks writers out, the last lets them in. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t mutex, wrt;
static int readcount, data;

static void *rd(void *argument)
{
    sem_wait(&mutex);
    if (++readcount == 1)
        sem_wait(&wrt);
    sem_post(&mutex);
    int d = data;
    assert(d == 0 || d == 1);
    sem_wait(&mutex);
    if (--readcount == 0)
        sem_post(&wrt);
    sem_post(&mutex);
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
    sem_init(&mutex, 0, 1);
    sem_init(&wrt, 0, 1);
    pthread_create(&t[0], NULL, rd, NULL);
    pthread_create(&t[1], NULL, wr, NULL);
    pthread_create(&t[2], NULL, rd, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    return 0;
}
