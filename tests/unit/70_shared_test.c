/* 70_shared_test.c - memory seen alike, and names that go away. */
#include "parallel/shared.h"
#include "tests/support/child.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { CHILDREN = 4, TIMES = 20000 };

static int add_often(void *argument)
{
    for (int i = 0; i < TIMES; i++)
        shared_value_add(argument, 1);
    return 0;
}

static void loses_no_addition_with_its_lock(void **state)
{
    struct shared_value *value;
    pid_t children[CHILDREN];

    (void)state;
    assert_int_equal(shared_value_new(&value, 5), 0);
    for (int i = 0; i < CHILDREN; i++)
        children[i] = child_start(add_often, value);
    for (int i = 0; i < CHILDREN; i++)
        assert_int_equal(child_end(children[i]), 0);
    assert_int_equal(shared_value_get(value), 5 + CHILDREN * TIMES);
    shared_value_set(value, INT64_MAX);
    assert_true(shared_value_add(value, 1) == INT64_MIN);
    shared_value_free(value);
}

static int die_with_the_lock(void *argument)
{
    struct shared_value *value = argument;

    lock_acquire(&value->lock, FOREVER);
    kill(getpid(), SIGKILL);
    return 0;
}

static void is_usable_after_a_death_with_its_lock(void **state)
{
    struct shared_value *value;

    (void)state;
    shared_value_new(&value, 1);
    assert_int_equal(child_run(die_with_the_lock, value), -SIGKILL);
    assert_int_equal(shared_value_add(value, 1), 2);
    shared_value_free(value);
}

static int write_last(void *argument)
{
    struct shared_array *array = argument;

    *(int *)shared_array_at(array, 9) = 42;
    return 0;
}

static void shows_an_array_to_its_maker(void **state)
{
    struct shared_array *array;

    (void)state;
    assert_int_equal(shared_array_new(&array, 0, 1), EINVAL);
    assert_int_equal(shared_array_new(&array, SIZE_MAX / 2, 4), ENOMEM);
    assert_int_equal(shared_array_new(&array, 10, sizeof(int)), 0);
    assert_int_equal(*(int *)shared_array_at(array, 9), 0);
    assert_int_equal(child_run(write_last, array), 0);
    assert_int_equal(*(int *)shared_array_at(array, 9), 42);
    assert_null(shared_array_at(array, 10));
    shared_array_free(array);
}

static char name[SHARED_NAME_SIZE];

static const char *fresh_name(void)
{
    static int number;

    snprintf(name, sizeof name, "/parallel-test-%d-%d", (int)getpid(),
             ++number);
    return name;
}

static bool exists(void)
{
    char path[SHARED_NAME_SIZE + 16];

    snprintf(path, sizeof path, "/dev/shm%s", name);
    return access(path, F_OK) == 0;
}

static bool goes_away(void)
{
    for (int ms = 0; exists() && ms < 5000; ms++)
        child_sleep_ms(1);
    return !exists();
}

static int write_by_name(void *argument)
{
    struct shared_segment segment;

    (void)argument;
    if (shared_segment_open(&segment, name))
        return 1;
    strcpy(segment.memory, "hello");
    shared_segment_close(&segment);
    return 0;
}

static void is_opened_by_its_name(void **state)
{
    struct shared_segment segment, other;

    (void)state;
    assert_int_equal(shared_segment_create(&segment, fresh_name(), 100), 0);
    assert_int_equal(shared_segment_create(&other, name, 100), EEXIST);
    assert_int_equal(child_run(write_by_name, NULL), 0);
    assert_string_equal(segment.memory, "hello");
    assert_true(exists());
    shared_segment_close(&segment);
    assert_false(exists());
    assert_int_equal(shared_segment_open(&other, name), ENOENT);
}

static int create_and_end(void *argument)
{
    struct shared_segment segment;
    const int *number = argument;

    if (shared_segment_create(&segment, name, 100))
        return 1;
    if (*number)
        kill(getpid(), *number);
    return 0;
}

static void loses_its_name_however_its_creator_ends(void **state)
{
    int ends[] = {0, SIGKILL, SIGHUP, SIGTERM};

    (void)state;
    for (int i = 0; i < 4; i++) {
        fresh_name();
        assert_int_equal(child_run(create_and_end, &ends[i]), -ends[i]);
        assert_true(goes_away());
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loses_no_addition_with_its_lock),
        cmocka_unit_test(is_usable_after_a_death_with_its_lock),
        cmocka_unit_test(shows_an_array_to_its_maker),
        cmocka_unit_test(is_opened_by_its_name),
        cmocka_unit_test(loses_its_name_however_its_creator_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
