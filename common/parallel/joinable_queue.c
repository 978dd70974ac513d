/* joinable_queue.c - counting what was put against what is done. */
#include "parallel/joinable_queue.h"
#include "parallel/queue_inside.h"

#include <errno.h>

int joinable_queue_task_done(struct queue *queue)
{
    int error = 0;

    queue_enter(queue);
    if (queue->done == queue->puts)
        error = EINVAL;
    else if (++queue->done == queue->puts)
        condition_notify_all(&queue->all_done);
    lock_release(&queue->lock);
    return error;
}

int joinable_queue_join(struct queue *queue, long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    int error = 0;

    queue_enter(queue);
    while (queue->done != queue->puts && !error)
        error = queue_wait(queue, &queue->all_done, &deadline);
    if (queue->done == queue->puts)
        error = 0;
    lock_release(&queue->lock);
    return error;
}
