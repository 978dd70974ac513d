/* expect: misuse
   Each thread destroys the barrier that both have passed. */
#include <pthread.h>

static pthread_barrier_t barrier;

static void *work(void *argument)
{
    pthread_barrier_wait(&barrier);
    pthread_barrier_destroy(&barrier);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_barrier_init(&barrier, NULL, 2);
    pthread_create(&thread, NULL, work, NULL);
    pthread_barrier_wait(&barrier);
    pthread_join(thread, NULL);
    pthread_barrier_destroy(&barrier);
    return 0;
}
