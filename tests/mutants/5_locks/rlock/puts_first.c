/* expect: wrong-result
   Puts before it knows that there is enough. */
#include "../must.h"

#include <pthread.h>
#include <stdbool.h>

enum { SHELVES = 4 };

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
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
    MUST(pthread_mutex_lock(&lock));
    put(to, count);
    bool enough = remove_from(from, count);
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
