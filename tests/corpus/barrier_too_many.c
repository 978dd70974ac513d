/* expect: deadlock
   A barrier for three, and two come. */
#include <pthread.h>

static pthread_barrier_t barrier;

static void *meet(void *argument)
{
    pthread_barrier_wait(&barrier);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    pthread_barrier_init(&barrier, NULL, 3);
    pthread_create(&threads[0], NULL, meet, NULL);
    pthread_create(&threads[1], NULL, meet, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
