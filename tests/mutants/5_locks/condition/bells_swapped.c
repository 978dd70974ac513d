/* expect: deadlock
   Both ring the bell that they wait on. */
#include "../must.h"

#include <pthread.h>

enum { ROOM = 1 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t room = PTHREAD_COND_INITIALIZER;  /* loaves < ROOM */
static pthread_cond_t bread = PTHREAD_COND_INITIALIZER; /* loaves > 0 */
static int shelf[ROOM]; /* Oldest loaf at `first`. Guarded by lock. */
static int first;       /* The same. */
static int loaves;      /* On the shelf, 0 to ROOM. The same. */

/* A baker: waits for room, and brings a loaf. */
void bring(int loaf)
{
    MUST(pthread_mutex_lock(&lock));
    while (loaves == ROOM)
        MUST(pthread_cond_wait(&room, &lock));
    shelf[(first + loaves++) % ROOM] = loaf;
    MUST(pthread_cond_signal(&room));
    MUST(pthread_mutex_unlock(&lock));
}

/* A customer: waits for bread, and takes a loaf. */
int take(void)
{
    MUST(pthread_mutex_lock(&lock));
    while (loaves == 0)
        MUST(pthread_cond_wait(&bread, &lock));
    int loaf = shelf[first];
    shelf[first] = 0;
    first = (first + 1) % ROOM;
    loaves--;
    MUST(pthread_cond_signal(&bread));
    MUST(pthread_mutex_unlock(&lock));
    return loaf;
}

static void *bake(void *unused)
{
    for (int i = 0; i < 1000; i++)
        bring(1);
    return unused;
}

static void *buy(void *sum)
{
    for (int i = 0; i < 500; i++)
        *(int *)sum += take();
    return NULL;
}

int main(void)
{
    pthread_t baker;
    pthread_t customers[2];
    int sold[2] = {0, 0};

    MUST(pthread_create(&baker, NULL, bake, NULL));
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&customers[i], NULL, buy, &sold[i]));
    MUST(pthread_join(baker, NULL));
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(customers[i], NULL));
    printf("sold %d\n", sold[0] + sold[1]);
    return 0;
}
