/* expect: data-race
   Moving has a lock of its own. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>

enum { SHELVES = 4 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int boxes[SHELVES]; /* Guarded by lock. */

void put(int shelf, int count)
{
    MUST(pthread_mutex_lock(&lock));
    boxes[shelf] += count;
    MUST(pthread_mutex_unlock(&lock));
}

/* False: there are not so many. */
bool remove_from(int shelf, int count)
{
    MUST(pthread_mutex_lock(&lock));
    bool enough = boxes[shelf] >= count;
    if (enough)
        boxes[shelf] -= count;
    MUST(pthread_mutex_unlock(&lock));
    return enough;
}

/* False: there are not so many, and nothing was moved. */
bool move(int from, int to, int count)
{
    static pthread_mutex_t moving = PTHREAD_MUTEX_INITIALIZER;

    MUST(pthread_mutex_lock(&moving));
    bool enough = boxes[from] >= count;
    if (enough) {
        boxes[from] -= count;
        boxes[to] += count;
    }
    MUST(pthread_mutex_unlock(&moving));
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
