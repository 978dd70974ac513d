/* expect: leak
   Readers do not give it back. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>

enum { TRAINS = 4 };

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int hours[TRAINS];   /* Guarded by lock. */
static int minutes[TRAINS]; /* The same. */

/* When a train leaves, in minutes since midnight. */
int departure(int train)
{
    MUST(pthread_rwlock_rdlock(&lock));
    int hour = hours[train];
    work(); /* Turns the page. */
    int minute = minutes[train];
    return 60 * hour + minute;
}

/* From now on it leaves then. */
void change(int train, int hour, int minute)
{
    MUST(pthread_rwlock_wrlock(&lock));
    hours[train] = hour;
    minutes[train] = minute;
    MUST(pthread_rwlock_unlock(&lock));
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
