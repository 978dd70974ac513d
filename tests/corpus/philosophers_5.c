/* expect: deadlock
   Each of five takes the left fork first. */
#include <pthread.h>
#define N 5
static pthread_mutex_t x[N];

static void *phil(void *argument)
{
    int l = (int)(long)argument, r = (l + 1) % N;
    pthread_mutex_lock(&x[l]);
    pthread_mutex_lock(&x[r]);
    pthread_mutex_unlock(&x[r]);
    pthread_mutex_unlock(&x[l]);
    return argument;
}

int main(void)
{
    pthread_t t[N];
    for (int i = 0; i < N; i++)
        pthread_mutex_init(&x[i], NULL);
    for (long i = 0; i < N; i++)
        pthread_create(&t[i], NULL, phil, (void *)i);
    for (int i = 0; i < N; i++)
        pthread_join(t[i], NULL);
    return 0;
}
