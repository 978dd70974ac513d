/* 70_pipe_test.c - whole messages, timeouts, and an end. */
#include "parallel/pipe.h"
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

#include <stdlib.h>
#include <string.h>

enum { LARGE = 1 << 20, MESSAGES = 500 };

static struct pipe mine, theirs;

static void keeps_messages_whole_and_in_order(void **state)
{
    char text[16];
    size_t size;

    (void)state;
    assert_int_equal(pipe_new(&mine, &theirs), 0);
    assert_int_equal(pipe_send(&mine, "one", 3, FOREVER), 0);
    assert_int_equal(pipe_send(&mine, "", 0, FOREVER), 0);
    assert_int_equal(pipe_send(&mine, "three", 5, FOREVER), 0);
    assert_int_equal(pipe_send(&theirs, "back", 4, FOREVER), 0);
    assert_int_equal(pipe_next_size(&theirs, &size, 0), 0);
    assert_int_equal(size, 3);
    assert_int_equal(pipe_receive(&theirs, text, sizeof text, &size, 0), 0);
    assert_int_equal(size, 3);
    assert_memory_equal(text, "one", 3);
    assert_int_equal(pipe_receive(&theirs, text, sizeof text, &size, 0), 0);
    assert_int_equal(size, 0);
    assert_int_equal(pipe_receive(&theirs, text, 2, &size, 0), EMSGSIZE);
    assert_int_equal(size, 5);
    assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 0), 0);
    assert_memory_equal(text, "back", 4);
    pipe_close(&mine);
    pipe_close(&theirs);
}

static void gives_up_when_it_was_told_to(void **state)
{
    static char large[LARGE];
    char text[16];
    size_t size;

    (void)state;
    pipe_new(&mine, &theirs);
    assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 0),
                     ETIMEDOUT);
    double start = measure_now_ns();
    assert_int_equal(pipe_receive(&mine, text, sizeof text, &size, 30),
                     ETIMEDOUT);
    assert_int_equal(pipe_send(&mine, large, LARGE, 30), ETIMEDOUT);
    assert_true(measure_now_ns() - start >= 60e6);
    pipe_close(&mine);
    pipe_close(&theirs);
}

/* What was sent of a message that was given up is not taken for a message. */
static void send_after_a_while(void *argument)
{
    (void)argument;
    child_sleep_ms(50);
    pipe_send(&mine, "whole", 5, FOREVER);
}

static void never_receives_a_message_in_part(void **state)
{
    static char large[LARGE];
    struct thread sender;
    size_t size;

    (void)state;
    pipe_new(&mine, &theirs);
    assert_int_equal(pipe_send(&mine, large, LARGE, 10), ETIMEDOUT);
    thread_start(&sender, NULL, send_after_a_while, NULL);
    assert_int_equal(pipe_receive(&theirs, large, LARGE, &size, 5000), 0);
    assert_int_equal(size, 5);
    assert_memory_equal(large, "whole", 5);
    thread_join(&sender, FOREVER);
    pipe_close(&mine);
    pipe_close(&theirs);
}

static int send_large_and_small(void *argument)
{
    char *large = malloc(LARGE);

    (void)argument;
    pipe_close(&theirs);
    if (!large)
        return 1;
    for (size_t i = 0; i < LARGE; i++)
        large[i] = (char)(i * 7 % 251);
    for (int i = 0; i < MESSAGES; i++)
        if (pipe_send(&mine, large, i % 50 ? 64 : LARGE, FOREVER))
            return 2;
    free(large);
    return 0;
}

static void carries_large_and_small_between_processes(void **state)
{
    static char large[LARGE];
    size_t size;

    (void)state;
    pipe_new(&mine, &theirs);
    pid_t child = child_start(send_large_and_small, NULL);
    pipe_close(&mine);
    for (int i = 0; i < MESSAGES; i++) {
        memset(large, 0, sizeof large);
        assert_int_equal(pipe_receive(&theirs, large, LARGE, &size, FOREVER),
                         0);
        assert_int_equal(size, i % 50 ? 64 : LARGE);
        for (size_t at = 0; at < size; at += size / 8 - 1)
            assert_int_equal(large[at], (char)(at * 7 % 251));
    }
    assert_int_equal(pipe_receive(&theirs, large, LARGE, &size, FOREVER),
                     EPIPE);
    assert_int_equal(child_end(child), 0);
    pipe_close(&theirs);
}

static int send_without_end(void *argument)
{
    static char large[LARGE];

    (void)argument;
    pipe_close(&theirs);
    while (pipe_send(&mine, large, LARGE, FOREVER) == 0)
        continue;
    return 0;
}

static void says_that_a_killed_sender_has_ended(void **state)
{
    static char large[LARGE];
    size_t size;
    int error;

    (void)state;
    pipe_new(&mine, &theirs);
    pid_t child = child_start(send_without_end, NULL);
    pipe_close(&mine);
    assert_int_equal(pipe_receive(&theirs, large, LARGE, &size, FOREVER), 0);
    kill(child, SIGKILL);
    while ((error = pipe_receive(&theirs, large, LARGE, &size, 5000)) == 0)
        assert_int_equal(size, LARGE);
    assert_int_equal(error, EPIPE);
    assert_int_equal(pipe_send(&theirs, "x", 1, FOREVER), EPIPE);
    assert_int_equal(child_end(child), -SIGKILL);
    pipe_close(&theirs);
}

static void gives_out_what_was_sent_before_the_end(void **state)
{
    char text[16];
    size_t size;

    (void)state;
    pipe_new(&mine, &theirs);
    pipe_send(&theirs, "never read", 10, FOREVER);
    pipe_send(&mine, "last", 4, FOREVER);
    pipe_close(&mine); /* With something unread: the kernel says "reset". */
    assert_int_equal(pipe_receive(&theirs, text, sizeof text, &size, FOREVER),
                     0);
    assert_int_equal(size, 4);
    assert_int_equal(pipe_receive(&theirs, text, sizeof text, &size, FOREVER),
                     EPIPE);
    pipe_close(&theirs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_messages_whole_and_in_order),
        cmocka_unit_test(gives_up_when_it_was_told_to),
        cmocka_unit_test(never_receives_a_message_in_part),
        cmocka_unit_test(carries_large_and_small_between_processes),
        cmocka_unit_test(says_that_a_killed_sender_has_ended),
        cmocka_unit_test(gives_out_what_was_sent_before_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
