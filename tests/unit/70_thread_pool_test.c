/* 70_thread_pool_test.c - tasks, futures, errors, and cancelling. */
#include "parallel/event.h"
#include "parallel/thread_pool.h"
#include "tests/support/child.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORKERS = 3, TASKS = 2000 };

static struct thread_pool *pool;

static int square(void *argument)
{
    long *number = argument;

    *number *= *number;
    return 0;
}

static int fail_when_odd(void *argument)
{
    return *(int *)argument % 2 ? *(int *)argument : 0;
}

static int wait_for_event(void *argument)
{
    return event_wait(argument, FOREVER);
}

static void does_each_task_once(void **state)
{
    static long numbers[TASKS];
    static struct future futures[TASKS];

    (void)state;
    assert_int_equal(thread_pool_new(&pool, WORKERS), 0);
    for (int i = 0; i < TASKS; i++) {
        numbers[i] = i;
        assert_int_equal(
            thread_pool_submit(pool, &futures[i], square, &numbers[i]), 0);
    }
    for (int i = 0; i < TASKS; i++) {
        assert_int_equal(future_wait(&futures[i], FOREVER), 0);
        assert_int_equal(numbers[i], (long)i * i);
    }
    thread_pool_free(pool);
}

static void carries_back_what_a_task_returned(void **state)
{
    int numbers[] = {2, 4, 7, 5};
    struct future future;

    (void)state;
    thread_pool_new(&pool, WORKERS);
    thread_pool_submit(pool, &future, fail_when_odd, &numbers[3]);
    assert_int_equal(future_wait(&future, FOREVER), 5);
    assert_true(future_is_done(&future));
    assert_int_equal(
        thread_pool_map(pool, fail_when_odd, numbers, 4, sizeof *numbers), 7);
    assert_int_equal(
        thread_pool_map(pool, fail_when_odd, numbers, 2, sizeof *numbers), 0);
    assert_int_equal(
        thread_pool_map(pool, fail_when_odd, numbers, 0, sizeof *numbers), 0);
    thread_pool_free(pool);
}

static void cancels_what_has_not_begun(void **state)
{
    struct event end = EVENT_INIT;
    struct future first, second, third;
    long number = 3;

    (void)state;
    thread_pool_new(&pool, 1);
    thread_pool_submit(pool, &first, wait_for_event, &end);
    thread_pool_submit(pool, &second, square, &number);
    thread_pool_submit(pool, &third, square, &number);
    assert_int_equal(future_wait(&first, 20), ETIMEDOUT);
    assert_int_equal(future_cancel(&second), 0);
    assert_int_equal(future_wait(&second, 0), ECANCELED);
    assert_int_equal(future_cancel(&first), EBUSY);
    event_set(&end);
    assert_int_equal(future_wait(&first, FOREVER), 0);
    assert_int_equal(future_wait(&third, FOREVER), 0);
    assert_int_equal(number, 9); /* Once only. */
    thread_pool_free(pool);
}

static void is_freed_when_all_tasks_are_done(void **state)
{
    static long numbers[TASKS];
    static struct future futures[TASKS];

    (void)state;
    assert_int_equal(thread_pool_new(&pool, 0), EINVAL);
    thread_pool_new(&pool, WORKERS);
    for (int i = 0; i < TASKS; i++) {
        numbers[i] = 2;
        thread_pool_submit(pool, &futures[i], square, &numbers[i]);
    }
    thread_pool_free(pool);
    for (int i = 0; i < TASKS; i++)
        assert_int_equal(numbers[i], 4);
}

static void takes_no_more_when_closed_and_ends_in_its_time(void **state)
{
    struct event end = EVENT_INIT;
    struct future future, late;

    (void)state;
    thread_pool_new(&pool, WORKERS);
    thread_pool_submit(pool, &future, wait_for_event, &end);
    thread_pool_close(pool);
    assert_int_equal(thread_pool_submit(pool, &late, square, NULL), ESHUTDOWN);
    assert_int_equal(thread_pool_join(pool, 20), ETIMEDOUT);
    event_set(&end);
    assert_int_equal(thread_pool_join(pool, FOREVER), 0);
    assert_int_equal(thread_pool_join(pool, 0), 0);
    assert_int_equal(future_wait(&future, 0), 0);
    thread_pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(does_each_task_once),
        cmocka_unit_test(carries_back_what_a_task_returned),
        cmocka_unit_test(cancels_what_has_not_begun),
        cmocka_unit_test(is_freed_when_all_tasks_are_done),
        cmocka_unit_test(takes_no_more_when_closed_and_ends_in_its_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
