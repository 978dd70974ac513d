/* expect: ok
   A semaphore that is tried, and done without. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t one;
static int counter;

static void *add(void *argument)
{
    if (sem_trywait(&one) == 0) {
        counter++;
        sem_post(&one);
    }
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    sem_init(&one, 0, 1);
    pthread_create(&threads[0], NULL, add, NULL);
    pthread_create(&threads[1], NULL, add, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(counter >= 1);
    return 0;
}
