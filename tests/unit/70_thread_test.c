/* 70_thread_test.c - names, joins, and how many there are. */
#include "parallel/event.h"
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

#include <stdio.h>
#include <string.h>

static struct event end = EVENT_INIT;
static char seen[2][THREAD_NAME_SIZE];

static void wait_for_end(void *argument)
{
    (void)argument;
    event_wait(&end, FOREVER);
}

static void counts_those_that_run_and_the_main_thread(void **state)
{
    struct thread threads[10];

    (void)state;
    assert_int_equal(thread_active_count(), 1);
    for (int i = 0; i < 10; i++)
        assert_int_equal(thread_start(&threads[i], NULL, wait_for_end, NULL),
                         0);
    assert_int_equal(thread_active_count(), 11);
    event_set(&end);
    for (int i = 0; i < 10; i++)
        assert_int_equal(thread_join(&threads[i], FOREVER), 0);
    assert_int_equal(thread_active_count(), 1);
    event_clear(&end);
}

static void note_names(void *argument)
{
    (void)argument;
    strcpy(seen[0], thread_name());
    pthread_getname_np(pthread_self(), seen[1], sizeof seen[1]);
}

static void has_a_name_that_the_kernel_knows_too(void **state)
{
    struct thread thread;

    (void)state;
    thread_start(&thread, "a name that is too long", note_names, NULL);
    thread_join(&thread, FOREVER);
    assert_string_equal(seen[0], "a name that is ");
    assert_string_equal(seen[1], "a name that is ");
    assert_string_equal(thread_name(), "MainThread");
    thread_start(&thread, NULL, note_names, NULL);
    thread_join(&thread, FOREVER);
    assert_ptr_equal(strstr(seen[0], "Thread-"), seen[0]);
}

static void is_joined_when_it_has_ended_and_not_before(void **state)
{
    struct thread thread;

    (void)state;
    thread_start(&thread, NULL, wait_for_end, NULL);
    assert_true(thread_is_alive(&thread));
    assert_int_equal(thread_join(&thread, 0), ETIMEDOUT);
    double start = measure_now_ns();
    assert_int_equal(thread_join(&thread, 50), ETIMEDOUT);
    assert_true(measure_now_ns() - start >= 50e6);
    event_set(&end);
    assert_int_equal(thread_join(&thread, CHILD_DEADLINE_MS), 0);
    assert_false(thread_is_alive(&thread));
    assert_int_equal(thread_join(&thread, FOREVER), 0);
    event_clear(&end);
}

static int count_in_a_child(void *argument)
{
    (void)argument;
    return thread_active_count();
}

static void is_alone_in_a_forked_child(void **state)
{
    struct thread thread;

    (void)state;
    thread_start(&thread, NULL, wait_for_end, NULL);
    assert_int_equal(child_run(count_in_a_child, NULL), 1);
    event_set(&end);
    thread_join(&thread, FOREVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_those_that_run_and_the_main_thread),
        cmocka_unit_test(has_a_name_that_the_kernel_knows_too),
        cmocka_unit_test(is_joined_when_it_has_ended_and_not_before),
        cmocka_unit_test(is_alone_in_a_forked_child),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
