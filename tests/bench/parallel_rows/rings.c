/* rings.c - queues of threads that take no lock. */
#include "parallel/ring_queue.h"
#include "parallel/thread.h"
#include "tests/bench/parallel.h"

#include <sched.h>
#include <stdatomic.h>
#include <string.h>

enum { SMALL = 64, CAPACITY = 1024, MOST_SIDES = 4 };

/* The least that does it: the same ring, and whoever must wait yields. */
static struct {
    _Alignas(64) atomic_size_t puts;
    _Alignas(64) atomic_size_t gets;
    struct {
        atomic_size_t turn;
        char bytes[SMALL];
    } places[CAPACITY];
} raw;

static size_t raw_take(atomic_size_t *counter, size_t ahead)
{
    size_t number = atomic_load_explicit(counter, memory_order_relaxed);

    for (;;) {
        size_t turn = atomic_load_explicit(&raw.places[number % CAPACITY].turn,
                                           memory_order_acquire);

        if (turn == number + ahead) {
            if (atomic_compare_exchange_weak_explicit(
                    counter, &number, number + 1, memory_order_relaxed,
                    memory_order_relaxed))
                return number;
            continue;
        }
        if (turn < number + ahead)
            sched_yield();
        number = atomic_load_explicit(counter, memory_order_relaxed);
    }
}

static void put_raw(long times)
{
    char item[SMALL] = "item";

    for (long i = 0; i < times; i++) {
        size_t number = raw_take(&raw.puts, 0);

        memcpy(raw.places[number % CAPACITY].bytes, item, SMALL);
        atomic_store_explicit(&raw.places[number % CAPACITY].turn, number + 1,
                              memory_order_release);
    }
}

static void get_raw(long times)
{
    char item[SMALL];

    for (long i = 0; i < times; i++) {
        size_t number = raw_take(&raw.gets, 1);

        memcpy(item, raw.places[number % CAPACITY].bytes, SMALL);
        atomic_store_explicit(&raw.places[number % CAPACITY].turn,
                              number + CAPACITY, memory_order_release);
    }
}

static struct ring_queue *queue;

static void put_ours(long times)
{
    char item[SMALL] = "item";

    for (long i = 0; i < times; i++)
        ring_queue_put(queue, item, FOREVER);
}

static void get_ours(long times)
{
    char item[SMALL];

    for (long i = 0; i < times; i++)
        ring_queue_get(queue, item, FOREVER);
}

struct side {
    void (*function)(long);
    long times;
    struct thread thread;
};

static void run_side(void *argument)
{
    struct side *side = argument;

    side->function(side->times);
}

static double flow(void (*put)(long), void (*get)(long), int sides, long times)
{
    struct side all[2 * MOST_SIDES];

    for (int i = 0; i < 2 * sides; i++) {
        all[i].function = i % 2 ? put : get;
        all[i].times = times / sides;
        thread_start(&all[i].thread, NULL, run_side, &all[i]);
    }
    for (int i = 0; i < 2 * sides; i++)
        thread_join(&all[i].thread, FOREVER);
    return (double)(times / sides * sides);
}

static double ours(int sides, long times)
{
    if (ring_queue_new(&queue, CAPACITY, SMALL))
        return 0;
    double done = flow(put_ours, get_ours, sides, times);
    ring_queue_free(queue);
    return done;
}

static double raws(int sides, long times)
{
    atomic_store(&raw.puts, 0);
    atomic_store(&raw.gets, 0);
    for (size_t i = 0; i < CAPACITY; i++)
        atomic_store(&raw.places[i].turn, i);
    return flow(put_raw, get_raw, sides, times);
}

static double our_1(long times)
{
    return ours(1, times);
}

static double raw_1(long times)
{
    return raws(1, times);
}

static double our_4(long times)
{
    return ours(4, times);
}

static double raw_4(long times)
{
    return raws(4, times);
}

const struct bench_row bench_rings[] = {
    {"ring_queue_1", our_1, raw_1, 400000},
    {"ring_queue_4", our_4, raw_4, 400000},
    {0},
};
