/* lifo_queue.h - a stack that is a queue: the last in is the first out.

       lifo_queue_new(&undo, 100, sizeof(struct change), BETWEEN_THREADS);
       queue_put(undo, &change, FOREVER);
       queue_get(undo, &change, FOREVER);       the newest

   All else is as in queue.h. Python: LifoQueue. */
#ifndef PARALLEL_LIFO_QUEUE_H
#define PARALLEL_LIFO_QUEUE_H

#include "parallel/queue.h"

int lifo_queue_new(struct queue **queue, size_t capacity, size_t item_size,
                   enum sharing sharing);

#endif
