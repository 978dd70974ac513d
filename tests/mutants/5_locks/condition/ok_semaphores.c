/* expect: ok
   Two semaphores count room and bread. */
#include "../must.h"

#include <pthread.h>
#include <semaphore.h>

enum { ROOM = 1 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t room;
static sem_t bread;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int shelf[ROOM]; /* Oldest loaf at `first`. Guarded by lock. */
static int first;       /* The same. */
static int loaves;      /* On the shelf, 0 to ROOM. The same. */

static void make(void)
{
    MUST(sem_init(&room, 0, ROOM));
    MUST(sem_init(&bread, 0, 0));
}

/* A baker: waits for room, and brings a loaf. */
void bring(int loaf)
{
    MUST(pthread_once(&once, make));
    MUST(sem_wait(&room));
    MUST(pthread_mutex_lock(&lock));
    shelf[(first + loaves++) % ROOM] = loaf;
    MUST(pthread_mutex_unlock(&lock));
    MUST(sem_post(&bread));
}

/* A customer: waits for bread, and takes a loaf. */
int take(void)
{
    MUST(pthread_once(&once, make));
    MUST(sem_wait(&bread));
    MUST(pthread_mutex_lock(&lock));
    int loaf = shelf[first];
    shelf[first] = 0;
    first = (first + 1) % ROOM;
    loaves--;
    MUST(pthread_mutex_unlock(&lock));
    MUST(sem_post(&room));
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
