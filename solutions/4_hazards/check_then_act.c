/* check_then_act.c - each seat is sold once.

   Looking whether a seat is free and taking it are one step, under one lock.
   The guest pays afterwards, when nobody else can have the seat any more. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>
#include <stdbool.h>

enum { SEATS = 10, FREE = 0 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int guests[SEATS]; /* Whose seat it is, or FREE. Guarded by lock. */

/* Looks and takes in one step. False: another has it. */
static bool take(int seat, int guest)
{
    MUST(pthread_mutex_lock(&lock));
    bool free = guests[seat] == FREE;
    if (free)
        guests[seat] = guest;
    MUST(pthread_mutex_unlock(&lock));
    return free;
}

/* Sells the seat to a guest (a number that is not 0). False: it is sold. */
bool book(int seat, int guest)
{
    if (!take(seat, guest))
        return false;
    work(); /* The guest pays. */
    return true;
}

/* Whose seat is it? */
int guest_of(int seat)
{
    MUST(pthread_mutex_lock(&lock));
    int guest = guests[seat];
    MUST(pthread_mutex_unlock(&lock));
    return guest;
}

/* Nothing is sold any more. */
void clear_all(void)
{
    MUST(pthread_mutex_lock(&lock));
    for (int seat = 0; seat < SEATS; seat++)
        guests[seat] = FREE;
    MUST(pthread_mutex_unlock(&lock));
}

static void *wants_seat_3(void *guest)
{
    printf("guest %d: %s\n", *(int *)guest,
           book(3, *(int *)guest) ? "has seat 3" : "has no seat");
    return NULL;
}

int main(void)
{
    int guests_here[2] = {1, 2};
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&threads[i], NULL, wants_seat_3, &guests_here[i]));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(threads[i], NULL));
    return 0;
}
