/* queue_inside.h - what kinds of queues share. Not installed.

   A kind is an order: where an item goes and which is next. Waiting, closing
   and counting are the same for all, in queue.c. */
#ifndef PARALLEL_QUEUE_INSIDE_H
#define PARALLEL_QUEUE_INSIDE_H

#include "parallel/condition.h"
#include "parallel/inside.h"
#include "parallel/queue.h"

#include <stdint.h>

enum { CACHE_LINE = 64 };

/* Called with the lock held. Each changes `puts` or `gets` by one, as its last
   step that matters: who is killed before has done nothing. */
typedef void queue_putter(struct queue *queue, const void *item);
typedef void queue_getter(struct queue *queue, void *item);

struct queue_order {
    queue_putter *put;                   /* There is room. */
    queue_getter *get;                   /* There is one. */
    void (*repair)(struct queue *queue); /* Somebody died in put or get. */
};

/* Who waits for the same, so that nobody is woken needlessly. */
struct queue_room {
    unsigned waiting;
    unsigned woken; /* Notified, and not back yet. */
    struct condition changed;
};

struct queue {
    struct lock lock;

    /* Guarded by lock. size = puts - gets, unfinished = puts - done. Not in the
       lock's cache line: who tries the lock would take that line away from who
       holds it. */
    _Alignas(CACHE_LINE) atomic_ullong puts;
    atomic_ullong gets;
    bool closed;
    struct queue_room putters; /* size < capacity, or closed. */
    struct queue_room getters; /* size > 0, or closed. */

    /* Not guarded: task_done compares it with `puts` without the lock. */
    _Alignas(CACHE_LINE) atomic_ullong done; /* done <= puts */
    atomic_uint joiners; /* That might sleep. Too many where some died. */

    struct condition all_done; /* puts == done */

    /* Constant after new. */
    size_t capacity;
    size_t slots; /* A power of two, at least the capacity. */
    size_t item_size;
    size_t bytes; /* Of the whole. */
    enum sharing sharing;
    const struct queue_order *order;
    int (*compare)(const void *, const void *); /* Of a priority queue. */

    /* Guarded by lock: items, then what the order wants for each slot. */
    _Alignas(CACHE_LINE) unsigned char memory[];
};

/* `extra`: bytes behind the items for each slot. */
int queue_make(struct queue **queue, size_t capacity, size_t item_size,
               size_t extra, const struct queue_order *order,
               enum sharing sharing);

static inline void *queue_slot(struct queue *queue, size_t index)
{
    return queue->memory + index * queue->item_size;
}

/* After all that was done to the item, in the program's order: nothing is to
   be counted that a dead process had yet to copy. */
static inline void queue_step(atomic_ullong *counter, int by)
{
    atomic_signal_fence(memory_order_seq_cst);
    atomic_store_explicit(counter,
                          atomic_load_explicit(counter, memory_order_relaxed) +
                              (unsigned long long)by,
                          memory_order_relaxed);
}

/* Requires: the lock. */
static inline uint64_t queue_at(atomic_ullong *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static inline size_t queue_count(struct queue *queue)
{
    return (size_t)(queue_at(&queue->puts) - queue_at(&queue->gets));
}

/* As queue_put and queue_get, which do it by the queue's order. */
int queue_put_by(struct queue *queue, queue_putter *put, const void *item,
                 long timeout_ms);
int queue_get_by(struct queue *queue, queue_getter *get, void *item,
                 long timeout_ms);

/* Does not wait: `put` makes its own room. */
int queue_put_at_once(struct queue *queue, queue_putter *put, const void *item);

void queue_enter(struct queue *queue);
int queue_wait(struct queue *queue, struct condition *condition,
               const struct deadline *deadline);

#endif
