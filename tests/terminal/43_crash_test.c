/* What crashes: the program, which is told with its line; and the lab itself,
   which gives the terminal back. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"
#include "tui/drawing/text.h"
#include "tui/pages/page.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct pseudo *run(const char *program)
{
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", stage_program(program),
                                    NULL}});

    pseudo_expect_row(p, -1, "quit");
    return p;
}

/* "term_crash.c:14", from the mark in it. */
static void place_of_crash(char *place, size_t size)
{
    char *source = text_of_file("tests/programs/term_crash.c");

    assert_non_null(source);
    snprintf(place, size, "term_crash.c:%d",
             page_mark_line(source, "crash", 5));
    free(source);
}

static void of_the_program_is_told_with_its_line(void **state)
{
    struct pseudo *p = run("term_crash");
    char place[64];

    (void)state;
    place_of_crash(place, sizeof place);
    pseudo_expect(p, "killed by SIGSEGV");
    pseudo_expect(p, "about to crash");
    pseudo_expect(p, place);
}

static void of_the_program_leaves_the_lab_usable(void **state)
{
    struct pseudo *p = run("term_crash");

    (void)state;
    pseudo_expect(p, "killed by SIGSEGV");
    pseudo_type(p, "r");
    pseudo_expect(p, "killed by SIGSEGV");
    pseudo_type(p, "b");
    pseudo_expect_row(p, 0, "LOOKING BACK");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect_left(p, 0);
}

static void crash_lab(int number)
{
    struct pseudo *p = run("term_stubborn");

    pseudo_expect(p, "settled");
    assert_true(pseudo_in_alternate_screen(p));
    assert_false(pseudo_is_sane(p));
    pseudo_signal(p, number);
    assert_int_equal(pseudo_status(p), -number);
    assert_false(pseudo_in_alternate_screen(p));
    assert_true(pseudo_cursor_is_visible(p));
    assert_true(pseudo_is_sane(p));
    pseudo_expect_left(p, 0);
}

static void of_the_lab_by_sigsegv_gives_the_terminal_back(void **state)
{
    (void)state;
    crash_lab(SIGSEGV);
}

static void of_the_lab_by_sigabrt_gives_the_terminal_back(void **state)
{
    (void)state;
    crash_lab(SIGABRT);
}

static void of_the_lab_by_sigbus_gives_the_terminal_back(void **state)
{
    (void)state;
    crash_lab(SIGBUS);
}

static void of_the_lab_by_sigfpe_gives_the_terminal_back(void **state)
{
    (void)state;
    crash_lab(SIGFPE);
}

static void of_the_lab_by_sigill_gives_the_terminal_back(void **state)
{
    (void)state;
    crash_lab(SIGILL);
}

static void of_the_lab_with_the_mouse_on_gives_the_mouse_back(void **state)
{
    struct pseudo *p = run("term_stubborn");

    (void)state;
    pseudo_type(p, "m");
    pseudo_expect_row(p, -1, "the mouse works");
    assert_true(pseudo_mouse_is_wanted(p));
    pseudo_signal(p, SIGSEGV);
    assert_int_equal(pseudo_status(p), -SIGSEGV);
    assert_false(pseudo_mouse_is_wanted(p));
}

static void of_the_lab_while_suspended_leaves_the_shell_alone(void **state)
{
    char line[256];
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){"/bin/sh", "-i", NULL},
        .environment = (const char *[]){"PS1=shell> ", "ENV=", NULL}});

    (void)state;
    stage_usual();
    pseudo_expect(p, "shell>");
    snprintf(line, sizeof line, "%s\n", stage_lab());
    pseudo_type(p, line);
    pseudo_expect_row(p, -1, "quit");
    pseudo_type(p, "\032");
    pseudo_expect(p, "Stopped");
    pseudo_type(p, "kill -SEGV %1; fg\n");
    pseudo_expect_left(p, 1);
    pseudo_type(p, "echo al''ive\n");
    pseudo_expect(p, "alive");
    assert_false(pseudo_in_alternate_screen(p));
    assert_true(pseudo_cursor_is_visible(p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(of_the_program_is_told_with_its_line),
        pseudo_test(of_the_program_leaves_the_lab_usable),
        pseudo_test(of_the_lab_by_sigsegv_gives_the_terminal_back),
        pseudo_test(of_the_lab_by_sigabrt_gives_the_terminal_back),
        pseudo_test(of_the_lab_by_sigbus_gives_the_terminal_back),
        pseudo_test(of_the_lab_by_sigfpe_gives_the_terminal_back),
        pseudo_test(of_the_lab_by_sigill_gives_the_terminal_back),
        pseudo_test(of_the_lab_with_the_mouse_on_gives_the_mouse_back),
        pseudo_test(of_the_lab_while_suspended_leaves_the_shell_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
