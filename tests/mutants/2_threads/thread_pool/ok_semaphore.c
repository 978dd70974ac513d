/* expect: ok
   A semaphore counts numbers, and ends. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>
#include <semaphore.h>

enum { WORKERS = 2, ROOM = 64 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t there;
static int *tasks[ROOM]; /* Guarded by lock, as all here. */
static int next;         /* The next to be done, */
static int count;        /* of so many. */

static pthread_t workers[WORKERS];

static void *serve(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    for (;;) {
        MUST(pthread_mutex_unlock(&lock));
        MUST(sem_wait(&there));
        MUST(pthread_mutex_lock(&lock));
        if (next == count)
            break; /* Closing, and nothing is left. */
        int *number = tasks[next++];

        MUST(pthread_mutex_unlock(&lock));
        work();
        *number *= *number;
        MUST(pthread_mutex_lock(&lock));
    }
    MUST(pthread_mutex_unlock(&lock));
    return unused;
}

void pool_open(void)
{
    next = count = 0;
    MUST(sem_init(&there, 0, 0));
    for (int i = 0; i < WORKERS; i++)
        MUST(pthread_create(&workers[i], NULL, serve, NULL));
}

/* The number is squared by the time that pool_close() returns. At most ROOM of
   them. */
void pool_submit(int *number)
{
    MUST(pthread_mutex_lock(&lock));
    tasks[count++] = number;
    MUST(pthread_mutex_unlock(&lock));
    MUST(sem_post(&there));
}

void pool_close(void)
{
    for (int i = 0; i < WORKERS; i++)
        MUST(sem_post(&there));
    for (int i = 0; i < WORKERS; i++)
        MUST(pthread_join(workers[i], NULL));
    MUST(sem_destroy(&there));
}

int main(void)
{
    int numbers[5] = {1, 2, 3, 4, 5};

    pool_open();
    for (int i = 0; i < 5; i++)
        pool_submit(&numbers[i]);
    pool_close();
    for (int i = 0; i < 5; i++)
        printf("%d ", numbers[i]);
    putchar('\n');
    return 0;
}
