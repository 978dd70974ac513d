/* The menu: chapters and lessons, what is known of them, and moving in it. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct pseudo *open_lab(const char *state)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), NULL}, .state = state});

    pseudo_expect_row(p, -1, "quit");
    return p;
}

/* The selected lesson is marked, and shown the other way round. */
static bool is_selected(struct pseudo *p, const void *title)
{
    char line[64];

    snprintf(line, sizeof line, "▶   %s ", (const char *)title);
    int row = pseudo_row_of(p, line);
    return row >= 0 && pseudo_cell(p, row, 5).reverse;
}

static void shows_chapters_and_lessons_in_order(void **state)
{
    static const char *const lines[] = {
        "1 first",      "▶   Ticks",          "4 hazards",
        "    Deadlock", "    Quick deadlock", "10 last",
        "    Silent"};
    struct pseudo *p = open_lab(NULL);
    int above = 0;

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        int row = pseudo_row_of(p, lines[i]);

        assert_true(row > above);
        above = row;
    }
    assert_non_null(strstr(pseudo_row(p, 0), "Interleave"));
    assert_non_null(strstr(pseudo_row(p, 0), "4 lessons, 0 run"));
}

static void moves_with_arrows_and_letters_alike(void **state)
{
    struct pseudo *p = open_lab(NULL);

    (void)state;
    pseudo_expect_that(p, is_selected, "Ticks");
    pseudo_press(p, VTERM_KEY_DOWN);
    pseudo_expect_that(p, is_selected, "Deadlock");
    pseudo_type(p, "j");
    pseudo_expect_that(p, is_selected, "Quick deadlock");
    pseudo_press(p, VTERM_KEY_UP);
    pseudo_expect_that(p, is_selected, "Deadlock");
    pseudo_type(p, "k");
    pseudo_expect_that(p, is_selected, "Ticks");
    pseudo_type(p, "G");
    pseudo_expect_that(p, is_selected, "Silent");
    pseudo_type(p, "g");
    pseudo_expect_that(p, is_selected, "Ticks");
    pseudo_press(p, VTERM_KEY_END);
    pseudo_expect_that(p, is_selected, "Silent");
    pseudo_press(p, VTERM_KEY_HOME);
    pseudo_expect_that(p, is_selected, "Ticks");
    pseudo_press(p, VTERM_KEY_PAGEDOWN);
    pseudo_expect_that(p, is_selected, "Silent");
    pseudo_press(p, VTERM_KEY_PAGEUP);
    pseudo_expect_that(p, is_selected, "Ticks");
}

static void stops_at_both_ends(void **state)
{
    struct pseudo *p = open_lab(NULL);

    (void)state;
    pseudo_type(p, "kkkkj");
    pseudo_expect_that(p, is_selected, "Deadlock");
    pseudo_type(p, "jjjjjjjjk");
    pseudo_expect_that(p, is_selected, "Quick deadlock");
}

static void previews_the_selected_lesson(void **state)
{
    struct pseudo *p = open_lab(NULL);

    (void)state;
    pseudo_expect(p, "goal      it goes on and on");
    pseudo_expect(p, "Python    while True");
    pseudo_expect(p, "said the zebra");
    pseudo_type(p, "G");
    pseudo_expect(p, "goal      nothing is printed");
    pseudo_expect(p, "It says nothing.");
    pseudo_expect_gone(p, "Python"); /* It has no counterpart there. */
}

static void
opens_with_enter_right_and_l_and_goes_back_with_escape_and_h(void **state)
{
    struct pseudo *p = open_lab(NULL);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "first › Ticks");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, 0, "concurrency, seen live");
    pseudo_press(p, VTERM_KEY_RIGHT);
    pseudo_expect_row(p, 0, "first › Ticks");
    pseudo_press(p, VTERM_KEY_LEFT);
    pseudo_expect_row(p, 0, "concurrency, seen live");
    pseudo_type(p, "jl");
    pseudo_expect_row(p, 0, "hazards › Deadlock");
    pseudo_type(p, "h");
    pseudo_expect_row(p, 0, "concurrency, seen live");
    pseudo_expect_that(p, is_selected, "Deadlock");
}

static void marks_what_was_run_and_what_was_predicted_right(void **state)
{
    struct pseudo *p = open_lab(
        stage_state("marks", "first/ticks predicted 0 happened 0 runs 2\n"
                             "hazards/deadlock predicted 1 happened 1 runs 1\n"
                             "hazards/quick predicted 2 happened 1 runs 1\n"));

    (void)state;
    assert_true(pseudo_row_of(p, "▶ · Ticks") > 0);
    assert_true(pseudo_row_of(p, "✓ Deadlock") > 0);
    assert_true(pseudo_row_of(p, "~ Quick deadlock") > 0);
    assert_true(pseudo_row_of(p, "    Silent") > 0);
    assert_non_null(strstr(pseudo_row(p, 0), "4 lessons, 3 run"));
    pseudo_type(p, "jj");
    pseudo_expect(p, "you said  Both threads finish.");
    pseudo_expect(p, "it did    It deadlocks:");
}

static void runs_a_lesson_from_the_menu(void **state)
{
    struct pseudo *p = open_lab(NULL);

    (void)state;
    pseudo_type(p, "Gr");
    pseudo_expect_row(p, 0, "last › Silent");
    pseudo_expect(p, "the program ended: exit 0");
}

static void quits_with_q_and_with_f10(void **state)
{
    struct pseudo *p = open_lab(NULL);

    (void)state;
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    p = open_lab(NULL);
    pseudo_press(p, VTERM_KEY_FUNCTION(10));
    assert_int_equal(pseudo_status(p), 0);
}

static void gives_the_terminal_back_as_it_was(void **state)
{
    struct pseudo *p = open_lab(NULL);

    (void)state;
    assert_true(pseudo_in_alternate_screen(p));
    assert_false(pseudo_cursor_is_visible(p));
    assert_false(pseudo_is_sane(p));
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    assert_false(pseudo_in_alternate_screen(p));
    assert_true(pseudo_cursor_is_visible(p));
    assert_true(pseudo_is_sane(p));
    assert_false(pseudo_holds(p, "Ticks"));
}

static void escape_does_not_leave_the_menu(void **state)
{
    struct pseudo *p = open_lab(NULL);

    (void)state;
    pseudo_type(p, "\033");
    pseudo_watch(p, 60);
    pseudo_type(p, "j");
    pseudo_expect_that(p, is_selected, "Deadlock");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(shows_chapters_and_lessons_in_order),
        pseudo_test(moves_with_arrows_and_letters_alike),
        pseudo_test(stops_at_both_ends),
        pseudo_test(previews_the_selected_lesson),
        pseudo_test(
            opens_with_enter_right_and_l_and_goes_back_with_escape_and_h),
        pseudo_test(marks_what_was_run_and_what_was_predicted_right),
        pseudo_test(runs_a_lesson_from_the_menu),
        pseudo_test(quits_with_q_and_with_f10),
        pseudo_test(gives_the_terminal_back_as_it_was),
        pseudo_test(escape_does_not_leave_the_menu),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
