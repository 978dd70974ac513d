/* queue_closed.c - who waits is sent away when the queue is closed. */
#include "parallel/queue.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>

static struct queue *queue;

static void *get(void *argument)
{
    int got, error = queue_get(queue, &got, FOREVER);

    assert(error == ESHUTDOWN || (error == 0 && got == 1));
    return argument;
}

int main(void)
{
    pthread_t threads[2];
    int one = 1;

    if (queue_new(&queue, 1, sizeof one, BETWEEN_THREADS))
        return 2;
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, get, NULL);
    assert(queue_put(queue, &one, FOREVER) == 0);
    queue_close(queue);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    queue_free(queue);
    return 0;
}
