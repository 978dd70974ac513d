/* expect: wrong-result
   It waits until the queue is empty. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>

enum { ROOM = 16 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int tasks[ROOM]; /* Guarded by lock, as all here. */
static int first;
static int count;
static int unfinished; /* Put in, and not done yet. */

void put(int task)
{
    MUST(pthread_mutex_lock(&lock));
    tasks[(first + count++) % ROOM] = task;
    unfinished++;
    MUST(pthread_cond_broadcast(&changed));
    MUST(pthread_mutex_unlock(&lock));
}

int get(void)
{
    MUST(pthread_mutex_lock(&lock));
    while (count == 0)
        MUST(pthread_cond_wait(&changed, &lock));
    int task = tasks[first];
    first = (first + 1) % ROOM;
    count--;
    MUST(pthread_mutex_unlock(&lock));
    return task;
}

/* The caller has done what get() gave it. */
void task_done(void)
{
    MUST(pthread_mutex_lock(&lock));
    unfinished--;
    MUST(pthread_cond_broadcast(&changed));
    MUST(pthread_mutex_unlock(&lock));
}

/* Waits until all is done. */
void wait_all(void)
{
    MUST(pthread_mutex_lock(&lock));
    while (count > 0)
        MUST(pthread_cond_wait(&changed, &lock));
    MUST(pthread_mutex_unlock(&lock));
}

static int results[3];

static void *work_off(void *unused)
{
    int task = get();

    work();
    results[task] = task * task;
    task_done();
    return unused;
}

int main(void)
{
    pthread_t workers[3];

    for (int i = 0; i < 3; i++)
        MUST(pthread_create(&workers[i], NULL, work_off, NULL));
    for (int i = 0; i < 3; i++)
        put(i);
    wait_all();
    printf("%d %d %d\n", results[0], results[1], results[2]);
    for (int i = 0; i < 3; i++)
        MUST(pthread_join(workers[i], NULL));
    return 0;
}
