/* 70_deque_test.c - both ends of a deque. */
#include "parallel/deque.h"
#include "parallel/thread.h"
#include "tests/support/child.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { CAPACITY = 3, STEPS = 20000, VICTIMS = 60 };

static struct queue *deque;

/* Beside an array that does the same. */
static void does_what_an_array_would_do(void **state)
{
    int model[CAPACITY], size = 0, got = 0;
    unsigned seed = 3;

    (void)state;
    assert_int_equal(deque_new(&deque, CAPACITY, sizeof(int), BETWEEN_THREADS),
                     0);
    for (int i = 0; i < STEPS; i++) {
        int left = rand_r(&seed) & 1,
            expected = size < CAPACITY ? 0 : ETIMEDOUT;

        if (rand_r(&seed) & 1) {
            assert_int_equal(
                (left ? deque_append_left : deque_append)(deque, &i, 0),
                expected);
            if (expected == 0) {
                for (int at = size; left && at > 0; at--)
                    model[at] = model[at - 1];
                model[left ? 0 : size] = i;
                size++;
            }
        } else {
            int error = (left ? deque_pop_left : deque_pop)(deque, &got, 0);

            assert_int_equal(error, size > 0 ? 0 : ETIMEDOUT);
            if (error == 0) {
                assert_int_equal(got, model[left ? 0 : size - 1]);
                size--;
                for (int at = 0; left && at < size; at++)
                    model[at] = model[at + 1];
            }
        }
        assert_int_equal(queue_size(deque), size);
        for (int at = 0; at < size; at++) {
            assert_int_equal(deque_peek(deque, (size_t)at, &got), 0);
            assert_int_equal(got, model[at]);
        }
        assert_int_equal(deque_peek(deque, (size_t)size, &got), ENOENT);
    }
    queue_free(deque);
}

static void keeps_the_latest_that_were_pushed(void **state)
{
    int got;

    (void)state;
    deque_new(&deque, CAPACITY, sizeof(int), BETWEEN_THREADS);
    for (int i = 0; i < 10; i++)
        assert_int_equal(deque_push(deque, &i), 0);
    for (int i = 7; i < 10; i++) {
        assert_int_equal(deque_pop_left(deque, &got, 0), 0);
        assert_int_equal(got, i);
    }
    for (int i = 0; i < 10; i++)
        assert_int_equal(deque_push_left(deque, &i), 0);
    assert_int_equal(queue_size(deque), CAPACITY);
    for (int i = 7; i < 10; i++) {
        assert_int_equal(deque_pop(deque, &got, 0), 0);
        assert_int_equal(got, i);
    }
    queue_close(deque);
    assert_int_equal(deque_push(deque, &got), ESHUTDOWN);
    assert_int_equal(deque_append_left(deque, &got, FOREVER), ESHUTDOWN);
    assert_int_equal(deque_pop(deque, &got, FOREVER), ESHUTDOWN);
    queue_free(deque);
}

static void append_slowly(void *argument)
{
    for (int i = 0; i < 2 * CAPACITY; i++) {
        child_sleep_ms(1);
        deque_append_left(argument, &i, FOREVER);
    }
}

static void waits_at_either_end(void **state)
{
    struct thread thread;
    int got;

    (void)state;
    deque_new(&deque, 1, sizeof(int), BETWEEN_THREADS);
    thread_start(&thread, NULL, append_slowly, deque);
    for (int i = 0; i < 2 * CAPACITY; i++) {
        assert_int_equal(
            (i % 2 ? deque_pop : deque_pop_left)(deque, &got, FOREVER), 0);
        assert_int_equal(got, i);
    }
    thread_join(&thread, FOREVER);
    queue_free(deque);
}

static int use_all_of_it(void *argument)
{
    unsigned seed = *(unsigned *)argument;

    for (;;) {
        int item = rand_r(&seed) % 100;

        switch (item % 6) {
        case 0:
            deque_append(deque, &item, 0);
            break;
        case 1:
            deque_append_left(deque, &item, 0);
            break;
        case 2:
            deque_pop(deque, &item, 0);
            break;
        case 3:
            deque_pop_left(deque, &item, 0);
            break;
        case 4:
            deque_push(deque, &item);
            break;
        default:
            deque_push_left(deque, &item);
            break;
        }
    }
    return 0;
}

static void is_whole_after_its_users_were_killed(void **state)
{
    int got, count = 0;

    (void)state;
    deque_new(&deque, CAPACITY, sizeof(int), BETWEEN_PROCESSES);
    for (unsigned i = 0; i < VICTIMS; i++) {
        pid_t victim = child_start(use_all_of_it, &i);

        child_sleep_ms(i % 3);
        kill(victim, SIGKILL);
        child_end(victim);
        assert_in_range(queue_size(deque), 0, CAPACITY);
    }
    for (; deque_pop(deque, &got, 0) == 0; count++)
        assert_in_range(got, 0, 99);
    assert_in_range(count, 0, CAPACITY);
    queue_free(deque);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(does_what_an_array_would_do),
        cmocka_unit_test(keeps_the_latest_that_were_pushed),
        cmocka_unit_test(waits_at_either_end),
        cmocka_unit_test(is_whole_after_its_users_were_killed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
