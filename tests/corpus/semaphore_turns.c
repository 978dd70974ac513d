/* expect: ok
   Two threads take turns by two semaphores. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t ping;
static sem_t pong;
static int ball;

static void *one(void *argument)
{
    for (int i = 0; i < 2; i++) {
        sem_wait(&ping);
        ball++;
        sem_post(&pong);
    }
    return argument;
}

static void *other(void *argument)
{
    for (int i = 0; i < 2; i++) {
        sem_wait(&pong);
        ball--;
        sem_post(&ping);
    }
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    sem_init(&ping, 0, 1);
    sem_init(&pong, 0, 0);
    pthread_create(&threads[0], NULL, one, NULL);
    pthread_create(&threads[1], NULL, other, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(ball == 0);
    return 0;
}
