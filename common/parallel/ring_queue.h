/* ring_queue.h - a bounded queue of threads that takes no lock.

   As queue.h in what it does; only who finds it full or empty waits with a
   lock. Two ends that are both at work do not disturb each other, so it is
   faster where little is done with an item:

       ring_queue_new(&samples, 1024, sizeof(struct sample));
       ring_queue_put(samples, &sample, FOREVER);       producer
       ring_queue_get(samples, &sample, FOREVER);       consumer

   Each item goes to exactly one, and those of one producer come in order.

   It is for the threads of one process. Without a lock nobody is told that
   another has died, and one that dies in the middle of a put would leave a
   place that never fills: between processes use queue.h.
   Python: queue.SimpleQueue, with bounds. */
#ifndef PARALLEL_RING_QUEUE_H
#define PARALLEL_RING_QUEUE_H

#include "parallel/sharing.h"

#include <stddef.h>

struct ring_queue;

/* The capacity is rounded up to a power of two, and is at least 2.
   EINVAL: no capacity or no size. ENOMEM. */
int ring_queue_new(struct ring_queue **queue, size_t capacity,
                   size_t item_size);

/* Requires: everybody has come back from the calls below. */
void ring_queue_free(struct ring_queue *queue);

/* 0: it is in the queue. ETIMEDOUT: there was no room. ESHUTDOWN: closed. */
int ring_queue_put(struct ring_queue *queue, const void *item, long timeout_ms);

/* 0: it is the caller's. ETIMEDOUT: there was none. ESHUTDOWN: closed, and
   nothing is left. */
int ring_queue_get(struct ring_queue *queue, void *item, long timeout_ms);

/* All that wait, and all that come, are sent away: to get, once it is empty.
   A put that goes on meanwhile may come too late to be got: wait for those who
   put first. */
void ring_queue_close(struct ring_queue *queue);

#endif
