/* expect: ok
   The barber sleeps until somebody comes, and goes home at the end. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#define CH 1
static sem_t customers, barbers;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static int waiting, cut, left, closed;

static void *barber(void *argument)
{
    for (;;) {
        sem_wait(&customers);
        pthread_mutex_lock(&m);
        if (closed) {
            pthread_mutex_unlock(&m);
            return argument;
        }
        waiting--;
        sem_post(&barbers);
        pthread_mutex_unlock(&m);
    }
}

static void *cust(void *argument)
{
    pthread_mutex_lock(&m);
    if (waiting < CH) {
        waiting++;
        sem_post(&customers);
        pthread_mutex_unlock(&m);
        sem_wait(&barbers);
        pthread_mutex_lock(&m);
        cut++;
        pthread_mutex_unlock(&m);
    } else {
        left++;
        pthread_mutex_unlock(&m);
    }
    return argument;
}

int main(void)
{
    pthread_t b, c[2];
    sem_init(&customers, 0, 0);
    sem_init(&barbers, 0, 0);
    pthread_create(&b, NULL, barber, NULL);
    for (int i = 0; i < 2; i++)
        pthread_create(&c[i], NULL, cust, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(c[i], NULL);
    pthread_mutex_lock(&m);
    closed = 1;
    pthread_mutex_unlock(&m);
    sem_post(&customers);
    pthread_join(b, NULL);
    return cut + left != 2;
}
