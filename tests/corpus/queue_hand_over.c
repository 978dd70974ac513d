/* expect: ok
   Ownership goes with the pointer through a queue; the taker frees. */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

struct item {
    int value;
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct item *queue;

static void *make(void *argument)
{
    struct item *item = calloc(1, sizeof *item);

    if (!item)
        abort();
    item->value = 4;
    pthread_mutex_lock(&lock);
    queue = item;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
    return argument;
}

int main(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, make, NULL);
    pthread_mutex_lock(&lock);
    while (!queue)
        pthread_cond_wait(&changed, &lock);
    struct item *item = queue;
    pthread_mutex_unlock(&lock);
    assert(++item->value == 5);
    free(item);
    pthread_join(thread, NULL);
    return 0;
}
