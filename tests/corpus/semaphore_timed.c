/* expect: ok
   A semaphore that is given up on, with both ends thought of. */
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

static sem_t one;
static int got;

static void *take(void *argument)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    if (sem_timedwait(&one, &until) == 0)
        got = 1;
    return argument;
}

static void *give(void *argument)
{
    sem_post(&one);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    sem_init(&one, 0, 0);
    pthread_create(&threads[0], NULL, take, NULL);
    pthread_create(&threads[1], NULL, give, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    return 0;
}
