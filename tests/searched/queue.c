/* queue.c - a place for one, two that put, one that gets until it is closed. */
#include "parallel/queue.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>

static struct queue *queue;

static void *put(void *argument)
{
    assert(queue_put(queue, argument, FOREVER) == 0);
    return NULL;
}

int main(void)
{
    int numbers[] = {1, 2}, sum = 0, got;
    pthread_t threads[2];

    if (queue_new(&queue, 1, sizeof got, BETWEEN_THREADS))
        return 2;
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, put, &numbers[i]);
    for (int i = 0; i < 2; i++) {
        assert(queue_get(queue, &got, FOREVER) == 0);
        sum += got;
    }
    assert(sum == 3);
    queue_close(queue);
    assert(queue_get(queue, &got, FOREVER) == ESHUTDOWN);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    queue_free(queue);
    return 0;
}
