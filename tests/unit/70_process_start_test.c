/* 70_process_start_test.c - what a child has of its starter, by the way it was
   started. */
#include "parallel/lock.h"
#include "parallel/pipe.h"
#include "parallel/process.h"
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

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { METHODS = 3 };

static const enum process_method methods[METHODS] = {
    PROCESS_FORK, PROCESS_SPAWN, PROCESS_FORKSERVER};

static int changed; /* By the tests: a fresh image has it as it is here. */
static int error_before_main;

struct letter {
    int number;
    char text[32];
};

static int read_letter(void *argument)
{
    struct letter *letter = argument;

    if (strcmp(letter->text, "with love") != 0)
        return 100;
    return strcmp(process_name(), "reader") == 0 ? letter->number : 101;
}

static void gives_each_child_its_name_and_argument(void **state)
{
    struct letter letter = {7, "with love"};
    int code;

    (void)state;
    for (int i = 0; i < METHODS; i++) {
        struct process process = {.name = "reader",
                                  .run = read_letter,
                                  .argument = &letter,
                                  .argument_size = sizeof letter,
                                  .method = methods[i]};

        assert_int_equal(process_start(&process), 0);
        assert_int_equal(process_join(&process, CHILD_DEADLINE_MS), 0);
        assert_int_equal(process_exit_code(&process, &code), 0);
        assert_int_equal(code, 7);
        assert_int_equal(process_kill(&process), ESRCH);
        assert_int_equal(process_close(&process), 0);
    }
}

/* A bit for each thing of the starter's that is here. */
static int tell_what_is_here(void *argument)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");

    while (readdir(folder))
        count++;
    closedir(folder);
    /* ".", "..", the folder's own, three streams. */
    return (changed == 5) + 2 * (argument != NULL) + 4 * (count > 6);
}

static void has_a_copy_of_memory_only_when_forked(void **state)
{
    int extra = dup(1), code;

    (void)state;
    changed = 5;
    for (int i = 0; i < METHODS; i++) {
        struct process process = {
            .run = tell_what_is_here, .argument = &code, .method = methods[i]};

        assert_int_equal(process_start(&process), 0);
        process_join(&process, CHILD_DEADLINE_MS);
        assert_int_equal(process_exit_code(&process, &code), 0);
        assert_int_equal(code, methods[i] == PROCESS_FORK ? 7 : 0);
        process_close(&process);
    }
    close(extra);
}

static int answer(void *argument)
{
    struct pipe end = {process_descriptor(*(unsigned *)argument)};

    if (process_descriptor(2) != -1)
        return 1;
    return pipe_send(&end, "here", 5, FOREVER);
}

static void hands_descriptors_over(void **state)
{
    struct pipe mine, theirs;
    char text[8];
    size_t size;
    unsigned second = 1;

    (void)state;
    for (int i = 0; i < METHODS; i++) {
        pipe_new(&mine, &theirs);
        struct process process = {.run = answer,
                                  .argument = &second,
                                  .argument_size = sizeof second,
                                  .descriptors = {0, theirs.descriptor},
                                  .descriptor_count = 2,
                                  .method = methods[i]};

        assert_int_equal(process_start(&process), 0);
        pipe_close(&theirs);
        assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 9000),
                         0);
        assert_string_equal(text, "here");
        /* Nobody kept one, not even a server. */
        assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 9000),
                         EPIPE);
        process_join(&process, FOREVER);
        process_close(&process);
        pipe_close(&mine);
    }
}

/* ---- A lock that another thread holds. ---- */

static struct lock lock = LOCK_INIT;
static struct pipe held;

static void hold(void *argument)
{
    char byte;
    size_t size;

    lock_acquire(&lock, FOREVER);
    pipe_send(&held, "", 1, FOREVER);
    pipe_receive(&held, &byte, 1, &size, FOREVER);
    lock_release(&lock);
    (void)argument;
}

static int take_the_lock(void *argument)
{
    (void)argument;
    return lock_acquire(&lock, FOREVER);
}

static void hangs_on_a_lock_of_another_thread_only_when_forked(void **state)
{
    struct thread holder;
    struct pipe mine;
    char byte;
    size_t size;
    int code;

    (void)state;
    pipe_new(&mine, &held);
    thread_start(&holder, NULL, hold, NULL);
    pipe_receive(&mine, &byte, 1, &size, FOREVER);
    for (int i = 0; i < METHODS; i++) {
        struct process process = {.run = take_the_lock, .method = methods[i]};

        assert_int_equal(process_start(&process), 0);
        if (methods[i] == PROCESS_FORK) {
            assert_int_equal(process_join(&process, 200), ETIMEDOUT);
            process_kill(&process);
        }
        process_join(&process, CHILD_DEADLINE_MS);
        assert_int_equal(process_exit_code(&process, &code), 0);
        assert_int_equal(code, methods[i] == PROCESS_FORK ? -SIGKILL : 0);
        process_close(&process);
    }
    pipe_send(&mine, "", 1, FOREVER);
    thread_join(&holder, FOREVER);
    pipe_close(&mine);
    pipe_close(&held);
}

/* ---- Ends. ---- */

static int sleep_long(void *argument)
{
    (void)argument;
    child_sleep_ms(CHILD_DEADLINE_MS);
    return 0;
}

