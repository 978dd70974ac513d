/* expect: wrong-result
   A plain lock, let go while the page is turned. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>

enum { TRAINS = 4 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int hours[TRAINS];   /* Guarded by lock. */
static int minutes[TRAINS]; /* The same. */

/* When a train leaves, in minutes since midnight. */
int departure(int train)
{
    MUST(pthread_mutex_lock(&lock));
    int hour = hours[train];
    MUST(pthread_mutex_unlock(&lock));
    work(); /* Turns the page. */
    MUST(pthread_mutex_lock(&lock));
    int minute = minutes[train];
    MUST(pthread_mutex_unlock(&lock));
    return 60 * hour + minute;
}

/* From now on it leaves then. */
void change(int train, int hour, int minute)
{
    MUST(pthread_mutex_lock(&lock));
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
