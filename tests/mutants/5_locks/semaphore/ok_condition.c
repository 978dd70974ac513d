/* expect: ok
   A counter, a lock and a condition. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>
#include <semaphore.h>

enum { PLACES = 2 };

static sem_t places; /* Free ones. */

/* Opens and closes the car park; nobody is in it. */
void open_park(void)
{
    MUST(sem_init(&places, 0, PLACES));
}

void close_park(void)
{
    MUST(sem_destroy(&places));
}

/* A car: waits for a free place, stays, and leaves. */
void park(void)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static pthread_cond_t leaves = PTHREAD_COND_INITIALIZER;
    static int cars; /* Guarded by lock. */

    MUST(pthread_mutex_lock(&lock));
    while (cars == PLACES)
        MUST(pthread_cond_wait(&leaves, &lock));
    cars++;
    MUST(pthread_mutex_unlock(&lock));
    work(); /* Stays. */
    MUST(pthread_mutex_lock(&lock));
    cars--;
    MUST(pthread_cond_signal(&leaves));
    MUST(pthread_mutex_unlock(&lock));
}

static void *car(void *number)
{
    park();
    printf("car %d was here\n", *(int *)number);
    return NULL;
}

int main(void)
{
    int numbers[5] = {1, 2, 3, 4, 5};
    pthread_t cars[5];

    open_park();
    for (int i = 0; i < 5; i++)
        MUST(pthread_create(&cars[i], NULL, car, &numbers[i]));
    for (int i = 0; i < 5; i++)
        MUST(pthread_join(cars[i], NULL));
    close_park();
    return 0;
}
