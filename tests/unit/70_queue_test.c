/* 70_queue_test.c - first in, first out, each to exactly one. */
#include "parallel/queue.h"
#include "parallel/thread.h"
#include "tests/support/child.h"
#include "tests/support/measure.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { ITEMS = 20000, SIDES = 4, CAPACITY = 16, VICTIMS = 100 };

struct mill {
    struct queue *queue;
    atomic_int next;        /* To be put. */
    atomic_int seen[ITEMS]; /* How often it came out. */
};

static struct mill *mill_new(enum sharing sharing)
{
    struct mill *mill = child_shared(sizeof *mill);

    assert_int_equal(queue_new(&mill->queue, CAPACITY, sizeof(int), sharing),
                     0);
    return mill;
}

static void produce(void *argument)
{
    struct mill *mill = argument;

    for (int i; (i = atomic_fetch_add(&mill->next, 1)) < ITEMS;)
        queue_put(mill->queue, &i, FOREVER);
}

static void consume(void *argument)
{
    struct mill *mill = argument;

    for (int i; queue_get(mill->queue, &i, FOREVER) == 0;)
        atomic_fetch_add(&mill->seen[i], 1);
}

static void each_came_once(struct mill *mill)
{
    int wrong = 0;

    for (int i = 0; i < ITEMS; i++)
        wrong += atomic_load(&mill->seen[i]) != 1;
    assert_int_equal(wrong, 0);
}

static void gives_each_item_of_threads_to_exactly_one(void **state)
{
    struct mill *mill = mill_new(BETWEEN_THREADS);
    struct thread putters[SIDES], getters[SIDES];

    (void)state;
    for (int i = 0; i < SIDES; i++) {
        thread_start(&getters[i], NULL, consume, mill);
        thread_start(&putters[i], NULL, produce, mill);
    }
    for (int i = 0; i < SIDES; i++)
        thread_join(&putters[i], FOREVER);
    queue_close(mill->queue);
    for (int i = 0; i < SIDES; i++)
        thread_join(&getters[i], FOREVER);
    each_came_once(mill);
    queue_free(mill->queue);
}

static int produce_in_a_child(void *argument)
{
    produce(argument);
    return 0;
}

static int consume_in_a_child(void *argument)
{
    consume(argument);
    return 0;
}

static void gives_each_item_of_processes_to_exactly_one(void **state)
{
    struct mill *mill = mill_new(BETWEEN_PROCESSES);
    pid_t putters[SIDES], getters[SIDES];

    (void)state;
    for (int i = 0; i < SIDES; i++) {
        getters[i] = child_start(consume_in_a_child, mill);
        putters[i] = child_start(produce_in_a_child, mill);
    }
    for (int i = 0; i < SIDES; i++)
        assert_int_equal(child_end(putters[i]), 0);
    queue_close(mill->queue);
    for (int i = 0; i < SIDES; i++)
        assert_int_equal(child_end(getters[i]), 0);
    each_came_once(mill);
    queue_free(mill->queue);
}

static void keeps_the_order_of_one_that_puts(void **state)
{
    struct queue *queue;

    (void)state;
    assert_int_equal(queue_new(&queue, 3, sizeof(int), BETWEEN_THREADS), 0);
    for (int i = 0; i < 10; i++) { /* Twice and more around. */
        int first = 2 * i, second = first + 1, got;

        assert_int_equal(queue_put(queue, &first, 0), 0);
        assert_int_equal(queue_put(queue, &second, 0), 0);
        assert_int_equal(queue_size(queue), 2);
        assert_int_equal(queue_get(queue, &got, 0), 0);
        assert_int_equal(got, first);
        assert_int_equal(queue_get(queue, &got, 0), 0);
        assert_int_equal(got, second);
    }
    queue_free(queue);
}

