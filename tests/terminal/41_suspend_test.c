/* Ctrl-Z in a shell, and fg. */
#include "tests/support/process.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A shell in which the lab runs, as everywhere. */
static struct pseudo *in_shell(const char *arguments)
{
    char line[512];

    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){"/bin/sh", "-i", NULL},
        .environment = (const char *[]){"PS1=shell> ", "ENV=", NULL}});

    pseudo_expect(p, "shell>");
    snprintf(line, sizeof line, "%s %s\n", stage_lab(), arguments);
    pseudo_type(p, line);
    pseudo_expect_row(p, -1, "quit");
    return p;
}

/* The shell's, not what stood there before the lab was started. */
static bool has_prompt(struct pseudo *p, const void *unused)
{
    (void)unused;
    return !pseudo_in_alternate_screen(p) && pseudo_holds(p, "Stopped");
}

static void suspend(struct pseudo *p)
{
    pseudo_type(p, "\032"); /* Ctrl-Z. */
    pseudo_expect_that(p, has_prompt, NULL);
}

static void go_on(struct pseudo *p)
{
    pseudo_type(p, "clear; fg\n"); /* So that "Stopped" is news again. */
    pseudo_expect_row(p, -1, "quit");
}

static void gives_the_terminal_to_the_shell_in_between(void **state)
{
    struct pseudo *p = in_shell("");

    (void)state;
    assert_true(pseudo_in_alternate_screen(p));
    suspend(p);
    assert_false(pseudo_in_alternate_screen(p));
    assert_true(pseudo_cursor_is_visible(p));
    pseudo_type(p, "echo al''ive\n"); /* The line as typed does not hold it. */
    pseudo_expect(p, "alive");
    pseudo_expect_gone(p, "▶");
    go_on(p);
    pseudo_expect(p, "▶   Ticks");
    assert_true(pseudo_in_alternate_screen(p));
    assert_false(pseudo_cursor_is_visible(p));
    pseudo_type(p, "q");
    pseudo_expect(p, "shell>");
    assert_false(pseudo_in_alternate_screen(p));
    assert_true(pseudo_cursor_is_visible(p));
}

static void takes_keys_again_after_it_was_continued(void **state)
{
    struct pseudo *p = in_shell("");

    (void)state;
    for (int i = 0; i < 3; i++) {
        suspend(p);
        go_on(p);
    }
    pseudo_type(p, "G");
    pseudo_expect(p, "▶   Silent");
    pseudo_press(p, VTERM_KEY_UP);
    pseudo_expect(p, "▶   Quick");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
}

static long newest_tick(struct pseudo *p)
{
    long newest = 0;

    for (const char *at = pseudo_screen(p); (at = strstr(at, " tick "));
         at += 6) {
        if (atol(at + 6) > newest)
            newest = atol(at + 6);
    }
    return newest;
}

static bool has_ticked_past(struct pseudo *p, const void *tick)
{
    return newest_tick(p) > *(const long *)tick;
}

static char program_state(struct pseudo *p)
{
    pid_t process;

    return pseudo_processes(p, "term_ticks", &process, 1) == 1
               ? process_state(process)
               : '?';
}

static void holds_the_program_meanwhile(void **state)
{
    struct pseudo *p = in_shell("run ticks");

    (void)state;
    pseudo_expect(p, "tick 3");
    pseudo_settle(p);
    long before = newest_tick(p);
    suspend(p);
    pseudo_watch(p, 700); /* Enough for 60 ticks. */
    assert_int_not_equal(program_state(p), '?');
    go_on(p);
    pseudo_expect_that(p, has_ticked_past, &before);
    assert_true(newest_tick(p) < before + 50);
}

static void leaves_a_program_paused_that_was(void **state)
{
    struct pseudo *p = in_shell("run ticks");

    (void)state;
    pseudo_expect(p, "tick 3");
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PAUSED");
    suspend(p);
    go_on(p);
    pseudo_expect_row(p, 0, "PAUSED");
}

static void draws_for_the_size_it_comes_back_to(void **state)
{
    struct pseudo *p = in_shell("run ticks");

    (void)state;
    pseudo_expect(p, "tick 3");
    suspend(p);
    pseudo_resize(p, 40, 120);
    go_on(p);
    pseudo_expect_row(p, -1, "q quit");
    pseudo_expect_row(p, 1, "goal: it goes on and on");
    suspend(p);
    pseudo_resize(p, 12, 50);
    go_on(p);
    pseudo_expect_row(p, -1, "q quit");
    pseudo_expect_row(p, 1, "goal: it goes on and on");
}

/* Ctrl-Z is the lab's; a program's own terminal knows nothing of it. */
static void the_program_is_not_in_the_jobs_group(void **state)
{
    struct pseudo *p = in_shell("run ticks");
    pid_t process;

    (void)state;
    pseudo_expect(p, "tick 3");
    assert_int_equal(pseudo_processes(p, "term_ticks", &process, 1), 1);
    suspend(p);
    pseudo_type(p, "jobs\n");
    pseudo_expect(p, "Stopped");
    go_on(p);
    pseudo_type(p, "q");
    pseudo_expect(p, "shell>");
    pseudo_expect_left(p, 1); /* The shell. */
}

static void can_be_killed_while_it_is_suspended(void **state)
{
    struct pseudo *p = in_shell("run ticks");

    (void)state;
    pseudo_expect(p, "tick 3");
    suspend(p);
    pseudo_type(p, "kill -KILL %1\n");
    pseudo_expect_left(p, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(gives_the_terminal_to_the_shell_in_between),
        pseudo_test(takes_keys_again_after_it_was_continued),
        pseudo_test(holds_the_program_meanwhile),
        pseudo_test(leaves_a_program_paused_that_was),
        pseudo_test(draws_for_the_size_it_comes_back_to),
        pseudo_test(the_program_is_not_in_the_jobs_group),
        pseudo_test(can_be_killed_while_it_is_suspended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
