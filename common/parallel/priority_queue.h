/* priority_queue.h - a queue that gives out the least item first.

   `compare(a, b)` is less than 0 where a goes before b, as for qsort. Among
   equal items any may be first.

       priority_queue_new(&waiting, 100, sizeof(struct patient), by_urgency,
                          BETWEEN_THREADS);
       queue_get(waiting, &patient, FOREVER);   the most urgent

   All else is as in queue.h; between processes, those that use it are forked
   from the one that made it, and have the same function. Put and get take
   time that grows with the logarithm of the size. Python: PriorityQueue. */
#ifndef PARALLEL_PRIORITY_QUEUE_H
#define PARALLEL_PRIORITY_QUEUE_H

#include "parallel/queue.h"

int priority_queue_new(struct queue **queue, size_t capacity, size_t item_size,
                       int (*compare)(const void *, const void *),
                       enum sharing sharing);

#endif
