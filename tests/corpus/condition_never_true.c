/* expect: lost-wakeup
   Both wait for a number that nobody changes first. */
#include <pthread.h>

static int num;
static pthread_mutex_t m;
static pthread_cond_t empty, full;

static void *t1(void *argument)
{
    pthread_mutex_lock(&m);
    while (num > 0)
        pthread_cond_wait(&empty, &m);
    num++;
    pthread_mutex_unlock(&m);
    pthread_cond_signal(&full);
    return argument;
}

static void *t2(void *argument)
{
    pthread_mutex_lock(&m);
    while (num == 0)
        pthread_cond_wait(&full, &m);
    num--;
    pthread_mutex_unlock(&m);
    pthread_cond_signal(&empty);
    return argument;
}

int main(void)
{
    pthread_t a, b;
    num = 2;
    pthread_mutex_init(&m, NULL);
    pthread_cond_init(&empty, NULL);
    pthread_cond_init(&full, NULL);
    pthread_create(&a, NULL, t1, NULL);
    pthread_create(&b, NULL, t2, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
