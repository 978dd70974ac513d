/* 70_pool_test.c - worker processes, and tasks whose worker dies. */
#include "parallel/pipe.h"
#include "parallel/pool.h"
#include "tests/support/child.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include <string.h>

enum { WORKERS = 3, ITEMS = 1000 };

static struct pool *pool;

static int square(void *item)
{
    long *number = item;

    *number *= *number;
    return 0;
}

static int refuse_odd(void *item)
{
    long number = *(long *)item;

    return number % 2 ? (int)number : 0;
}

static int die_at_seven(void *item)
{
    long *number = item;

    if (*number == 7)
        kill(getpid(), SIGKILL);
    *number += 100;
    return 0;
}

static int sleep_long(void *item)
{
    child_sleep_ms(CHILD_DEADLINE_MS);
    return item == NULL;
}

static int fill(void *item)
{
    memset(item, *(char *)item + 1, 1 << 20);
    return 0;
}

static int tell_pid(void *item)
{
    *(pid_t *)item = getpid();
    return 0;
}

static void maps_items_in_their_order(void **state)
{
    long numbers[ITEMS];

    (void)state;
    assert_int_equal(pool_new(&pool, 0), EINVAL);
    assert_int_equal(pool_new(&pool, WORKERS), 0);
    for (size_t chunk = 0; chunk < 3; chunk++) {
        for (long i = 0; i < ITEMS; i++)
            numbers[i] = i;
        assert_int_equal(
            pool_map(pool, square, numbers, ITEMS, sizeof *numbers, chunk), 0);
        for (long i = 0; i < ITEMS; i++)
            assert_int_equal(numbers[i], i * i);
    }
    assert_int_equal(pool_map(pool, square, numbers, 0, sizeof *numbers, 0), 0);
    pool_free(pool);
}

static void works_in_another_process(void **state)
{
    struct pool_task task;
    pid_t pid = getpid();

    (void)state;
    pool_new(&pool, 1);
    assert_int_equal(pool_apply_async(pool, &task, tell_pid, &pid, sizeof pid),
                     0);
    assert_int_equal(pool_task_wait(&task, FOREVER), 0);
    assert_int_not_equal(pid, getpid());
    pool_free(pool);
}

static void carries_back_errors_and_large_items(void **state)
{
    static char large[1 << 20] = {41};
    long numbers[] = {2, 4, 9, 3};
    struct pool_task task;

    (void)state;
    pool_new(&pool, WORKERS);
    assert_int_equal(pool_map(pool, refuse_odd, numbers, 4, sizeof *numbers, 1),
                     9);
    pool_apply_async(pool, &task, fill, large, sizeof large);
    assert_int_equal(pool_task_wait(&task, FOREVER), 0);
    assert_int_equal(large[0], 42);
    assert_int_equal(large[sizeof large - 1], 42);
    pool_free(pool);
}

static void replaces_a_killed_worker_and_reports_its_task(void **state)
{
    long numbers[20];

    (void)state;
    pool_new(&pool, 2);
    for (int round = 0; round < 5; round++) {
        for (long i = 0; i < 20; i++)
            numbers[i] = i;
        assert_int_equal(
            pool_map(pool, die_at_seven, numbers, 20, sizeof *numbers, 1),
            EOWNERDEAD);
        for (long i = 0; i < 20; i++) /* All others are done. */
            assert_int_equal(numbers[i], i == 7 ? 7 : i + 100);
    }
    pool_free(pool);
}

static void survives_a_kill_between_tasks(void **state)
{
    struct pool_task task;
    pid_t pid;

    (void)state;
    pool_new(&pool, 1);
    for (int i = 0; i < 20; i++) {
        pool_apply_async(pool, &task, tell_pid, &pid, sizeof pid);
        int error = pool_task_wait(&task, CHILD_DEADLINE_MS);
        assert_true(error == 0 || error == EOWNERDEAD);
        if (error == 0)
            kill(pid, SIGKILL);
    }
    pool_free(pool);
}

static void ends_tasks_when_terminated(void **state)
{
    struct pool_task tasks[3];
    long numbers[3] = {0};

    (void)state;
    pool_new(&pool, 1);
    for (int i = 0; i < 3; i++)
        pool_apply_async(pool, &tasks[i], sleep_long, &numbers[i],
                         sizeof *numbers);
    assert_int_equal(pool_task_wait(&tasks[0], 50), ETIMEDOUT);
    assert_int_equal(pool_task_cancel(&tasks[2]), 0);
    pool_terminate(pool);
    assert_int_equal(pool_task_wait(&tasks[0], 5000), EOWNERDEAD);
    assert_int_equal(pool_task_wait(&tasks[1], 5000), ECANCELED);
    assert_int_equal(pool_task_wait(&tasks[2], 5000), ECANCELED);
    pool_free(pool);
}

static struct pipe mine, theirs;

static int start_pool_and_die(void *argument)
{
    (void)argument;
    pipe_close(&mine);
    if (pool_new(&pool, WORKERS))
        return 1;
    kill(getpid(), SIGKILL);
    return 0;
}

static void leaves_no_worker_when_its_process_is_killed(void **state)
{
    char byte;
    size_t size;

    (void)state;
    pipe_new(&mine, &theirs);
    assert_int_equal(child_run(start_pool_and_die, NULL), -SIGKILL);
    pipe_close(&theirs);
    /* Workers have the other end as long as they live. */
    assert_int_equal(pipe_receive(&mine, &byte, 1, &size, 5000), EPIPE);
    pipe_close(&mine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_items_in_their_order),
        cmocka_unit_test(works_in_another_process),
        cmocka_unit_test(carries_back_errors_and_large_items),
        cmocka_unit_test(replaces_a_killed_worker_and_reports_its_task),
        cmocka_unit_test(survives_a_kill_between_tasks),
        cmocka_unit_test(ends_tasks_when_terminated),
        cmocka_unit_test(leaves_no_worker_when_its_process_is_killed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
