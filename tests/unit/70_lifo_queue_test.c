/* 70_lifo_queue_test.c - the last in is the first out. */
#include "parallel/lifo_queue.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

static void gives_out_the_newest_first(void **state)
{
    struct queue *queue;
    int got;

    (void)state;
    assert_int_equal(lifo_queue_new(&queue, 3, sizeof(int), BETWEEN_THREADS),
                     0);
    for (int i = 0; i < 3; i++)
        assert_int_equal(queue_put(queue, &i, 0), 0);
    assert_int_equal(queue_put(queue, &(int){9}, 0), ETIMEDOUT);
    assert_int_equal(queue_get(queue, &got, 0), 0);
    assert_int_equal(got, 2);
    assert_int_equal(queue_put(queue, &(int){7}, 0), 0);
    for (int i = 0; i < 3; i++) {
        static const int expected[] = {7, 1, 0};

        assert_int_equal(queue_get(queue, &got, 0), 0);
        assert_int_equal(got, expected[i]);
    }
    assert_int_equal(queue_get(queue, &got, 0), ETIMEDOUT);
    queue_free(queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_out_the_newest_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
