/* joinable_queue.h - knowing when all that was put in a queue is done.

   An item is unfinished from its put until somebody says task_done for it.
   That its getter has it is not enough: it may still be at work.

       while (queue_get(q, &task, FOREVER) == 0) {    each worker
           work(&task);
           joinable_queue_task_done(q);
       }

       joinable_queue_join(q, FOREVER);               all tasks are done

   Any queue can be joined: queue.h, lifo_queue.h and priority_queue.h say how
   to make one. A worker that dies at work never says task_done: where that can
   happen, join with a timeout, or have whoever learns of the death (process.h)
   say it. Python: JoinableQueue. */
#ifndef PARALLEL_JOINABLE_QUEUE_H
#define PARALLEL_JOINABLE_QUEUE_H

#include "parallel/queue.h"

/* EINVAL: more often than items were put. */
int joinable_queue_task_done(struct queue *queue);

/* 0: nothing was unfinished. ETIMEDOUT: something still is. */
int joinable_queue_join(struct queue *queue, long timeout_ms);

#endif
