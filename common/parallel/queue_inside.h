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
struct queue_order {
    void (*put)(struct queue *queue, const void *item); /* There is room. */
    void (*get)(struct queue *queue, void *item);       /* There is one. */
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
    _Alignas(CACHE_LINE) uint64_t puts;
    uint64_t gets;
    uint64_t done;
    bool closed;
    struct queue_room putters; /* size < capacity, or closed. */
    struct queue_room getters; /* size > 0, or closed. */

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

static inline size_t queue_count(const struct queue *queue)
{
    return (size_t)(queue->puts - queue->gets);
}

void queue_enter(struct queue *queue);
int queue_wait(struct queue *queue, struct condition *condition,
               const struct deadline *deadline);

#endif