static void is_ended_by_signals_however_it_was_started(void **state)
{
    int code;

    (void)state;
    for (int i = 0; i < 2 * METHODS; i++) {
        struct process process = {.run = sleep_long, .method = methods[i / 2]};

        assert_int_equal(process_start(&process), 0);
        assert_true(process_is_alive(&process));
        assert_int_equal(process_exit_code(&process, &code), EBUSY);
        assert_int_equal(process_join(&process, 1), ETIMEDOUT);
        (i % 2 ? process_terminate : process_kill)(&process);
        assert_int_equal(process_join(&process, CHILD_DEADLINE_MS), 0);
        assert_int_equal(process_exit_code(&process, &code), 0);
        assert_int_equal(code, i % 2 ? -SIGTERM : -SIGKILL);
        process_close(&process);
    }
}

static struct pipe mine, theirs;

static int hold_an_end(void *argument)
{
    struct pipe end = {process_descriptor(0)};

    (void)argument;
    if (changed) /* Forked. */
        pipe_close(&mine);
    pipe_send(&end, "alive", 6, FOREVER);
    return sleep_long(NULL);
}

static void start_holder(void *argument)
{
    struct process holder = {.run = hold_an_end,
                             .daemon = true,
                             .method = *(enum process_method *)argument,
                             .descriptors = {theirs.descriptor},
                             .descriptor_count = 1};

    if (process_start(&holder))
        pipe_send(&theirs, "error", 6, FOREVER);
}

static int start_daemon_and_die(void *argument)
{
    struct thread thread;

    /* In a thread that ends at once: the daemon goes on. */
    thread_start(&thread, NULL, start_holder, argument);
    thread_join(&thread, FOREVER);
    pipe_close(&theirs);
    pipe_close(&mine);
    child_sleep_ms(200);
    kill(getpid(), SIGKILL);
    return 0;
}

static void ends_with_its_starter_and_not_before_when_a_daemon(void **state)
{
    char text[8];
    size_t size;

    (void)state;
    changed = 1;
    for (int i = 0; i < METHODS; i++) {
        enum process_method method = methods[i];

        pipe_new(&mine, &theirs);
        pid_t starter = child_start(start_daemon_and_die, &method);
        pipe_close(&theirs);
        assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 9000),
                         0);
        assert_string_equal(text, "alive");
        assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 50),
                         ETIMEDOUT);
        assert_int_equal(child_end(starter), -SIGKILL);
        assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 9000),
                         EPIPE);
        pipe_close(&mine);
    }
}

static int tell_parent(void *argument)
{
    struct pipe end = {process_descriptor(0)};
    pid_t parent = getppid();

    pipe_send(&end, &parent, sizeof parent, FOREVER);
    return sleep_long(argument);
}

static void replaces_a_server_that_was_killed(void **state)
{
    pid_t servers[2];
    size_t size;
    int code;

    (void)state;
    pipe_new(&mine, &theirs);
    for (int i = 0; i < 2; i++) {
        struct process process = {.run = tell_parent,
                                  .method = PROCESS_FORKSERVER,
                                  .daemon = i == 1,
                                  .descriptors = {theirs.descriptor},
                                  .descriptor_count = 1};

        assert_int_equal(process_start(&process), 0);
        pipe_receive(&mine, &servers[i], sizeof *servers, &size, 9000);
        kill(servers[i], SIGKILL);
        if (i == 0) { /* It goes on, but nobody can tell how it ends. */
            assert_int_equal(process_join(&process, 50), ETIMEDOUT);
            assert_int_equal(process_kill(&process), 0);
        }
        assert_int_equal(process_join(&process, CHILD_DEADLINE_MS), 0);
        assert_int_equal(process_exit_code(&process, &code), EOWNERDEAD);
        process_close(&process);
    }
    assert_int_not_equal(servers[0], servers[1]);
    pipe_close(&mine);
    pipe_close(&theirs);
}

static void refuses_what_a_fresh_image_could_not_run(void **state)
{
    struct process process = {.run = (int (*)(void *))(uintptr_t)atoi,
                              .method = PROCESS_SPAWN};

    (void)state;
    assert_int_equal(error_before_main, EINVAL);
    assert_int_equal(process_start(&process), EINVAL);
    assert_false(process_is_alive(&process));
    process.run = sleep_long;
    process.descriptor_count = PROCESS_DESCRIPTORS + 1;
    assert_int_equal(process_start(&process), EINVAL);
}

static void tells_that_somebody_else_waited_for_it(void **state)
{
    struct process process = {.run = tell_what_is_here};
    int code;

    (void)state;
    signal(SIGCHLD, SIG_IGN);
    assert_int_equal(process_start(&process), 0);
    assert_int_equal(process_join(&process, CHILD_DEADLINE_MS), 0);
    assert_int_equal(process_exit_code(&process, &code), ECHILD);
    signal(SIGCHLD, SIG_DFL);
    process_close(&process);
}

int main(int argc, char **argv)
{
    struct process early = {.run = sleep_long, .method = PROCESS_SPAWN};

    error_before_main = process_start(&early);
    process_main(argc, argv);

    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_each_child_its_name_and_argument),
        cmocka_unit_test(has_a_copy_of_memory_only_when_forked),
        cmocka_unit_test(hands_descriptors_over),
        cmocka_unit_test(hangs_on_a_lock_of_another_thread_only_when_forked),
        cmocka_unit_test(is_ended_by_signals_however_it_was_started),
        cmocka_unit_test(ends_with_its_starter_and_not_before_when_a_daemon),
        cmocka_unit_test(replaces_a_server_that_was_killed),
        cmocka_unit_test(refuses_what_a_fresh_image_could_not_run),
        cmocka_unit_test(tells_that_somebody_else_waited_for_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
