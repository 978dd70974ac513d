/* expect: ok
   Two semaphores count letters and room. */
#include "../must.h"

#include <pthread.h>
#include <semaphore.h>

enum { NONE = 0 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t letters;
static sem_t room;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int letter = NONE; /* Guarded by lock. */

static void make(void)
{
    MUST(sem_init(&letters, 0, 0));
    MUST(sem_init(&room, 0, 1));
}

/* Puts a letter (not NONE) into the box, once it is empty. */
void put(int what)
{
    MUST(pthread_once(&once, make));
    MUST(sem_wait(&room));
    MUST(pthread_mutex_lock(&lock));
    letter = what;
    MUST(pthread_mutex_unlock(&lock));
    MUST(sem_post(&letters));
}

/* Takes the letter out, once there is one. */
int take(void)
{
    MUST(pthread_once(&once, make));
    MUST(sem_wait(&letters));
    MUST(pthread_mutex_lock(&lock));
    int what = letter;
    letter = NONE;
    MUST(pthread_mutex_unlock(&lock));
    MUST(sem_post(&room));
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
