/* priority_queue.c - a heap of numbers of slots.

   Items stay in their slots; what moves is a number for each. The heap can
   therefore be made anew from the slots that are in use, when somebody was
   killed while moving them. */
#include "parallel/priority_queue.h"
#include "parallel/queue_inside.h"

#include <errno.h>
#include <string.h>

struct slot {
    uint32_t heap; /* Of the n-th: which slot is there; free ones at the end. */
    uint32_t used; /* Of this slot: 1, an item is in it. */
};

static struct slot *slots_of(struct queue *queue)
{
    uintptr_t end = (uintptr_t)queue_slot(queue, queue->slots);

    return (struct slot *)((end + 15) & ~(uintptr_t)15);
}

static bool is_before(struct queue *queue, uint32_t a, uint32_t b)
{
    return queue->compare(queue_slot(queue, a), queue_slot(queue, b)) < 0;
}

static void swap(struct slot *slots, size_t a, size_t b)
{
    uint32_t slot = slots[a].heap;

    slots[a].heap = slots[b].heap;
    slots[b].heap = slot;
}

static void rise(struct queue *queue, size_t at)
{
    struct slot *slots = slots_of(queue);

    for (; at > 0; at = (at - 1) / 2) {
        if (!is_before(queue, slots[at].heap, slots[(at - 1) / 2].heap))
            return;
        swap(slots, at, (at - 1) / 2);
    }
}

static void sink(struct queue *queue, size_t at, size_t count)
{
    struct slot *slots = slots_of(queue);

    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count &&
            is_before(queue, slots[child + 1].heap, slots[child].heap))
            child++;
        if (!is_before(queue, slots[child].heap, slots[at].heap))
            return;
        swap(slots, at, child);
    }
}

static void put_by_order(struct queue *queue, const void *item)
{
    struct slot *slots = slots_of(queue);
    size_t count = queue_count(queue);
    uint32_t slot = slots[count].heap;

    memcpy(queue_slot(queue, slot), item, queue->item_size);
    slots[slot].used = 1;
    queue_step(&queue->puts, 1);
    rise(queue, count);
}

static void get_least(struct queue *queue, void *item)
{
    struct slot *slots = slots_of(queue);
    size_t last = queue_count(queue) - 1;
    uint32_t slot = slots[0].heap;

    memcpy(item, queue_slot(queue, slot), queue->item_size);
    slots[slot].used = 0;
    queue_step(&queue->gets, 1);
    swap(slots, 0, last);
    sink(queue, 0, last);
}

/* What is in use is the truth; the counters may lack the last step. */
static void make_anew(struct queue *queue)
{
    struct slot *slots = slots_of(queue);
    size_t count = 0, end = queue->slots;

    for (uint32_t slot = 0; slot < queue->slots; slot++) {
        if (slots[slot].used)
            slots[count++].heap = slot;
        else
            slots[--end].heap = slot;
    }
    if (queue_count(queue) < count)
        atomic_store(&queue->puts, queue_at(&queue->gets) + count);
    else
        atomic_store(&queue->gets, queue_at(&queue->puts) - count);
    for (size_t at = count / 2; at-- > 0;)
        sink(queue, at, count);
}

static const struct queue_order least_first = {put_by_order, get_least,
                                               make_anew};

int priority_queue_new(struct queue **queue, size_t capacity, size_t item_size,
                       int (*compare)(const void *, const void *),
                       enum sharing sharing)
{
    if (capacity > INT32_MAX)
        return ENOMEM;
    int error = queue_make(queue, capacity, item_size, sizeof(struct slot),
                           &least_first, sharing);
    if (error)
        return error;
    (*queue)->compare = compare;
    make_anew(*queue);
    return 0;
}
