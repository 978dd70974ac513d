/* ring_queue.c - places that say themselves whose turn they are.

   Each place has a turn: its own number when the next put is to fill it, one
   more when it is filled, and that of the next time around when it is empty
   again. Who wants the next place takes its number, by adding one to `puts` or
   `gets` if it is the first to do so, and the place is nobody else's until its
   turn changes. (A bounded queue of Dmitry Vyukov's.)

   Who must wait is counted in `asleep` and then looks once more; who changes a
   turn does so and then reads `asleep`. Whichever comes first, one of the two
   sees the other. */
#include "parallel/ring_queue.h"
#include "parallel/condition.h"
#include "parallel/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 64 };

struct room {
    struct lock lock;

    /* Changed with the lock held. Too many where some have gone. */
    atomic_uint asleep;

    struct condition called; /* There may be a turn, or it is closed. */
};

struct ring_queue {
    _Alignas(LINE) atomic_size_t puts;
    _Alignas(LINE) atomic_size_t gets;

    _Alignas(LINE) struct room putters;
    _Alignas(LINE) struct room getters;
    atomic_bool closed;

    /* Constant after new. */
    size_t places; /* A power of two. */
    size_t item_size;
    size_t stride; /* Of a place. */
    _Alignas(LINE) unsigned char memory[];
};

static atomic_size_t *turn_of(struct ring_queue *queue, size_t number)
{
    return (atomic_size_t *)(void *)(queue->memory +
                                     (number & (queue->places - 1)) *
                                         queue->stride);
}

int ring_queue_new(struct ring_queue **made, size_t capacity, size_t item_size)
{
    size_t places = 2, stride, bytes;

    if (capacity == 0 || item_size == 0)
        return EINVAL;
    if (capacity > SIZE_MAX / 4 || item_size > SIZE_MAX / 4)
        return ENOMEM;
    while (places < capacity)
        places *= 2;
    stride = sizeof(atomic_size_t) + item_size;
    stride = (stride + sizeof(size_t) - 1) / sizeof(size_t) * sizeof(size_t);
    if (__builtin_mul_overflow(places, stride, &bytes) ||
        __builtin_add_overflow(bytes, sizeof(struct ring_queue) + LINE, &bytes))
        return ENOMEM;
    struct ring_queue *queue = aligned_alloc(LINE, bytes / LINE * LINE);
    if (!queue)
        return ENOMEM;
    memset(queue, 0, sizeof *queue);
    queue->places = places;
    queue->item_size = item_size;
    queue->stride = stride;
    for (size_t i = 0; i < places; i++)
        atomic_init(turn_of(queue, i), i);
    lock_init(&queue->putters.lock, BETWEEN_THREADS);
    lock_init(&queue->getters.lock, BETWEEN_THREADS);
    condition_init(&queue->putters.called, BETWEEN_THREADS);
    condition_init(&queue->getters.called, BETWEEN_THREADS);
    *made = queue;
    return 0;
}

void ring_queue_free(struct ring_queue *queue)
{
    condition_fini(&queue->getters.called);
    condition_fini(&queue->putters.called);
    lock_fini(&queue->getters.lock);
    lock_fini(&queue->putters.lock);
    free(queue);
}

/* Takes the next number of a counter if its place has that turn. NULL: it has
   not yet. */
static atomic_size_t *take(struct ring_queue *queue, atomic_size_t *counter,
                           size_t ahead, size_t *number)
{
    *number = atomic_load_explicit(counter, memory_order_relaxed);
    for (;;) {
        atomic_size_t *turn = turn_of(queue, *number);
        size_t at = atomic_load(turn);

        if (at == *number + ahead) {
            if (atomic_compare_exchange_weak(counter, number, *number + 1))
                return turn;
        } else if ((ptrdiff_t)(at - (*number + ahead)) < 0) {
            return NULL;
        } else { /* Another took it meanwhile. */
            *number = atomic_load_explicit(counter, memory_order_relaxed);
        }
    }
}

static bool try_put(struct ring_queue *queue, const void *item)
{
    size_t number;
    atomic_size_t *turn = take(queue, &queue->puts, 0, &number);

    if (!turn)
        return false;
    memcpy(turn + 1, item, queue->item_size);
    atomic_store(turn, number + 1);
    return true;
}

static bool try_get(struct ring_queue *queue, void *item)
{
    size_t number;
    atomic_size_t *turn = take(queue, &queue->gets, 1, &number);

    if (!turn)
        return false;
    memcpy(item, turn + 1, queue->item_size);
    atomic_store(turn, number + queue->places);
    return true;
}

static void call_one(struct room *room)
{
    if (atomic_load(&room->asleep) == 0)
        return;
    lock_acquire(&room->lock, FOREVER);
    bool somebody = atomic_load(&room->asleep) > 0;
    if (somebody)
        atomic_fetch_sub(&room->asleep, 1);
    lock_release(&room->lock);
    if (somebody)
        condition_notify(&room->called);
}

static bool try(struct ring_queue *queue, const void *put, void *get)
{
    return put ? try_put(queue, put) : try_get(queue, get);
}

/* Found full, or empty. Whoever was called and is through calls another: it
   may have been called for two. */
static int wait_in(struct ring_queue *queue, struct room *room, const void *put,
                   void *get, long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    bool done = false;
    int error = 0;

    lock_acquire(&room->lock, FOREVER);
    while (!error) {
        atomic_fetch_add(&room->asleep, 1);
        bool closed = atomic_load(&queue->closed);
        done = !(closed && put) && try(queue, put, get);
        if (done || closed) {
            atomic_fetch_sub(&room->asleep, 1);
            error = done ? 0 : ESHUTDOWN;
            break;
        }
        error = condition_wait_until(&room->called, &room->lock, &deadline);
    }
    if (error == ETIMEDOUT) /* A last look. */
        done = !atomic_load(&queue->closed) && try(queue, put, get);
    lock_release(&room->lock);
    if (done)
        call_one(room);
    return done ? 0 : error;
}

int ring_queue_put(struct ring_queue *queue, const void *item, long timeout_ms)
{
    int error = 0;

    if (atomic_load_explicit(&queue->closed, memory_order_relaxed))
        return ESHUTDOWN;
    if (!try_put(queue, item)) {
        if (timeout_ms == 0)
            return ETIMEDOUT;
        error = wait_in(queue, &queue->putters, item, NULL, timeout_ms);
    }
    if (!error)
        call_one(&queue->getters);
    return error;
}

int ring_queue_get(struct ring_queue *queue, void *item, long timeout_ms)
{
    int error = 0;

    if (!try_get(queue, item)) {
        if (timeout_ms == 0 && !atomic_load(&queue->closed))
            return ETIMEDOUT;
        error = wait_in(queue, &queue->getters, NULL, item, timeout_ms);
    }
    if (!error)
        call_one(&queue->putters);
    return error;
}

static void send_away(struct room *room)
{
    lock_acquire(&room->lock, FOREVER);
    condition_notify_all(&room->called);
    lock_release(&room->lock);
}

void ring_queue_close(struct ring_queue *queue)
{
    atomic_store(&queue->closed, true);
    send_away(&queue->putters);
    send_away(&queue->getters);
}
