/* 70_ring_queue_test.c - a queue without a lock: each item to exactly one. */
#include "parallel/ring_queue.h"
#include "parallel/thread.h"
#include "tests/support/child.h"
#include "tests/support/measure.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>

enum { ITEMS = 100000, SIDES = 4 };

static struct ring_queue *queue;
static atomic_int next;
static atomic_int seen[ITEMS];

static void produce(void *argument)
{
    (void)argument;
    for (int i; (i = atomic_fetch_add(&next, 1)) < ITEMS;)
        ring_queue_put(queue, &i, FOREVER);
}

static void consume(void *argument)
{
    (void)argument;
    for (int i; ring_queue_get(queue, &i, FOREVER) == 0;)
        atomic_fetch_add(&seen[i], 1);
}

/* Few places: they wait often, at both ends. */
static void gives_each_item_to_exactly_one(void **state)
{
    struct thread putters[SIDES], getters[SIDES];

    (void)state;
    for (size_t capacity = 1; capacity <= 1024; capacity *= 32) {
        int wrong = 0;

        atomic_store(&next, 0);
        for (int i = 0; i < ITEMS; i++)
            atomic_store(&seen[i], 0);
        assert_int_equal(ring_queue_new(&queue, capacity, sizeof(int)), 0);
        for (int i = 0; i < SIDES; i++) {
            thread_start(&getters[i], NULL, consume, NULL);
            thread_start(&putters[i], NULL, produce, NULL);
        }
        for (int i = 0; i < SIDES; i++)
            thread_join(&putters[i], FOREVER);
        ring_queue_close(queue);
        for (int i = 0; i < SIDES; i++)
            thread_join(&getters[i], FOREVER);
        for (int i = 0; i < ITEMS; i++)
            wrong += atomic_load(&seen[i]) != 1;
        assert_int_equal(wrong, 0);
        ring_queue_free(queue);
    }
}

static void keeps_the_order_of_one_that_puts(void **state)
{
    int got;

    (void)state;
    ring_queue_new(&queue, 4, sizeof got);
    for (int i = 0; i < 20; i++) {
        int other = i + 100;

        assert_int_equal(ring_queue_put(queue, &i, 0), 0);
        assert_int_equal(ring_queue_put(queue, &other, 0), 0);
        assert_int_equal(ring_queue_get(queue, &got, 0), 0);
        assert_int_equal(got, i);
        assert_int_equal(ring_queue_get(queue, &got, 0), 0);
        assert_int_equal(got, other);
    }
    ring_queue_free(queue);
}

static void gives_up_when_full_or_empty_for_too_long(void **state)
{
    int item = 1;

    (void)state;
    ring_queue_new(&queue, 2, sizeof item);
    double start = measure_now_ns();
    assert_int_equal(ring_queue_get(queue, &item, 0), ETIMEDOUT);
    assert_int_equal(ring_queue_get(queue, &item, 30), ETIMEDOUT);
    assert_int_equal(ring_queue_put(queue, &item, FOREVER), 0);
    assert_int_equal(ring_queue_put(queue, &item, FOREVER), 0);
    assert_int_equal(ring_queue_put(queue, &item, 0), ETIMEDOUT);
    assert_int_equal(ring_queue_put(queue, &item, 30), ETIMEDOUT);
    assert_true(measure_now_ns() - start >= 60e6);
    ring_queue_free(queue);
}

static atomic_int result;

static void put_one(void *argument)
{
    int item = 2;

    (void)argument;
    atomic_store(&result, ring_queue_put(queue, &item, FOREVER));
}

static void refuses_items_once_closed_and_gives_out_the_rest(void **state)
{
    struct thread thread;
    int item = 1;

    (void)state;
    ring_queue_new(&queue, 1, sizeof item);
    ring_queue_put(queue, &item, FOREVER);
    ring_queue_put(queue, &item, FOREVER);
    thread_start(&thread, NULL, put_one, NULL);
    child_sleep_ms(20);
    ring_queue_close(queue);
    thread_join(&thread, FOREVER);
    assert_int_equal(atomic_load(&result), ESHUTDOWN);
    assert_int_equal(ring_queue_put(queue, &item, FOREVER), ESHUTDOWN);
    assert_int_equal(ring_queue_get(queue, &item, FOREVER), 0);
    assert_int_equal(ring_queue_get(queue, &item, 0), 0);
    assert_int_equal(ring_queue_get(queue, &item, 0), ESHUTDOWN);
    assert_int_equal(ring_queue_get(queue, &item, FOREVER), ESHUTDOWN);
    ring_queue_free(queue);
}

static void refuses_what_no_memory_can_hold(void **state)
{
    (void)state;
    assert_int_equal(ring_queue_new(&queue, 0, 1), EINVAL);
    assert_int_equal(ring_queue_new(&queue, 1, 0), EINVAL);
    assert_int_equal(ring_queue_new(&queue, SIZE_MAX / 8, 64), ENOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_each_item_to_exactly_one),
        cmocka_unit_test(keeps_the_order_of_one_that_puts),
        cmocka_unit_test(gives_up_when_full_or_empty_for_too_long),
        cmocka_unit_test(refuses_items_once_closed_and_gives_out_the_rest),
        cmocka_unit_test(refuses_what_no_memory_can_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
