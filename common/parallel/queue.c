/* queue.c - a ring, a lock, two rooms to wait in. */
#include "parallel/queue_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static void put_last(struct queue *queue, const void *item)
{
    size_t index = (size_t)queue_at(&queue->puts) & (queue->slots - 1);

    memcpy(queue_slot(queue, index), item, queue->item_size);
    queue_step(&queue->puts, 1);
}

static void get_first(struct queue *queue, void *item)
{
    size_t index = (size_t)queue_at(&queue->gets) & (queue->slots - 1);

    memcpy(item, queue_slot(queue, index), queue->item_size);
    queue_step(&queue->gets, 1);
}

static const struct queue_order first_in_first_out = {put_last, get_first,
                                                      NULL};

/* NULL: there is none. It is zero. */
static struct queue *allocate(size_t bytes, enum sharing sharing)
{
    void *memory;

    if (sharing == BETWEEN_THREADS) {
        memory = aligned_alloc(CACHE_LINE, bytes);
        return memory ? memset(memory, 0, bytes) : NULL;
    }
    memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

int queue_make(struct queue **made, size_t capacity, size_t item_size,
               size_t extra, const struct queue_order *order,
               enum sharing sharing)
{
    size_t slots = 1;
    size_t bytes;

    if (capacity == 0 || item_size == 0)
        return EINVAL;
    if (capacity > SIZE_MAX / 2)
        return ENOMEM;
    while (slots < capacity)
        slots *= 2;
    if (__builtin_add_overflow(item_size, extra, &bytes) ||
        __builtin_mul_overflow(bytes, slots, &bytes) ||
        __builtin_add_overflow(bytes, sizeof(struct queue) + 2 * CACHE_LINE,
                               &bytes))
        return ENOMEM;
    bytes -= bytes % CACHE_LINE; /* Room for what is aligned behind items. */
    struct queue *queue = allocate(bytes, sharing);
    if (!queue)
        return ENOMEM;
    queue->capacity = capacity;
    queue->slots = slots;
    queue->item_size = item_size;
    queue->bytes = bytes;
    queue->sharing = sharing;
    queue->order = order;
    int error = lock_init(&queue->lock, sharing);
    if (!error)
        error = condition_init(&queue->putters.changed, sharing);
    if (!error)
        error = condition_init(&queue->getters.changed, sharing);
    if (!error)
        error = condition_init(&queue->all_done, sharing);
    *made = queue;
    return error;
}

int queue_new(struct queue **queue, size_t capacity, size_t item_size,
              enum sharing sharing)
{
    return queue_make(queue, capacity, item_size, 0, &first_in_first_out,
                      sharing);
}

void queue_free(struct queue *queue)
{
    /* Between processes others may still use it: only this view goes away. */
    if (queue->sharing == BETWEEN_PROCESSES) {
        munmap(queue, queue->bytes);
        return;
    }
    condition_fini(&queue->all_done);
    condition_fini(&queue->getters.changed);
    condition_fini(&queue->putters.changed);
    lock_fini(&queue->lock);
    free(queue);
}

static void repair(struct queue *queue)
{
    if (queue->order->repair)
        queue->order->repair(queue);
}

void queue_enter(struct queue *queue)
{
    if (lock_acquire(&queue->lock, FOREVER) == EOWNERDEAD)
        repair(queue);
}

int queue_wait(struct queue *queue, struct condition *condition,
               const struct deadline *deadline)
{
    int error = condition_wait_until(condition, &queue->lock, deadline);

    if (error != EOWNERDEAD)
        return error;
    repair(queue);
    return 0;
}

/* Any that comes back lowers `woken`, also one that was not notified: it may
   then be too low, which costs a needless notification, and never too high,
   which would leave somebody asleep. */
static int wait_in(struct queue *queue, struct queue_room *room,
                   const struct deadline *deadline)
{
    room->waiting++;
    int error = queue_wait(queue, &room->changed, deadline);
    room->waiting--;
    if (room->woken > 0)
        room->woken--;
    return error;
}

/* One more item or place for those in the room: is somebody to be notified
   who is not on the way already? Under load few are. */
static bool calls_one(struct queue_room *room)
{
    if (room->waiting <= room->woken)
        return false;
    room->woken++;
    return true;
}

/* After the release: who is woken finds the lock free. */
static void leave(struct queue *queue, struct queue_room *room, bool call)
{
    lock_release(&queue->lock);
    if (call)
        condition_notify(&room->changed);
}

int queue_put_by(struct queue *queue, queue_putter *put, const void *item,
                 long timeout_ms)
{
    struct deadline deadline = {.never = true};
    int error = 0;

    queue_enter(queue);
    if (timeout_ms >= 0 && queue_count(queue) >= queue->capacity)
        deadline = deadline_after(timeout_ms);
    while (queue_count(queue) >= queue->capacity && !queue->closed &&
           !error) /* @full */
        error = wait_in(queue, &queue->putters, &deadline);
    if (queue->closed)
        error = ESHUTDOWN;
    else if (queue_count(queue) < queue->capacity)
        error = 0;
    if (error) {
        lock_release(&queue->lock);
        return error;
    }
    put(queue, item);
    leave(queue, &queue->getters, calls_one(&queue->getters));
    return 0;
}

int queue_put(struct queue *queue, const void *item, long timeout_ms)
{
    return queue_put_by(queue, queue->order->put, item, timeout_ms);
}

int queue_put_at_once(struct queue *queue, queue_putter *put, const void *item)
{
    queue_enter(queue);
    if (queue->closed) {
        lock_release(&queue->lock);
        return ESHUTDOWN;
    }
    put(queue, item);
    leave(queue, &queue->getters, calls_one(&queue->getters));
    return 0;
}

int queue_get_by(struct queue *queue, queue_getter *get, void *item,
                 long timeout_ms)
{
    struct deadline deadline = {.never = true};
    int error = 0;

    queue_enter(queue);
    if (timeout_ms >= 0 && queue_count(queue) == 0)
        deadline = deadline_after(timeout_ms);
    while (queue_count(queue) == 0 && !queue->closed && !error) /* @empty */
        error = wait_in(queue, &queue->getters, &deadline);
    if (queue_count(queue) == 0) {
        error = queue->closed ? ESHUTDOWN : error;
        lock_release(&queue->lock);
        return error;
    }
    get(queue, item);
    leave(queue, &queue->putters, calls_one(&queue->putters));
    return 0;
}

int queue_get(struct queue *queue, void *item, long timeout_ms)
{
    return queue_get_by(queue, queue->order->get, item, timeout_ms);
}

void queue_close(struct queue *queue)
{
    queue_enter(queue);
    queue->closed = true;
    condition_notify_all(&queue->putters.changed);
    condition_notify_all(&queue->getters.changed);
    lock_release(&queue->lock);
}

size_t queue_size(struct queue *queue)
{
    queue_enter(queue);
    size_t size = queue_count(queue);
    lock_release(&queue->lock);
    return size;
}
