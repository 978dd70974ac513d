/* lifo_queue.c - the order of a stack. */
#include "parallel/lifo_queue.h"
#include "parallel/queue_inside.h"

#include <string.h>

static void put_on_top(struct queue *queue, const void *item)
{
    memcpy(queue_slot(queue, queue_count(queue)), item, queue->item_size);
    queue_step(&queue->puts, 1);
}

static void get_from_top(struct queue *queue, void *item)
{
    memcpy(item, queue_slot(queue, queue_count(queue) - 1), queue->item_size);
    queue_step(&queue->gets, 1);
}

static const struct queue_order last_in_first_out = {put_on_top, get_from_top,
                                                     NULL};

int lifo_queue_new(struct queue **queue, size_t capacity, size_t item_size,
                   enum sharing sharing)
{
    return queue_make(queue, capacity, item_size, 0, &last_in_first_out,
                      sharing);
}
