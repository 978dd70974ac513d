/* expect: deadlock
   A path locks again what it holds. */
#include <pthread.h>

static pthread_mutex_t x, y;
static int lockStatus;

static void *t1(void *argument)
{
    pthread_mutex_lock(&x);
    pthread_mutex_lock(&y);
    lockStatus = 1;
    pthread_mutex_unlock(&y);
    pthread_mutex_lock(&x);
    pthread_mutex_unlock(&x);
    return argument;
}

static void *t2(void *argument)
{
    pthread_mutex_lock(&y);
    pthread_mutex_unlock(&y);
    return argument;
}

int main(void)
{
    pthread_t a, b;
    pthread_mutex_init(&x, NULL);
    pthread_mutex_init(&y, NULL);
    pthread_create(&a, NULL, t1, NULL);
    pthread_create(&b, NULL, t2, NULL);
    pthread_join(a, NULL);
    pthread_join(b, NULL);
    return 0;
}
