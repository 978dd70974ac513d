/* expect: data-race
   The first post may be the other thread's: it says nothing of this one's
   work. */
#include <pthread.h>
#include <semaphore.h>

static sem_t s;
static int d1, d2;

static void *w1(void *argument)
{
    d1 = 1;
    sem_post(&s);
    return argument;
}

static void *w2(void *argument)
{
    sem_post(&s);
    d2 = 2;
    return argument;
}

int main(void)
{
    pthread_t t, u;
    sem_init(&s, 0, 0);
    pthread_create(&t, NULL, w1, NULL);
    pthread_create(&u, NULL, w2, NULL);
    sem_wait(&s);
    int x = d1;
    sem_wait(&s);
    pthread_join(t, NULL);
    pthread_join(u, NULL);
    return x > 5;
}
