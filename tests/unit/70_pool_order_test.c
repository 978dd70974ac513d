/* 70_pool_order_test.c - a pool that was told more: how results come, how
   workers begin and end, what is done again. */
#include "parallel/pool.h"
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

#include <stdlib.h>

enum { ITEMS = 100 };

static struct pool *pool;
static struct shared_value *calls;
static int begun; /* In a worker: by its initialiser. */

struct power {
    long base;
    unsigned exponent;
    long result;
};

/* Several arguments. */
static int compute(void *item)
{
    struct power *power = item;

    power->result = 1;
    for (unsigned i = 0; i < power->exponent; i++)
        power->result *= power->base;
    return power->exponent > 5 ? ERANGE : 0;
}

static int sleep_so_long(void *item)
{
    child_sleep_ms(*(int *)item);
    return *(int *)item == 120 ? EIO : 0;
}

static int tell_pid(void *item)
{
    *(pid_t *)item = getpid();
    return begun;
}

static int die_the_first_times(void *item)
{
    if (*(long *)item == 7 && shared_value_add(calls, 1) <= 2)
        kill(getpid(), SIGKILL);
    *(long *)item += 100;
    return 0;
}

static int begin(void *argument)
{
    begun = 3;
    return *(int *)argument;
}

static void applies_a_function_of_several_arguments(void **state)
{
    struct power powers[] = {{2, 3, 0}, {3, 2, 0}, {2, 6, 0}, {5, 1, 0}};

    (void)state;
    pool_new(&pool, 2);
    assert_int_equal(pool_apply(pool, compute, &powers[0], sizeof *powers), 0);
    assert_int_equal(powers[0].result, 8);
    assert_int_equal(pool_map(pool, compute, powers, 4, sizeof *powers, 1),
                     ERANGE);
    assert_int_equal(powers[1].result, 9);
    assert_int_equal(powers[2].result, 64);
    assert_int_equal(powers[3].result, 5);
    pool_free(pool);
}

static void gives_results_by_their_order(void **state)
{
    struct power powers[ITEMS];
    struct pool_results *results;
    size_t index;

    (void)state;
    pool_new(&pool, 3);
    for (size_t chunk = 0; chunk < 9; chunk += 4) {
        for (long i = 0; i < ITEMS; i++)
            powers[i] = (struct power){i, i == 50 ? 6 : 2, 0};
        assert_int_equal(pool_imap(pool, &results, compute, powers, ITEMS,
                                   sizeof *powers, chunk),
                         0);
        for (long i = 0; i < ITEMS; i++) {
            int error = pool_results_next(results, &index, FOREVER);

            assert_int_equal(error, i == 50 ? ERANGE : 0);
            assert_int_equal(index, i);
            assert_true(i == 50 || powers[i].result == i * i);
        }
        assert_int_equal(pool_results_next(results, &index, 0), ENODATA);
        assert_int_equal(index, ITEMS);
        pool_results_free(results);
    }
    pool_free(pool);
}

static void gives_results_as_they_come(void **state)
{
    int times[] = {120, 1, 60};
    static const size_t order[] = {1, 2, 0};
    struct pool_results *results;
    size_t index;

    (void)state;
    pool_new(&pool, 3);
    pool_imap_unordered(pool, &results, sleep_so_long, times, 3, sizeof *times,
                        1);
    for (int i = 0; i < 3; i++) {
        int error = pool_results_next(results, &index, FOREVER);

        assert_int_equal(index, order[i]);
        assert_int_equal(error, index == 0 ? EIO : 0);
    }
    pool_results_free(results);
    pool_imap(pool, &results, sleep_so_long, times, 3, sizeof *times, 1);
    assert_int_equal(pool_results_next(results, &index, 5), ETIMEDOUT);
    assert_int_equal(index, 3);
    pool_results_free(results); /* Though nobody took them. */
    pool_free(pool);
}

