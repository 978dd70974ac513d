/* expect: deadlock
   Who leaves does not give the place back. */
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
    MUST(sem_wait(&places));
    work(); /* Stays. */
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
