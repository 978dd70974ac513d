/* expect: misuse
   Two threads wait on one condition, each with a mutex of its own. */
#include <pthread.h>

static pthread_mutex_t m1 = PTHREAD_MUTEX_INITIALIZER,
                       m2 = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t c = PTHREAD_COND_INITIALIZER;
static int go;

static void *w1(void *argument)
{
    pthread_mutex_lock(&m1);
    while (!go)
        pthread_cond_wait(&c, &m1);
    pthread_mutex_unlock(&m1);
    return argument;
}

static void *w2(void *argument)
{
    pthread_mutex_lock(&m2);
    while (!go)
        pthread_cond_wait(&c, &m2);
    pthread_mutex_unlock(&m2);
    return argument;
}

int main(void)
{
    pthread_t t, u;
    pthread_create(&t, NULL, w1, NULL);
    pthread_create(&u, NULL, w2, NULL);
    pthread_mutex_lock(&m1);
    pthread_mutex_lock(&m2);
    go = 1;
    pthread_cond_broadcast(&c);
    pthread_mutex_unlock(&m2);
    pthread_mutex_unlock(&m1);
    pthread_join(t, NULL);
    pthread_join(u, NULL);
    return 0;
}
