/* deque.h - a queue with two ends.

   What was put in at one end comes out at that end last first, and at the
   other first first. A worker takes its own newest task, which it still
   remembers; who has nothing to do takes another's oldest:

       deque_new(&tasks, 100, sizeof(struct task), BETWEEN_THREADS);
       deque_append(tasks, &task, FOREVER);

       deque_pop(tasks, &task, 0);               its own
       deque_pop_left(others, &task, 0);         another's

   Append waits while it is full. Push never does: where there is no room, the
   item at the far end goes, so a deque that is pushed to has the latest ones.

   All else is as in queue.h, also after a death: queue_put is append, queue_get
   is pop left; close, size and free are as there. It cannot be joined.
   Python: collections.deque with a maxlen, where append is what push is here
   and pop does not wait. */
#ifndef PARALLEL_DEQUE_H
#define PARALLEL_DEQUE_H

#include "parallel/queue.h"

int deque_new(struct queue **deque, size_t capacity, size_t item_size,
              enum sharing sharing);

/* At the right, or left, end: as queue_put. */
int deque_append(struct queue *deque, const void *item, long timeout_ms);
int deque_append_left(struct queue *deque, const void *item, long timeout_ms);

/* From the right, or left, end: as queue_get. */
int deque_pop(struct queue *deque, void *item, long timeout_ms);
int deque_pop_left(struct queue *deque, void *item, long timeout_ms);

/* As append, and does not wait. ESHUTDOWN: closed. */
int deque_push(struct queue *deque, const void *item);
int deque_push_left(struct queue *deque, const void *item);

/* A copy of the n-th from the left, from 0, which stays. ENOENT: there are not
   so many. */
int deque_peek(struct queue *deque, size_t n, void *item);

#endif