static void begins_workers_and_replaces_them_in_time(void **state)
{
    struct pool_options options = {
        .workers = 1, .initialise = begin, .argument = &(int){0}};
    pid_t pids[6], before = 0;

    (void)state;
    options.tasks_most = 2;
    pool_new_with(&pool, &options);
    for (int i = 0; i < 6; i++)
        assert_int_equal(pool_apply(pool, tell_pid, &pids[i], sizeof *pids), 3);
    for (int i = 0; i < 6; i += 2) {
        assert_int_equal(pids[i], pids[i + 1]);
        assert_int_not_equal(pids[i], before);
        before = pids[i];
    }
    assert_int_equal(pool_map(pool, tell_pid, pids, 6, sizeof *pids, 1), 3);
    assert_int_equal(pids[2], pids[3]);
    assert_int_not_equal(pids[3], pids[4]);
    pool_free(pool);
}

static void does_nothing_where_a_worker_could_not_begin(void **state)
{
    struct pool_options options = {
        .workers = 2, .initialise = begin, .argument = &(int){ENOSPC}};
    pid_t pids[6] = {0};

    (void)state;
    pool_new_with(&pool, &options);
    assert_int_equal(pool_apply(pool, tell_pid, pids, sizeof *pids), ENOSPC);
    assert_int_equal(pool_map(pool, tell_pid, pids, 6, sizeof *pids, 1),
                     ENOSPC);
    assert_int_equal(pids[0], 0);
    pool_free(pool);
}

/* Two deaths, and it is done at the third time; or not. */
static void does_again_what_killed_as_often_as_it_was_told(void **state)
{
    long numbers[20];

    (void)state;
    shared_value_new(&calls, 0);
    for (unsigned retries = 0; retries < 3; retries++) {
        struct pool_options options = {.workers = 2, .retries = retries};
        long number = 7;

        shared_value_set(calls, 0);
        pool_new_with(&pool, &options);
        int error =
            pool_apply(pool, die_the_first_times, &number, sizeof number);
        assert_int_equal(error, retries < 2 ? EOWNERDEAD : 0);
        assert_int_equal(number, retries < 2 ? 7 : 107);

        shared_value_set(calls, 0);
        for (long i = 0; i < 20; i++)
            numbers[i] = i;
        error = pool_map(pool, die_the_first_times, numbers, 20,
                         sizeof *numbers, 3);
        assert_int_equal(error, retries < 2 ? EOWNERDEAD : 0);
        for (long i = 0; i < 20; i++)
            assert_int_equal(numbers[i],
                             retries == 2 || i < 6 || i > 8 ? i + 100 : i);
        pool_free(pool);
    }
    shared_value_free(calls);
}

static void takes_no_more_when_closed_and_ends_in_its_time(void **state)
{
    int time = 100, none = 0;
    struct pool_results *results;
    struct pool_task task;

    (void)state;
    pool_new(&pool, 2);
    pool_apply_async(pool, &task, sleep_so_long, &time, sizeof time);
    pool_close(pool);
    assert_int_equal(pool_apply(pool, sleep_so_long, &none, sizeof none),
                     ESHUTDOWN);
    assert_int_equal(pool_map(pool, sleep_so_long, &none, 1, sizeof none, 0),
                     ESHUTDOWN);
    assert_int_equal(
        pool_imap(pool, &results, sleep_so_long, &none, 1, sizeof none, 0),
        ESHUTDOWN);
    assert_int_equal(pool_join(pool, 10), ETIMEDOUT);
    assert_int_equal(pool_join(pool, FOREVER), 0);
    assert_int_equal(pool_task_wait(&task, 0), 0);
    pool_free(pool);
}

static int increment(void *item)
{
    ++*(int *)item;
    return 0;
}

static void maps_more_than_before(void **state)
{
    (void)state;
    pool_new(&pool, 2);
    for (size_t count = 1; count < 600000; count *= 9) {
        int *numbers = calloc(count, sizeof *numbers);

        assert_int_equal(pool_map(pool, increment, numbers, count,
                                  sizeof *numbers, count / 3 + 1),
                         0);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(numbers[i], 1);
        free(numbers);
    }
    pool_free(pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(applies_a_function_of_several_arguments),
        cmocka_unit_test(gives_results_by_their_order),
        cmocka_unit_test(gives_results_as_they_come),
        cmocka_unit_test(begins_workers_and_replaces_them_in_time),
        cmocka_unit_test(does_nothing_where_a_worker_could_not_begin),
        cmocka_unit_test(does_again_what_killed_as_often_as_it_was_told),
        cmocka_unit_test(takes_no_more_when_closed_and_ends_in_its_time),
        cmocka_unit_test(maps_more_than_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
