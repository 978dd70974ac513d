/* 70_event_test.c - a flag that others wait for. */
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

enum { RUNNERS = 5, ROUNDS = 2000 };

static struct event go = EVENT_INIT;
static int plan;
static atomic_int ran;

static void run(void *argument)
{
    (void)argument;
    if (event_wait(&go, FOREVER) == 0)
        atomic_fetch_add(&ran, plan);
}

static void lets_all_go_that_wait_and_those_that_come_late(void **state)
{
    struct thread threads[RUNNERS];

    (void)state;
    for (int i = 0; i < RUNNERS - 1; i++)
        thread_start(&threads[i], NULL, run, NULL);
    child_sleep_ms(20);
    assert_int_equal(atomic_load(&ran), 0);
    plan = 1; /* Seen by those that wait, without a lock. */
    assert_int_equal(event_set(&go), 0);
    thread_start(&threads[RUNNERS - 1], NULL, run, NULL);
    for (int i = 0; i < RUNNERS; i++)
        thread_join(&threads[i], FOREVER);
    assert_int_equal(atomic_load(&ran), RUNNERS);
    event_clear(&go);
}

static void waits_until_its_timeout_when_not_set(void **state)
{
    (void)state;
    assert_false(event_is_set(&go));
    assert_int_equal(event_wait(&go, 0), ETIMEDOUT);
    double start = measure_now_ns();
    assert_int_equal(event_wait(&go, 50), ETIMEDOUT);
    assert_true(measure_now_ns() - start >= 50e6);
}

static void lets_go_who_sleeps_when_it_is_cleared_at_once(void **state)
{
    struct thread thread;

    (void)state;
    atomic_store(&ran, 0);
    thread_start(&thread, NULL, run, NULL);
    while (thread_join(&thread, 5) == ETIMEDOUT) {
        event_set(&go);
        event_clear(&go);
    }
    assert_int_equal(atomic_load(&ran), 1);
}

struct pair {
    struct event ping;
    struct event pong;
};

static int answer(void *argument)
{
    struct pair *pair = argument;

    for (int i = 0; i < ROUNDS; i++) {
        if (event_wait(&pair->ping, FOREVER))
            return 1;
        event_clear(&pair->ping);
        event_set(&pair->pong);
    }
    return 0;
}

static void misses_no_set_between_processes(void **state)
{
    struct pair *pair = child_shared(sizeof *pair);

    (void)state;
    assert_int_equal(event_init(&pair->ping, BETWEEN_PROCESSES), 0);
    assert_int_equal(event_init(&pair->pong, BETWEEN_PROCESSES), 0);
    pid_t child = child_start(answer, pair);
    for (int i = 0; i < ROUNDS; i++) {
        event_set(&pair->ping);
        assert_int_equal(event_wait(&pair->pong, CHILD_DEADLINE_MS), 0);
        event_clear(&pair->pong);
    }
    assert_int_equal(child_end(child), 0);
}

static int wait_for_it(void *argument)
{
    return event_wait(argument, FOREVER);
}

static void is_set_though_one_that_waited_was_killed(void **state)
{
    struct event *event = child_shared(sizeof *event);

    (void)state;
    event_init(event, BETWEEN_PROCESSES);
    pid_t killed = child_start(wait_for_it, event);
    pid_t survivor = child_start(wait_for_it, event);
    child_sleep_ms(30);
    kill(killed, SIGKILL);
    assert_int_equal(child_end(killed), -SIGKILL);
    assert_int_equal(event_set(event), 0);
    assert_int_equal(child_end(survivor), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lets_all_go_that_wait_and_those_that_come_late),
        cmocka_unit_test(waits_until_its_timeout_when_not_set),
        cmocka_unit_test(lets_go_who_sleeps_when_it_is_cleared_at_once),
        cmocka_unit_test(misses_no_set_between_processes),
        cmocka_unit_test(is_set_though_one_that_waited_was_killed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
