/* condition.c - how does a thread wait until something is true?

   Watch: what one signal does, what a signal to all does, and who wakes up to
   find that there is nothing left.
   Compare with: lost_wakeup.c, which waits without looking first. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

enum { GUESTS = 3 };

static pthread_mutex_t kitchen = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t served = PTHREAD_COND_INITIALIZER; /* soups > 0. */
static int soups;   /* Guarded by kitchen. */
static int in_vain; /* Guarded by kitchen: woken, and found no soup. */
static int eaten;   /* Guarded by kitchen. */

static void *guest(void *name)
{
    bool woken = false;

    MUST(pthread_mutex_lock(&kitchen));
    while (soups == 0) { /* @look */
        in_vain += woken;
        MUST(pthread_cond_wait(&served, &kitchen)); /* @wait */
        woken = true;
    }
    soups--; /* @take */
    eaten++;
    MUST(pthread_mutex_unlock(&kitchen));
    printf("%s eats\n", (const char *)name);
    return NULL;
}

/* Cooks one soup; then tells one guest, or all. */
static void cook(int (*tell)(pthread_cond_t *))
{
    sleep(1); /* Time for the guests to sit down and wait. */
    MUST(pthread_mutex_lock(&kitchen));
    soups++;
    MUST(tell(&served)); /* @tell */
    MUST(pthread_mutex_unlock(&kitchen));
}

int main(void)
{
    static char names[GUESTS][8] = {"Ann", "Bob", "Cem"};
    pthread_t guests[GUESTS];

    for (int i = 0; i < GUESTS; i++)
        MUST(pthread_create(&guests[i], NULL, guest, names[i]));
    cook(pthread_cond_signal);    /* @one */
    cook(pthread_cond_broadcast); /* @all */
    cook(pthread_cond_signal);    /* @last */
    for (int i = 0; i < GUESTS; i++)
        MUST(pthread_join(guests[i], NULL));
    printf("%d guests ate, woken in vain: %d\n", eaten, in_vain);
    return 0;
}
