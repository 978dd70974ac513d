/* expect: data-race assertion
   A semaphore of two is no lock. */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t two;
static int counter;

static void *add(void *argument)
{
    sem_wait(&two);
    counter++;
    sem_post(&two);
    return argument;
}

int main(void)
{
    pthread_t threads[2];

    sem_init(&two, 0, 2);
    pthread_create(&threads[0], NULL, add, NULL);
    pthread_create(&threads[1], NULL, add, NULL);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    assert(counter == 2);
    return 0;
}
