/* joinable_queue.c - counting what was put against what is done. */
#include "parallel/joinable_queue.h"
#include "parallel/queue_inside.h"

#include <errno.h>

/* This changes `done`, then reads `joiners`; who joins adds to `joiners`, then
   reads `done`. Whichever comes first, one of the two sees the other. */
int joinable_queue_task_done(struct queue *queue)
{
    unsigned long long done = atomic_load(&queue->done), puts;

    do {
        puts = atomic_load(&queue->puts);
        if (done == puts)
            return EINVAL;
    } while (!atomic_compare_exchange_weak(&queue->done, &done, done + 1));
    if (done + 1 != puts || atomic_load(&queue->joiners) == 0)
        return 0;
    queue_enter(queue); /* Whoever saw it unfinished is asleep by now. */
    condition_notify_all(&queue->all_done);
    return lock_release(&queue->lock);
}

static bool is_unfinished(struct queue *queue)
{
    return atomic_load(&queue->done) != queue_at(&queue->puts);
}

int joinable_queue_join(struct queue *queue, long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    int error = 0;

    atomic_fetch_add(&queue->joiners, 1);
    queue_enter(queue);
    while (is_unfinished(queue) && !error)
        error = queue_wait(queue, &queue->all_done, &deadline);
    if (!is_unfinished(queue))
        error = 0;
    lock_release(&queue->lock);
    atomic_fetch_sub(&queue->joiners, 1);
    return error;
}
