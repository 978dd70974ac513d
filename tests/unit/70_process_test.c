/* 70_process_test.c - names, ends and exit codes of processes. */
#include "parallel/pipe.h"
#include "parallel/process.h"
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

#include <poll.h>
#include <stdio.h>
#include <string.h>

static int return_number(void *argument)
{
    return *(int *)argument;
}

static int sleep_long(void *argument)
{
    (void)argument;
    child_sleep_ms(CHILD_DEADLINE_MS);
    return 0;
}

static void gives_back_its_exit_code(void **state)
{
    int number = 7, code = -1;
    struct process process = {.run = return_number, .argument = &number};

    (void)state;
    assert_int_equal(process_start(&process), 0);
    assert_int_equal(process_join(&process, FOREVER), 0);
    assert_int_equal(process_exit_code(&process, &code), 0);
    assert_int_equal(code, 7);
    assert_int_equal(process_join(&process, 0), 0);
    assert_int_equal(process_kill(&process), ESRCH);
    assert_int_equal(process_close(&process), 0);
}

static void says_which_signal_ended_it(void **state)
{
    int code;

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct process process = {.run = sleep_long};

        process_start(&process);
        assert_true(process_is_alive(&process));
        assert_int_equal(process_exit_code(&process, &code), EBUSY);
        assert_int_equal(process_close(&process), EBUSY);
        double start = measure_now_ns();
        assert_int_equal(process_join(&process, 30), ETIMEDOUT);
        assert_true(measure_now_ns() - start >= 30e6);
        if (i == 0)
            assert_int_equal(process_terminate(&process), 0);
        else
            assert_int_equal(process_kill(&process), 0);
        assert_int_equal(process_join(&process, CHILD_DEADLINE_MS), 0);
        assert_int_equal(process_exit_code(&process, &code), 0);
        assert_int_equal(code, i == 0 ? -SIGTERM : -SIGKILL);
        assert_false(process_is_alive(&process));
        process_close(&process);
    }
}

static void has_a_sentinel_to_poll(void **state)
{
    struct process process = {.run = sleep_long};

    (void)state;
    process_start(&process);
    struct pollfd ready = {.fd = process.sentinel, .events = POLLIN};
    assert_int_equal(poll(&ready, 1, 0), 0);
    process_kill(&process);
    assert_int_equal(poll(&ready, 1, CHILD_DEADLINE_MS), 1);
    process_join(&process, FOREVER);
    process_close(&process);
}

/* A process that knows more: Python's subclass. */
struct greeter {
    struct process process;
    struct pipe end;
    const char *greeting;
};

static int greet(void *argument)
{
    struct greeter *greeter = argument;
    char text[64];

    snprintf(text, sizeof text, "%s from %s", greeter->greeting,
             process_name());
    return pipe_send(&greeter->end, text, strlen(text) + 1, FOREVER);
}

static void can_be_derived_from_and_knows_its_name(void **state)
{
    struct greeter greeter = {
        .process = {.name = "a very long name", .run = greet},
        .greeting = "hello"};
    struct pipe mine;
    char text[64];
    size_t size;

    (void)state;
    greeter.process.argument = &greeter;
    pipe_new(&mine, &greeter.end);
    process_start(&greeter.process);
    assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 5000), 0);
    assert_string_equal(text, "hello from a very long nam");
    process_join(&greeter.process, FOREVER);
    process_close(&greeter.process);
    assert_string_equal(process_name(), "MainProcess");
    pipe_close(&mine);
    pipe_close(&greeter.end);
}

static struct pipe mine, theirs;

static int hold_an_end(void *argument)
{
    (void)argument;
    pipe_close(&mine);
    pipe_send(&theirs, "alive", 5, FOREVER);
    return sleep_long(NULL);
}

static int start_daemon_and_die(void *argument)
{
    struct process daemon = {.run = hold_an_end, .daemon = true};

    (void)argument;
    if (process_start(&daemon))
        return 1;
    pipe_close(&theirs);
    pipe_close(&mine);
    child_sleep_ms(100);
    kill(getpid(), SIGKILL);
    return 0;
}

static void ends_with_its_starter_when_a_daemon(void **state)
{
    char text[8];
    size_t size;

    (void)state;
    pipe_new(&mine, &theirs);
    pid_t starter = child_start(start_daemon_and_die, NULL);
    pipe_close(&theirs);
    assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 5000), 0);
    assert_int_equal(child_end(starter), -SIGKILL);
    /* Nobody has the other end any more. */
    assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 5000),
                     EPIPE);
    pipe_close(&mine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back_its_exit_code),
        cmocka_unit_test(says_which_signal_ended_it),
        cmocka_unit_test(has_a_sentinel_to_poll),
        cmocka_unit_test(can_be_derived_from_and_knows_its_name),
        cmocka_unit_test(ends_with_its_starter_when_a_daemon),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
