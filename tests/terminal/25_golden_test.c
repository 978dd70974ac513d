/* Screens as they were when somebody looked at them and found them good. Runs
   are recorded ones, which are the same each time. */
#include "tests/support/capture.h"
#include "tests/support/golden.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"
#include "tui/drawing/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ROWS = 24, COLUMNS = 80 };

static void stage(void)
{
    static bool done;

    stage_usual();
    if (done)
        return;
    done = true;
    char *page = text_of_file("tests/golden/page.md");
    char *pipe = text_of_file("lessons/6_exchange/pipe.md");
    assert_non_null(page);
    assert_non_null(pipe);
    stage_lesson("2_pages", "all", "term_silent", page);
    stage_lesson("6_exchange", "pipe", "6_exchange/pipe", pipe);
    free(pipe);
    free(page);
}

/* The same screens with all characters, and with ASCII ones alone. */
static struct pseudo *open_lab(bool ascii, const char *command,
                               const char *argument, int rows, int columns)
{
    const char *line[] = {stage_lab(), command, argument, NULL, NULL};
    int count = argument ? 3 : command ? 2 : 1;

    stage();
    if (ascii)
        line[count] = "--ascii";
    struct pseudo *p = pseudo_start(
        &(struct pseudo_options){.command = line,
                                 .rows = rows,
                                 .columns = columns,
                                 .state = stage_state("gold", "welcomed\n")});
    pseudo_expect_row(p, -1, "quit");
    return p;
}

static void screen(struct pseudo *p, const char *name, bool ascii)
{
    char file[64];

    snprintf(file, sizeof file, "%s%s", name, ascii ? "_ascii" : "");
    golden_screen(p, file);
    assert_true(!ascii || pseudo_is_ascii(p));
}

static void in_both(void (*show)(bool ascii))
{
    show(false);
    show(true);
}

static void show_menu(bool ascii)
{
    struct pseudo *p = open_lab(ascii, NULL, NULL, ROWS, COLUMNS);

    pseudo_type(p, "j");
    pseudo_expect_gone(p, "said the zebra");
    screen(p, "menu", ascii);
}

static void the_menu(void **state)
{
    (void)state;
    in_both(show_menu);
}

static void show_page(bool ascii)
{
    struct pseudo *p = open_lab(ascii, "all", NULL, ROWS, COLUMNS);

    screen(p, "page", ascii);
    pseudo_type(p, "G");
    pseudo_expect_row(p, 0, "100%");
    screen(p, "page_end", ascii);
}

static void a_page(void **state)
{
    (void)state;
    in_both(show_page);
}

static void a_page_on_a_narrow_screen(void **state)
{
    struct pseudo *p = open_lab(false, "all", NULL, ROWS, 44);

    (void)state;
    screen(p, "page_narrow", false);
}

static void show_question(bool ascii)
{
    struct pseudo *p = open_lab(ascii, "all", NULL, ROWS, COLUMNS);

    pseudo_type(p, "\r");
    pseudo_expect_row(p, -1, "lock it in");
    pseudo_type(p, "2");
    pseudo_expect(p, ascii ? "> 2" : "▶ 2");
    screen(p, "question", ascii);
}

static void a_question(void **state)
{
    (void)state;
    in_both(show_question);
}

static void show_help(bool ascii)
{
    struct pseudo *p =
        open_lab(ascii, "replay", "tests/golden/deadlock.ilv", ROWS, COLUMNS);

    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    screen(p, "help", ascii);
    pseudo_type(p, "G");
    pseudo_expect(p, "In the timeline");
    screen(p, "help_end", ascii);
}

static void the_help(void **state)
{
    (void)state;
    in_both(show_help);
}

/* From the end to the last operation: before the lab ended the program. */
static void to_deadlock(struct pseudo *p)
{
    pseudo_type(p, "f");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_type(p, "b");
    pseudo_expect_row(p, 0, "LOOKING BACK");
}

static void show_deadlock(bool ascii)
{
    struct pseudo *p =
        open_lab(ascii, "replay", "tests/golden/deadlock.ilv", ROWS, COLUMNS);

    to_deadlock(p);
    screen(p, "deadlock", ascii);
    pseudo_type(p, "f");
    pseudo_expect_row(p, 0, "ENDED");
    screen(p, "deadlock_end", ascii);
}

static void a_deadlock(void **state)
{
    (void)state;
    in_both(show_deadlock);
}

static void a_deadlock_on_a_large_screen(void **state)
{
    struct pseudo *p =
        open_lab(false, "replay", "tests/golden/deadlock.ilv", 45, 160);

    (void)state;
    to_deadlock(p);
    screen(p, "deadlock_large", false);
}

static void a_deadlock_on_a_small_screen(void **state)
{
    struct pseudo *p =
        open_lab(false, "replay", "tests/golden/deadlock.ilv", 14, 50);

    (void)state;
    to_deadlock(p);
    screen(p, "deadlock_small", false);
}

static void show_processes(bool ascii)
{
    struct pseudo *p =
        open_lab(ascii, "replay", "tests/golden/pipe.ilv", ROWS, COLUMNS);

    screen(p, "pipe_begin", ascii);
    pseudo_type(p, "nnnnnnnnnnnnnn");
    pseudo_expect_row(p, 0, "LOOKING BACK 15/");
    screen(p, "pipe", ascii);
    pseudo_type(p, "f");
    pseudo_expect_row(p, 0, "ENDED");
    screen(p, "pipe_end", ascii);
    pseudo_type(p, "t");
    pseudo_expect_gone(p, "timeline: operation");
    screen(p, "pipe_by_time", ascii);
}

static void processes_and_a_pipe(void **state)
{
    (void)state;
    in_both(show_processes);
}

static void a_recording_in_sentences(void **state)
{
    struct capture said;

    (void)state;
    stage();
    said = capture_run((const char *[]){stage_lab(), "replay", "--plain",
                                        "tests/golden/deadlock.ilv", NULL},
                       NULL);
    assert_int_equal(said.status, 0);
    golden_text(said.output, "deadlock_plain");
    capture_fini(&said);
}

static void a_recording_in_json(void **state)
{
    struct capture said;

    (void)state;
    stage();
    said = capture_run((const char *[]){stage_lab(), "replay", "--json",
                                        "tests/golden/deadlock.ilv", NULL},
                       NULL);
    assert_int_equal(said.status, 0);
    golden_text(said.output, "deadlock_json");
    capture_fini(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(the_menu),
        pseudo_test(a_page),
        pseudo_test(a_page_on_a_narrow_screen),
        pseudo_test(a_question),
        pseudo_test(the_help),
        pseudo_test(a_deadlock),
        pseudo_test(a_deadlock_on_a_large_screen),
        pseudo_test(a_deadlock_on_a_small_screen),
        pseudo_test(processes_and_a_pipe),
        cmocka_unit_test(a_recording_in_sentences),
        cmocka_unit_test(a_recording_in_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
