/* Kinds of terminals: those that are common work; those that cannot move a
   cursor are refused in a line; and where there is none, text is written. */
#include "tests/support/capture.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char predicted[] = "hazards/quick predicted 1 happened 0 runs 0\n";

static struct pseudo *open_in(const char *term, const char *command)
{
    stage_usual();
    return pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), command, NULL},
        .state = stage_state("terminals", predicted),
        .term = term});
}

/* From the menu into a run and out again. */
static void works_in(const char *term, bool coloured)
{
    struct pseudo *p = open_in(term, NULL);

    pseudo_expect(p, "▶   Ticks");
    pseudo_press(p, VTERM_KEY_DOWN);
    pseudo_expect(p, "▶   Deadlock");
    pseudo_type(p, "jr");
    pseudo_expect(p, "✓ as you said");
    pseudo_expect(p, "T1 ─right▶ T2");
    pseudo_expect_row(p, -1, "q quit");
    assert_true(pseudo_is_coloured(p) == coloured);
    pseudo_resize(p, 40, 132);
    pseudo_expect_row(p, -1, "q quit");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    assert_true(pseudo_cursor_is_visible(p));
    assert_false(pseudo_in_alternate_screen(p));
    assert_true(pseudo_is_sane(p));
}

static void works_in_an_xterm(void **state)
{
    (void)state;
    works_in("xterm", true);
    works_in("xterm-256color", true);
}

static void works_in_screen_and_tmux(void **state)
{
    (void)state;
    works_in("screen", true);
    works_in("screen-256color", true);
    works_in("tmux-256color", true);
}

static void works_on_the_linux_console(void **state)
{
    (void)state;
    works_in("linux", true);
}

static void works_without_colour_in_a_vt100(void **state)
{
    (void)state;
    works_in("vt100", false);
}

/* One line, however long the screen was, and nothing drawn. */
static void refused_in_a_line(const char *term, const char *hint)
{
    struct pseudo *p = open_in(term, NULL);

    assert_int_equal(pseudo_status(p), 2);
    pseudo_settle(p);
    assert_false(pseudo_in_alternate_screen(p));
    assert_true(pseudo_is_sane(p));
    pseudo_expect_row(p, 0, "interleave: ");
    pseudo_expect(p, hint);
    /* A line may be wrapped by the terminal, no more. */
    assert_string_equal(pseudo_row(p, 3), "");
}

static void refuses_a_terminal_that_cannot_move_its_cursor(void **state)
{
    (void)state;
    refused_in_a_line("dumb", "--plain");
}

static void refuses_a_terminal_nobody_knows(void **state)
{
    (void)state;
    refused_in_a_line("no-such-terminal", "'no-such-terminal' is not known");
}

static void refuses_a_terminal_without_a_name(void **state)
{
    (void)state;
    refused_in_a_line("", "is not known");
}

/* Where a page would be shown, nothing else will do; a run can be told. */
static void tells_a_run_in_sentences_on_a_dumb_terminal(void **state)
{
    struct pseudo *p;

    (void)state;
    stage_usual();
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "silent", NULL},
        .term = "dumb"});
    assert_int_equal(pseudo_status(p), 0);
    pseudo_settle(p);
    pseudo_expect(p, "main begins");
    pseudo_expect(p, "the program ended: exit 0");
}

static void refuses_the_menu_where_input_is_no_terminal(void **state)
{
    char line[256];
    struct pseudo *p;

    (void)state;
    stage_usual();
    snprintf(line, sizeof line, "%s </dev/null", stage_lab());
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){"/bin/sh", "-c", line, NULL}});
    assert_int_equal(pseudo_status(p), 2);
    pseudo_expect_row(p, 0, "interleave: no terminal here; try interleave");
}

static void refuses_the_menu_where_output_is_no_terminal(void **state)
{
    struct capture said;

    (void)state;
    stage_usual();
    said = capture_run((const char *[]){stage_lab(), NULL}, NULL);
    assert_int_equal(said.status, 2);
    assert_string_equal(said.output, "");
    assert_int_equal(capture_lines(said.error), 1);
    assert_non_null(strstr(said.error, "no terminal here"));
    capture_fini(&said);
}

static void tells_a_run_in_sentences_where_output_is_no_terminal(void **state)
{
    char line[256];
    struct pseudo *p;

    (void)state;
    stage_usual();
    snprintf(line, sizeof line, "%s run silent | cat", stage_lab());
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){"/bin/sh", "-c", line, NULL}});
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect(p, "main begins");
    assert_false(pseudo_in_alternate_screen(p));
}

static void tells_a_run_in_sentences_where_input_is_no_terminal(void **state)
{
    char line[256];
    struct pseudo *p;

    (void)state;
    stage_usual();
    snprintf(line, sizeof line, "echo hello | %s run %s", stage_lab(),
             stage_program("term_says"));
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){"/bin/sh", "-c", line, NULL}});
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect(p, "| input: hello");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(works_in_an_xterm),
        pseudo_test(works_in_screen_and_tmux),
        pseudo_test(works_on_the_linux_console),
        pseudo_test(works_without_colour_in_a_vt100),
        pseudo_test(refuses_a_terminal_that_cannot_move_its_cursor),
        pseudo_test(refuses_a_terminal_nobody_knows),
        pseudo_test(refuses_a_terminal_without_a_name),
        pseudo_test(tells_a_run_in_sentences_on_a_dumb_terminal),
        pseudo_test(refuses_the_menu_where_input_is_no_terminal),
        pseudo_test(refuses_the_menu_where_output_is_no_terminal),
        pseudo_test(tells_a_run_in_sentences_where_output_is_no_terminal),
        pseudo_test(tells_a_run_in_sentences_where_input_is_no_terminal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
