/* expect: ok
   Helpers without a lock, called by all. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>

enum { SHELVES = 4 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int boxes[SHELVES]; /* Guarded by lock. */

static void put_locked(int shelf, int count)
{
    boxes[shelf] += count;
}

static bool remove_locked(int shelf, int count)
{
    if (boxes[shelf] < count)
        return false;
    boxes[shelf] -= count;
    return true;
}

void put(int shelf, int count)
{
    MUST(pthread_mutex_lock(&lock));
    put_locked(shelf, count);
    MUST(pthread_mutex_unlock(&lock));
}

bool remove_from(int shelf, int count)
{
    MUST(pthread_mutex_lock(&lock));
    bool enough = remove_locked(shelf, count);
    MUST(pthread_mutex_unlock(&lock));
    return enough;
}

bool move(int from, int to, int count)
{
    MUST(pthread_mutex_lock(&lock));
    bool enough = remove_locked(from, count);
    if (enough)
        put_locked(to, count);
    MUST(pthread_mutex_unlock(&lock));
    return enough;
}

/* All boxes there are. */
int boxes_in_all(void)
{
    int sum = 0;

    MUST(pthread_mutex_lock(&lock));
    for (int shelf = 0; shelf < SHELVES; shelf++)
        sum += boxes[shelf];
    MUST(pthread_mutex_unlock(&lock));
    return sum;
}

int main(void)
{
    put(0, 10);
    move(0, 1, 4);
    printf("%d boxes\n", boxes_in_all());
    return 0;
}
