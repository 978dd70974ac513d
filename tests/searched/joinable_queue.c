/* joinable_queue.c - the join comes back when all that was put is done. */
#include "parallel/joinable_queue.h"

#include <assert.h>
#include <pthread.h>

static struct queue *queue;
static int done;

static void *work(void *argument)
{
    int got;

    while (queue_get(queue, &got, FOREVER) == 0) {
        done += got;
        joinable_queue_task_done(queue);
    }
    return argument;
}

int main(void)
{
    pthread_t thread;

    if (queue_new(&queue, 1, sizeof(int), BETWEEN_THREADS))
        return 2;
    pthread_create(&thread, NULL, work, NULL);
    queue_put(queue, &(int){3}, FOREVER);
    joinable_queue_join(queue, FOREVER);
    assert(done == 3);
    queue_close(queue);
    pthread_join(thread, NULL);
    queue_free(queue);
    return 0;
}
