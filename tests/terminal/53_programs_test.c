/* Programs that behave badly, on the screen. */
#include "tests/support/process.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pseudo *run(const char *program)
{
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", stage_program(program),
                                    NULL}});

    pseudo_expect_row(p, -1, "quit");
    return p;
}

/* What was printed came as cells, not as orders to the terminal. */
static void binary_output_does_not_touch_the_screen(void **state)
{
    struct pseudo *p = run("term_binary");

    (void)state;
    pseudo_expect(p, "the program ended: exit 0");
    pseudo_settle(p);
    assert_true(pseudo_in_alternate_screen(p));
    assert_false(pseudo_cursor_is_visible(p));
    pseudo_expect_row(p, 0, "Interleave");
    pseudo_expect_row(p, -1, "q quit");
    pseudo_expect(p, "after");
    for (int i = 0; i < 24 * 80; i++) {
        struct pseudo_cell cell = pseudo_cell(p, i / 80, i % 80);

        assert_int_equal(cell.width, 1);
        assert_true(cell.glyph >= ' ');
    }
}

/* In the output pane, zoomed: nothing moved, nothing wide, borders whole. */
static void binary_output_is_shown_as_far_as_it_can_be(void **state)
{
    struct pseudo *p = run("term_binary");

    (void)state;
    pseudo_expect(p, "the program ended: exit 0");
    pseudo_type(p, "\033[Zz"); /* The last pane: output. */
    pseudo_expect_row(p, 2, "output");
    pseudo_expect(p, "before");
    pseudo_expect(p, "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVW");
    pseudo_expect(p, "[31mred?]0;title?");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
}

static void a_flood_leaves_the_keys_alive(void **state)
{
    struct pseudo *p = run("term_flood");
    long began = process_now_ms();

    (void)state;
    pseudo_expect(p, "aaaaaaaaaaaaaaaa");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 2, "▸");
    pseudo_type(p, "\033[Z");
    pseudo_expect(p, "▸output");
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PAUSED");
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "LIVE");
    assert_int_equal(pseudo_processes(p, "term_flood", NULL, 0), 1);
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect_left(p, 0);
    assert_true(process_now_ms() - began < 10000);
}

/* The lab keeps only so much of it. */
static void a_flood_does_not_fill_the_memory(void **state)
{
    struct pseudo *p = run("term_flood");
    char path[64];
    char line[128];
    long peak_kib = 0;

    (void)state;
    pseudo_expect(p, "aaaaaaaaaaaaaaaa");
    pseudo_watch(p, 1000);
    snprintf(path, sizeof path, "/proc/%ld/status", (long)pseudo_pid(p));
    FILE *status = fopen(path, "r");
    assert_non_null(status);
    while (fgets(line, sizeof line, status)) {
        if (strncmp(line, "RssAnon:", 8) == 0)
            peak_kib = atol(line + 8);
    }
    fclose(status);
    assert_true(peak_kib > 0);
    assert_true(peak_kib < 200 * 1024);
}

static void one_that_prints_nothing_is_said_to(void **state)
{
    struct pseudo *p = run("term_silent");

    (void)state;
    pseudo_expect(p, "the program ended: exit 0");
    pseudo_expect(p, "nothing printed yet");
}

static void one_that_exits_at_once_can_be_run_again_and_again(void **state)
{
    struct pseudo *p = run("term_silent");

    (void)state;
    for (int i = 0; i < 10; i++) {
        pseudo_expect(p, "the program ended: exit 0");
        pseudo_type(p, "r");
        pseudo_expect_row(p, 0, "ENDED");
    }
    pseudo_expect_left(p, 1);
}

static void one_that_exits_at_once_is_on_the_timeline(void **state)
{
    struct pseudo *p = run("term_silent");

    (void)state;
    pseudo_expect(p, "the program ended: exit 0");
    int row = pseudo_row_of(p, "timeline:");
    pseudo_expect_row(p, row + 1, "main");
}

static void one_that_fails_is_told_with_its_status(void **state)
{
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run",
                                    stage_program("term_says"), NULL},
        .environment = (const char *[]){"TERM_STATUS=42", NULL}});

    (void)state;
    pseudo_expect(p, "the program ended: exit 42");
}

static void one_that_only_spins_is_marked(void **state)
{
    struct pseudo *p = run("term_spins");

    (void)state;
    pseudo_expect(p, "main R >");
    pseudo_expect(p, "busy ");
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_expect_left(p, 1);
}

/* Asleep when nothing happens, or the fan would tell. */
static void the_lab_sleeps_while_the_program_does(void **state)
{
    struct pseudo *p = run("term_stubborn");
    char path[64];
    char text[512];
    long before = -1;
    long after = -1;

    (void)state;
    pseudo_expect(p, "settled");
    pseudo_settle(p);
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pseudo_pid(p));
    for (int i = 0; i < 2; i++) {
        FILE *stat = fopen(path, "r");
        long user;
        long system;

        assert_non_null(stat);
        assert_non_null(fgets(text, sizeof text, stat));
        fclose(stat);
        assert_int_equal(sscanf(strrchr(text, ')'),
                                ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u "
                                "%*u %ld %ld",
                                &user, &system),
                         2);
        before = i == 0 ? user + system : before;
        after = user + system;
        if (i == 0)
            pseudo_watch(p, 1000);
    }
    assert_true(after - before < 30); /* Hundredths of a second, of 100. */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(binary_output_does_not_touch_the_screen),
        pseudo_test(binary_output_is_shown_as_far_as_it_can_be),
        pseudo_test(a_flood_leaves_the_keys_alive),
        pseudo_test(a_flood_does_not_fill_the_memory),
        pseudo_test(one_that_prints_nothing_is_said_to),
        pseudo_test(one_that_exits_at_once_can_be_run_again_and_again),
        pseudo_test(one_that_exits_at_once_is_on_the_timeline),
        pseudo_test(one_that_fails_is_told_with_its_status),
        pseudo_test(one_that_only_spins_is_marked),
        pseudo_test(the_lab_sleeps_while_the_program_does),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
