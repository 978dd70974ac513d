/* expect: ok
   A read-write lock made of a lock and a condition. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>

enum { TRAINS = 4 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t left = PTHREAD_COND_INITIALIZER;
static int readers;         /* Guarded by lock. */
static int hours[TRAINS];   /* Guarded by lock. */
static int minutes[TRAINS]; /* The same. */

/* When a train leaves, in minutes since midnight. */
int departure(int train)
{
    MUST(pthread_mutex_lock(&lock));
    readers++;
    MUST(pthread_mutex_unlock(&lock));
    int hour = hours[train];
    work(); /* Turns the page. */
    int minute = minutes[train];
    MUST(pthread_mutex_lock(&lock));
    if (--readers == 0)
        MUST(pthread_cond_broadcast(&left));
    MUST(pthread_mutex_unlock(&lock));
    return 60 * hour + minute;
}

/* From now on it leaves then. */
void change(int train, int hour, int minute)
{
    MUST(pthread_mutex_lock(&lock));
    while (readers > 0)
        MUST(pthread_cond_wait(&left, &lock));
    hours[train] = hour;
    minutes[train] = minute;
    MUST(pthread_mutex_unlock(&lock));
}

static void *reads(void *unused)
{
    for (int i = 0; i < 100; i++)
        departure(i % TRAINS);
    return unused;
}

int main(void)
{
    pthread_t readers[4];

    change(1, 8, 30);
    for (int i = 0; i < 4; i++)
        MUST(pthread_create(&readers[i], NULL, reads, NULL));
    change(1, 8, 45);
    for (int i = 0; i < 4; i++)
        MUST(pthread_join(readers[i], NULL));
    printf("train 1 leaves %d minutes after midnight\n", departure(1));
    return 0;
}
