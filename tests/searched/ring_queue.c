/* ring_queue.c - one that puts, one that waits for it. */
#include "parallel/ring_queue.h"

#include <assert.h>
#include <pthread.h>

static struct ring_queue *queue;

static void *put(void *argument)
{
    assert(ring_queue_put(queue, argument, FOREVER) == 0);
    return NULL;
}

int main(void)
{
    int number = 1, got;
    pthread_t thread;

    if (ring_queue_new(&queue, 2, sizeof got))
        return 2;
    pthread_create(&thread, NULL, put, &number);
    assert(ring_queue_get(queue, &got, FOREVER) == 0);
    assert(got == 1);
    pthread_join(thread, NULL);
    ring_queue_free(queue);
    return 0;
}
