/* expect: assertion
   What is claimed of the sum never holds. */
#include <assert.h>
#include <pthread.h>
#define N 3
static int num;
static unsigned long total;
static int flag;
static pthread_mutex_t m;
static pthread_cond_t empty, full;

static void *thread1(void *argument)
{
    int i = 0;
    while (i < N) {
        pthread_mutex_lock(&m);
        while (num > 0)
            pthread_cond_wait(&empty, &m);
        num++;
        pthread_mutex_unlock(&m);
        pthread_cond_signal(&full);
        i++;
    }
    return argument;
}

static void *thread2(void *argument)
{
    int j = 0;
    while (j < N) {
        pthread_mutex_lock(&m);
        while (num == 0)
            pthread_cond_wait(&full, &m);
        total = total + j;
        num--;
        pthread_mutex_unlock(&m);
        pthread_cond_signal(&empty);
        j++;
    }
    total = total + j;
    flag = 1;
    return argument;
}

int main(void)
{
    pthread_t t1, t2;
    pthread_mutex_init(&m, NULL);
    pthread_cond_init(&empty, NULL);
    pthread_cond_init(&full, NULL);
    pthread_create(&t1, NULL, thread1, NULL);
    pthread_create(&t2, NULL, thread2, NULL);
    pthread_join(t1, NULL);
    pthread_join(t2, NULL);
    if (flag)
        assert(total != ((N * (N + 1)) / 2));
    return 0;
}