static void gives_up_when_full_or_empty_for_too_long(void **state)
{
    struct queue *queue;
    int item = 1;

    (void)state;
    queue_new(&queue, 1, sizeof item, BETWEEN_THREADS);
    double start = measure_now_ns();
    assert_int_equal(queue_get(queue, &item, 30), ETIMEDOUT);
    assert_int_equal(queue_put(queue, &item, FOREVER), 0);
    assert_int_equal(queue_put(queue, &item, 0), ETIMEDOUT);
    assert_int_equal(queue_put(queue, &item, 30), ETIMEDOUT);
    assert_true(measure_now_ns() - start >= 60e6);
    assert_int_equal(queue_size(queue), 1);
    queue_free(queue);
}

static atomic_int put_result;

static void put_one(void *argument)
{
    int item = 2;

    atomic_store(&put_result, queue_put(argument, &item, FOREVER));
}

static void refuses_items_once_closed_and_gives_out_the_rest(void **state)
{
    struct queue *queue;
    struct thread thread;
    int item = 1;

    (void)state;
    queue_new(&queue, 1, sizeof item, BETWEEN_THREADS);
    queue_put(queue, &item, FOREVER);
    thread_start(&thread, NULL, put_one, queue);
    child_sleep_ms(20);
    queue_close(queue);
    thread_join(&thread, FOREVER);
    assert_int_equal(atomic_load(&put_result), ESHUTDOWN);
    assert_int_equal(queue_put(queue, &item, FOREVER), ESHUTDOWN);
    assert_int_equal(queue_get(queue, &item, FOREVER), 0);
    assert_int_equal(item, 1);
    assert_int_equal(queue_get(queue, &item, FOREVER), ESHUTDOWN);
    queue_free(queue);
}

static int consume_for_ever(void *argument)
{
    struct mill *mill = argument;

    for (int i; queue_get(mill->queue, &i, FOREVER) == 0;)
        continue;
    return 0;
}

static void is_whole_after_its_users_were_killed(void **state)
{
    struct mill *mill = mill_new(BETWEEN_PROCESSES);
    unsigned seed = 1;

    (void)state;
    for (int i = 0; i < VICTIMS; i++) {
        atomic_store(&mill->next, i % 2 ? 0 : ITEMS);
        pid_t victim =
            child_start(i % 2 ? produce_in_a_child : consume_for_ever, mill);
        pid_t other =
            child_start(i % 2 ? consume_for_ever : produce_in_a_child, mill);
        if (i % 2 == 0)
            atomic_store(&mill->next, 0);
        child_sleep_ms(rand_r(&seed) % 3);
        kill(victim, SIGKILL);
        child_end(victim);
        kill(other, SIGKILL);
        child_end(other);
    }
    size_t left = queue_size(mill->queue);
    assert_true(left <= CAPACITY);
    for (size_t i = 0; i < left; i++) {
        int item = -1;
        assert_int_equal(queue_get(mill->queue, &item, 0), 0);
        assert_in_range(item, 0, ITEMS - 1);
    }
    /* And it still works. */
    memset(mill->seen, 0, sizeof mill->seen);
    atomic_store(&mill->next, 0);
    pid_t getter = child_start(consume_in_a_child, mill);
    produce(mill);
    queue_close(mill->queue);
    assert_int_equal(child_end(getter), 0);
    each_came_once(mill);
}

static void refuses_what_no_memory_can_hold(void **state)
{
    struct queue *queue;

    (void)state;
    assert_int_equal(queue_new(&queue, 0, 1, BETWEEN_THREADS), EINVAL);
    assert_int_equal(queue_new(&queue, 1, 0, BETWEEN_THREADS), EINVAL);
    assert_int_equal(queue_new(&queue, SIZE_MAX / 2, 8, BETWEEN_THREADS),
                     ENOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_each_item_of_threads_to_exactly_one),
        cmocka_unit_test(gives_each_item_of_processes_to_exactly_one),
        cmocka_unit_test(keeps_the_order_of_one_that_puts),
        cmocka_unit_test(gives_up_when_full_or_empty_for_too_long),
        cmocka_unit_test(refuses_items_once_closed_and_gives_out_the_rest),
        cmocka_unit_test(is_whole_after_its_users_were_killed),
        cmocka_unit_test(refuses_what_no_memory_can_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
