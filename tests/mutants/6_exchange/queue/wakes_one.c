/* expect: lost-wakeup
   Closing wakes one consumer. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>

enum { CAPACITY = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;
static int items[CAPACITY]; /* Guarded by lock, as all here. */
static int first;
static int count;
static bool closed;

/* An empty queue. Nobody uses it. */
void reopen(void)
{
    first = count = 0;
    closed = false;
}

/* False: closed, and the item is not in the queue. */
bool put(int item)
{
    MUST(pthread_mutex_lock(&lock));
    while (count == CAPACITY && !closed)
        MUST(pthread_cond_wait(&not_full, &lock));
    bool taken = !closed;
    if (taken) {
        items[(first + count++) % CAPACITY] = item;
        MUST(pthread_cond_signal(&not_empty));
    }
    MUST(pthread_mutex_unlock(&lock));
    return taken;
}

/* False: closed and empty. */
bool get(int *item)
{
    MUST(pthread_mutex_lock(&lock));
    while (count == 0 && !closed)
        MUST(pthread_cond_wait(&not_empty, &lock));
    bool there = count > 0;
    if (there) {
        *item = items[first];
        first = (first + 1) % CAPACITY;
        count--;
        MUST(pthread_cond_signal(&not_full));
    }
    MUST(pthread_mutex_unlock(&lock));
    return there;
}

void close_queue(void)
{
    MUST(pthread_mutex_lock(&lock));
    closed = true;
    MUST(pthread_cond_signal(&not_empty));
    MUST(pthread_cond_broadcast(&not_full));
    MUST(pthread_mutex_unlock(&lock));
}

static void *consume(void *sum)
{
    int item;

    while (get(&item))
        *(int *)sum += item;
    return NULL;
}

int main(void)
{
    int sums[2] = {0, 0};
    pthread_t consumers[2];

    reopen();
    for (int i = 0; i < 2; i++)
        MUST(pthread_create(&consumers[i], NULL, consume, &sums[i]));
    for (int i = 1; i <= 100; i++)
        put(i);
    close_queue();
    for (int i = 0; i < 2; i++)
        MUST(pthread_join(consumers[i], NULL));
    printf("sum %d of 5050\n", sums[0] + sums[1]);
    return 0;
}
