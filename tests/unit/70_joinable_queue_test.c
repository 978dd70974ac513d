/* 70_joinable_queue_test.c - when all that was put is done. */
#include "parallel/joinable_queue.h"
#include "parallel/thread.h"
#include "tests/support/child.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include <stdatomic.h>

enum { WORKERS = 3, TASKS = 500 };

static struct queue *queue;
static atomic_int worked;

static void work(void *argument)
{
    (void)argument;
    for (int task; queue_get(queue, &task, FOREVER) == 0;) {
        atomic_fetch_add(&worked, 1);
        joinable_queue_task_done(queue);
    }
}

static void is_joined_when_all_tasks_are_done(void **state)
{
    struct thread workers[WORKERS];

    (void)state;
    queue_new(&queue, 8, sizeof(int), BETWEEN_THREADS);
    for (int i = 0; i < WORKERS; i++)
        thread_start(&workers[i], NULL, work, NULL);
    for (int i = 0; i < TASKS; i++)
        queue_put(queue, &i, FOREVER);
    assert_int_equal(joinable_queue_join(queue, FOREVER), 0);
    assert_int_equal(atomic_load(&worked), TASKS);
    queue_close(queue);
    for (int i = 0; i < WORKERS; i++)
        thread_join(&workers[i], FOREVER);
    queue_free(queue);
}

static void is_not_joined_while_one_is_at_work(void **state)
{
    int task = 1;

    (void)state;
    queue_new(&queue, 8, sizeof task, BETWEEN_THREADS);
    assert_int_equal(joinable_queue_join(queue, 0), 0);
    queue_put(queue, &task, FOREVER);
    queue_get(queue, &task, FOREVER);
    assert_int_equal(joinable_queue_join(queue, 20), ETIMEDOUT);
    assert_int_equal(joinable_queue_task_done(queue), 0);
    assert_int_equal(joinable_queue_join(queue, FOREVER), 0);
    assert_int_equal(joinable_queue_task_done(queue), EINVAL);
    queue_free(queue);
}

static int work_in_a_child(void *argument)
{
    work(argument);
    return 0;
}

static void is_joined_by_another_process(void **state)
{
    (void)state;
    queue_new(&queue, 8, sizeof(int), BETWEEN_PROCESSES);
    pid_t child = child_start(work_in_a_child, NULL);
    for (int i = 0; i < TASKS; i++)
        queue_put(queue, &i, FOREVER);
    assert_int_equal(joinable_queue_join(queue, CHILD_DEADLINE_MS), 0);
    assert_int_equal(queue_size(queue), 0);
    queue_close(queue);
    assert_int_equal(child_end(child), 0);
    queue_free(queue);
}

static int get_and_die(void *argument)
{
    int task;

    (void)argument;
    queue_get(queue, &task, FOREVER);
    return kill(getpid(), SIGKILL);
}

static int join_and_die(void *argument)
{
    (void)argument;
    return joinable_queue_join(queue, FOREVER);
}

static void is_joined_when_another_says_it_for_a_killed_worker(void **state)
{
    int task = 1;

    (void)state;
    queue_new(&queue, 8, sizeof task, BETWEEN_PROCESSES);
    queue_put(queue, &task, FOREVER);
    pid_t joiner = child_start(join_and_die, NULL);
    assert_int_equal(child_run(get_and_die, NULL), -SIGKILL);
    assert_int_equal(joinable_queue_join(queue, 20), ETIMEDOUT);
    kill(joiner, SIGKILL); /* It stays counted, which hurts nobody. */
    child_end(joiner);
    assert_int_equal(joinable_queue_task_done(queue), 0);
    assert_int_equal(joinable_queue_join(queue, FOREVER), 0);
    assert_int_equal(joinable_queue_task_done(queue), EINVAL);
    queue_free(queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_joined_when_all_tasks_are_done),
        cmocka_unit_test(is_not_joined_while_one_is_at_work),
        cmocka_unit_test(is_joined_by_another_process),
        cmocka_unit_test(is_joined_when_another_says_it_for_a_killed_worker),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
