/* semaphore.c - how do you let in three at a time, and no more?

   Watch: the value of `places` fall to 0, who waits then, and what becomes of
   a place that is given back though nobody took it.
   Compare with: lock.c, where there is one place. */
#include "../must.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

enum { CARS = 5, PLACES = 3 };

static sem_t places; /* Its value: how many are free. */
static pthread_mutex_t exit_gate = PTHREAD_MUTEX_INITIALIZER;
static atomic_int parked;

struct car {
    char name;
    int parked; /* How many were, with it, when it had parked. */
};

/* Gives a place back; false: all were free. The lock makes one step of
   looking and giving, or two could give back the same place. */
static bool release(void)
{
    int value;

    MUST(pthread_mutex_lock(&exit_gate));
    MUST_NOT_BE_NEGATIVE(sem_getvalue(&places, &value));
    if (value < PLACES)                          /* @bound */
        MUST_NOT_BE_NEGATIVE(sem_post(&places)); /* @release */
    MUST(pthread_mutex_unlock(&exit_gate));
    return value < PLACES;
}

static void *drive(void *argument)
{
    struct car *car = argument;

    MUST_NOT_BE_NEGATIVE(sem_wait(&places)); /* @take */
    car->parked = atomic_fetch_add(&parked, 1) + 1;
    printf("car %c parks: %d of %d\n", car->name, car->parked, PLACES);
    usleep(300000); /* Stays a while, so that the others find it full. */
    atomic_fetch_sub(&parked, 1);
    MUST(release() ? 0 : EOVERFLOW);
    return NULL;
}

int main(void)
{
    struct car cars[CARS] = {{'A', 0}, {'B', 0}, {'C', 0}, {'D', 0}, {'E', 0}};
    pthread_t threads[CARS];
    int most = 0;

    MUST_NOT_BE_NEGATIVE(sem_init(&places, 0, PLACES));
    for (int i = 0; i < CARS; i++)
        MUST(pthread_create(&threads[i], NULL, drive, &cars[i]));
    for (int i = 0; i < CARS; i++) {
        MUST(pthread_join(threads[i], NULL));
        most = cars[i].parked > most ? cars[i].parked : most;
    }
    bool accepted = release(); /* @one_too_many */
    MUST_NOT_BE_NEGATIVE(sem_destroy(&places));
    printf("most at once: %d; one release too many: %s\n", most,
           accepted ? "accepted" : "refused");
    return 0;
}
