/* expect: ok
   The whole time in one atomic. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>

enum { TRAINS = 4 };

static _Atomic int times[TRAINS]; /* In minutes. */

/* When a train leaves, in minutes since midnight. */
int departure(int train)
{
    int time = times[train];
    work(); /* Turns the page. */
    return time;
}

/* From now on it leaves then. */
void change(int train, int hour, int minute)
{
    times[train] = 60 * hour + minute;
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
