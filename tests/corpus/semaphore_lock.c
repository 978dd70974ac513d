/* expect: ok
   A semaphore of one, as a lock. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t one;
static int counter;

static void *add(void *argument)
{
    sem_wait(&one);
    counter++;
    sem_post(&one);
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
    assert(counter == 2);
    return 0;
}
