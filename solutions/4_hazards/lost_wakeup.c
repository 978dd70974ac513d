/* lost_wakeup.c - a letter box whose bell is always heard.

   A letter box holds one letter. put() waits until it is empty, take() until
   there is one. Looking and going to wait are one step: both are under
   the lock, which the wait gives back. And who wakes up looks again. */
#include "../must.h"

#include <pthread.h>

enum { NONE = 0 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t bell = PTHREAD_COND_INITIALIZER;
static int letter = NONE; /* Guarded by lock. */

/* Puts a letter (not NONE) into the box, once it is empty. */
void put(int what)
{
    MUST(pthread_mutex_lock(&lock));
    while (letter != NONE)
        MUST(pthread_cond_wait(&bell, &lock));
    letter = what;
    MUST(pthread_cond_broadcast(&bell));
    MUST(pthread_mutex_unlock(&lock));
}

/* Takes the letter out, once there is one. */
int take(void)
{
    MUST(pthread_mutex_lock(&lock));
    while (letter == NONE)
        MUST(pthread_cond_wait(&bell, &lock));
    int what = letter;
    letter = NONE;
    MUST(pthread_cond_broadcast(&bell));
    MUST(pthread_mutex_unlock(&lock));
    return what;
}

static void *write_letters(void *unused)
{
    for (int i = 1; i <= 1000; i++)
        put(i);
    return unused;
}

int main(void)
{
    pthread_t writer;
    int sum = 0;

    MUST(pthread_create(&writer, NULL, write_letters, NULL));
    for (int i = 0; i < 1000; i++)
        sum += take();
    MUST(pthread_join(writer, NULL));
    printf("sum = %d of %d\n", sum, 1000 * 1001 / 2);
    return 0;
}
