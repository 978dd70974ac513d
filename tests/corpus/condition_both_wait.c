/* expect: deadlock
   Two wait for room, and nobody makes any. */
#include <pthread.h>

static int items = 1;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t room = PTHREAD_COND_INITIALIZER;

static void *put(void *argument)
{
    pthread_mutex_lock(&m);
    while (items > 0)
        pthread_cond_wait(&room, &m);
    items++;
    pthread_mutex_unlock(&m);
    return argument;
}

int main(void)
{
    pthread_t t[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&t[i], NULL, put, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], NULL);
    return 0;
}
