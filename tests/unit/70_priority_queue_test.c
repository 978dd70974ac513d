/* 70_priority_queue_test.c - the least first, also after deaths. */
#include "parallel/priority_queue.h"
#include "tests/support/child.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include <stdlib.h>

enum { ITEMS = 1000, VICTIMS = 60 };

static int by_number(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;

    return (x > y) - (x < y);
}

static void comes_out_in_order(struct queue *queue)
{
    int before = -1, item;

    while (queue_get(queue, &item, 0) == 0) {
        assert_true(before <= item);
        before = item;
    }
    assert_int_equal(queue_size(queue), 0);
}

static void gives_out_the_least_first(void **state)
{
    struct queue *queue;
    unsigned seed = 7;
    long sum = 0;

    (void)state;
    assert_int_equal(priority_queue_new(&queue, ITEMS, sizeof(int), by_number,
                                        BETWEEN_THREADS),
                     0);
    for (int i = 0; i < ITEMS; i++) {
        int item = rand_r(&seed) % 100;
        int got = 0;

        sum += item;
        assert_int_equal(queue_put(queue, &item, 0), 0);
        if (i % 3 == 2) { /* Puts and gets mixed. */
            assert_int_equal(queue_get(queue, &got, 0), 0);
            sum -= got;
        }
    }
    int before = -1, item;
    while (queue_get(queue, &item, 0) == 0) {
        assert_true(before <= item);
        before = item;
        sum -= item;
    }
    assert_int_equal(sum, 0);
    queue_free(queue);
}

static int put_and_get(void *argument)
{
    struct queue *queue = argument;
    unsigned seed = (unsigned)getpid();

    while (queue) { /* For ever. */
        int item = rand_r(&seed) % 100;

        queue_put(queue, &item, 0);
        if (item % 2)
            queue_get(queue, &item, 0);
    }
    return 0;
}

static void is_in_order_after_its_users_were_killed(void **state)
{
    struct queue *queue;

    (void)state;
    assert_int_equal(priority_queue_new(&queue, 50, sizeof(int), by_number,
                                        BETWEEN_PROCESSES),
                     0);
    for (int i = 0; i < VICTIMS; i++) {
        pid_t victim = child_start(put_and_get, queue);

        child_sleep_ms(2);
        kill(victim, SIGKILL);
        assert_int_equal(child_end(victim), -SIGKILL);
        assert_true(queue_size(queue) <= 50);
        if (i % 4 == 0)
            comes_out_in_order(queue);
    }
    comes_out_in_order(queue);
    queue_free(queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_out_the_least_first),
        cmocka_unit_test(is_in_order_after_its_users_were_killed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
