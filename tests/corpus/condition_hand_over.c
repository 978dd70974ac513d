/* expect: ok
   A place is filled and emptied in turn; signals are given without the
   lock. */
#include <pthread.h>
#define N 2
static int num;
static pthread_mutex_t m;
static pthread_cond_t empty, full;

static void *t1(void *argument)
{
    for (int i = 0; i < N; i++) {
        pthread_mutex_lock(&m);
        while (num > 0)
            pthread_cond_wait(&empty, &m);
        num++;
        pthread_mutex_unlock(&m);
        pthread_cond_signal(&full);
    }
    return argument;
}

static void *t2(void *argument)
{
    for (int i = 0; i < N; i++) {
        pthread_mutex_lock(&m);
        while (num == 0)
            pthread_cond_wait(&full, &m);
        num--;
        pthread_mutex_unlock(&m);
        pthread_cond_signal(&empty);
    }
    return argument;
}

int main(void)
{
    pthread_t a, b;
    num = 1;
    pthread_mutex_init(&m, NULL);
    pthread_cond_init(&empty, NULL);
    pthread_cond_init(&full, NULL);
    pthread_create(&a, NULL, t2, NULL);
    pthread_create(&b, NULL, t1, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return num != 1;
}
