/* thread_pool.c - a pool that does what it has promised before it closes.

   pool_submit() hands a number in, and a worker squares it; pool_close() lets
   the workers finish, and ends them. A worker ends when it is closing and
   nothing is left, and pool_close() wakes all of them. */
#include "../must.h"
#include "../work.h"

#include <pthread.h>
#include <stdbool.h>

enum { WORKERS = 2, ROOM = 64 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int *tasks[ROOM]; /* Guarded by lock, as all here. */
static int next;         /* The next to be done, */
static int count;        /* of so many. */
static bool closing;

static pthread_t workers[WORKERS];

static void *serve(void *unused)
{
    MUST(pthread_mutex_lock(&lock));
    for (;;) {
        while (next == count && !closing)
            MUST(pthread_cond_wait(&changed, &lock));
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
    closing = false;
    for (int i = 0; i < WORKERS; i++)
        MUST(pthread_create(&workers[i], NULL, serve, NULL));
}

/* The number is squared by the time that pool_close() returns. At most ROOM of
   them. */
void pool_submit(int *number)
{
    MUST(pthread_mutex_lock(&lock));
    tasks[count++] = number;
    MUST(pthread_cond_signal(&changed));
    MUST(pthread_mutex_unlock(&lock));
}

void pool_close(void)
{
    MUST(pthread_mutex_lock(&lock));
    closing = true;
    MUST(pthread_cond_broadcast(&changed));
    MUST(pthread_mutex_unlock(&lock));
    for (int i = 0; i < WORKERS; i++)
        MUST(pthread_join(workers[i], NULL));
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
