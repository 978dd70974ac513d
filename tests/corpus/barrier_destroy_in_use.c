/* expect: misuse deadlock
   main destroys a barrier at which a thread may still wait. */
#include <pthread.h>

static pthread_barrier_t b;

static void *w(void *argument)
{
    pthread_barrier_wait(&b);
    return argument;
}

int main(void)
{
    pthread_t t;
    pthread_barrier_init(&b, 0, 2);
    pthread_create(&t, NULL, w, NULL);
    pthread_barrier_destroy(&b);
    pthread_join(t, NULL);
    return 0;
}
