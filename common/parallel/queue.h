/* queue.h - a bounded queue: first in, first out.

   Put waits while the queue is full and get waits while it is empty, so a fast
   producer is never more than `capacity` items ahead. Each item goes to exactly
   one of those that get. Items are copied in and out, `item_size` bytes each.
   After close, put refuses, and get gives out what is left, then refuses.

       queue_new(&orders, 100, sizeof(struct order), BETWEEN_THREADS);

       queue_put(orders, &order, FOREVER);              producer
       queue_close(orders);

       while (queue_get(orders, &order, FOREVER) == 0)  consumer
           deliver(&order);

   BETWEEN_PROCESSES it lies in memory that children share from then on. One
   that is killed in the middle of a put or get leaves the queue whole: its item
   is in the queue or it is not. An item that was got is its getter's to lose.

   Those of lifo_queue.h and priority_queue.h are made by functions of their
   own and used by those here; joinable_queue.h tells when all is done.
   Python: Queue. */
#ifndef PARALLEL_QUEUE_H
#define PARALLEL_QUEUE_H

#include "parallel/sharing.h"

#include <stddef.h>

struct queue;

/* EINVAL: no capacity or no size. ENOMEM. */
int queue_new(struct queue **queue, size_t capacity, size_t item_size,
              enum sharing sharing);

/* Requires: everybody has come back from the calls below. Between processes,
   each that has it frees it, and it lasts until the last has. */
void queue_free(struct queue *queue);

/* 0: it is in the queue. ETIMEDOUT: there was no room. ESHUTDOWN: closed. */
int queue_put(struct queue *queue, const void *item, long timeout_ms);

/* 0: it is the caller's. ETIMEDOUT: there was none. ESHUTDOWN: closed, and
   nothing is left. */
int queue_get(struct queue *queue, void *item, long timeout_ms);

/* Closed once, closed for all. Everybody who waits to put is sent away. */
void queue_close(struct queue *queue);

/* How many it holds: true at one moment during the call. */
size_t queue_size(struct queue *queue);

#endif
