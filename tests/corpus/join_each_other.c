/* expect: deadlock
   Two threads join each other. */
#include <pthread.h>

static pthread_t a, b;
static pthread_barrier_t r;

static void *x(void *argument)
{
    pthread_barrier_wait(&r);
    pthread_join(b, NULL);
    return argument;
}

static void *y(void *argument)
{
    pthread_barrier_wait(&r);
    pthread_join(a, NULL);
    return argument;
}

int main(void)
{
    pthread_barrier_init(&r, 0, 3);
    pthread_create(&a, NULL, x, NULL);
    pthread_create(&b, NULL, y, NULL);
    pthread_barrier_wait(&r);
    pthread_exit(0);
}
