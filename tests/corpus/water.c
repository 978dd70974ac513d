/* expect: ok
   Two of one kind and one of the other meet. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t hs, os;
static pthread_barrier_t b;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int h, o, bonds;

static void *H(void *argument)
{
    pthread_mutex_lock(&m);
    h++;
    if (h >= 2 && o >= 1) {
        sem_post(&hs);
        sem_post(&hs);
        h -= 2;
        sem_post(&os);
        o--;
        pthread_mutex_unlock(&m);
    } else
        pthread_mutex_unlock(&m);
    sem_wait(&hs);
    pthread_barrier_wait(&b);
    return argument;
}

static void *O(void *argument)
{
    pthread_mutex_lock(&m);
    o++;
    if (h >= 2) {
        sem_post(&hs);
        sem_post(&hs);
        h -= 2;
        sem_post(&os);
        o--;
        pthread_mutex_unlock(&m);
    } else
        pthread_mutex_unlock(&m);
    sem_wait(&os);
    pthread_barrier_wait(&b);
    bonds++;
    return argument;
}

int main(void)
{
    pthread_t t[3];
    sem_init(&hs, 0, 0);
    sem_init(&os, 0, 0);
    pthread_barrier_init(&b, 0, 3);
    pthread_create(&t[0], NULL, H, NULL);
    pthread_create(&t[1], NULL, O, NULL);
    pthread_create(&t[2], NULL, H, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(t[i], NULL);
    assert(bonds == 1);
    return 0;
}
