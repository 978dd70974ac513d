/* deque.c - a ring whose two counters both go up and down.

   `puts` counts where the right end is and `gets` where the left one is: each
   change is one step of one of them, so that whoever is killed has done it or
   has not. They go below 0 and around, which is a multiple of the slots. */
#include "parallel/deque.h"
#include "parallel/queue_inside.h"

#include <errno.h>
#include <string.h>

static void *at(struct queue *queue, uint64_t place)
{
    return queue_slot(queue, (size_t)place & (queue->slots - 1));
}

static void put_right(struct queue *queue, const void *item)
{
    memcpy(at(queue, queue_at(&queue->puts)), item, queue->item_size);
    queue_step(&queue->puts, 1);
}

static void put_left(struct queue *queue, const void *item)
{
    memcpy(at(queue, queue_at(&queue->gets) - 1), item, queue->item_size);
    queue_step(&queue->gets, -1);
}

static void get_right(struct queue *queue, void *item)
{
    memcpy(item, at(queue, queue_at(&queue->puts) - 1), queue->item_size);
    queue_step(&queue->puts, -1);
}

static void get_left(struct queue *queue, void *item)
{
    memcpy(item, at(queue, queue_at(&queue->gets)), queue->item_size);
    queue_step(&queue->gets, 1);
}

static const struct queue_order two_ends = {put_right, get_left, NULL};

int deque_new(struct queue **deque, size_t capacity, size_t item_size,
              enum sharing sharing)
{
    return queue_make(deque, capacity, item_size, 0, &two_ends, sharing);
}

int deque_append(struct queue *deque, const void *item, long timeout_ms)
{
    return queue_put_by(deque, put_right, item, timeout_ms);
}

int deque_append_left(struct queue *deque, const void *item, long timeout_ms)
{
    return queue_put_by(deque, put_left, item, timeout_ms);
}

int deque_pop(struct queue *deque, void *item, long timeout_ms)
{
    return queue_get_by(deque, get_right, item, timeout_ms);
}

int deque_pop_left(struct queue *deque, void *item, long timeout_ms)
{
    return queue_get_by(deque, get_left, item, timeout_ms);
}

/* With the lock held: there is room, or there will be. */
static void push_right(struct queue *queue, const void *item)
{
    if (queue_count(queue) == queue->capacity)
        queue_step(&queue->gets, 1);
    put_right(queue, item);
}

static void push_left(struct queue *queue, const void *item)
{
    if (queue_count(queue) == queue->capacity)
        queue_step(&queue->puts, -1);
    put_left(queue, item);
}

int deque_push(struct queue *deque, const void *item)
{
    return queue_put_at_once(deque, push_right, item);
}

int deque_push_left(struct queue *deque, const void *item)
{
    return queue_put_at_once(deque, push_left, item);
}

int deque_peek(struct queue *deque, size_t n, void *item)
{
    queue_enter(deque);
    bool found = n < queue_count(deque);
    if (found)
        memcpy(item, at(deque, queue_at(&deque->gets) + n), deque->item_size);
    lock_release(&deque->lock);
    return found ? 0 : ENOENT;
}
