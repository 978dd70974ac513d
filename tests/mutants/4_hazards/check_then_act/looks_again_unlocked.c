/* expect: data-race
   It looks once more, without the lock. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>
#include <stdbool.h>

enum { SEATS = 10, FREE = 0 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int guests[SEATS]; /* Whose seat it is, or FREE. Guarded by lock. */

static bool is_free(int seat)
{
    MUST(pthread_mutex_lock(&lock));
    bool free = guests[seat] == FREE;
    MUST(pthread_mutex_unlock(&lock));
    return free;
}

static void write_down(int seat, int guest)
{
    MUST(pthread_mutex_lock(&lock));
    guests[seat] = guest;
    MUST(pthread_mutex_unlock(&lock));
}

/* Sells the seat to a guest (a number that is not 0). False: it is sold. */
bool book(int seat, int guest)
{
    if (!is_free(seat))
        return false;
    work(); /* The guest pays. */
    if (guests[seat] != FREE)
        return false;
    write_down(seat, guest);
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
