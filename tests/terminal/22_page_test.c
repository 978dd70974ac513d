/* A lesson's page: read, scrolled, with marks as line numbers. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"
#include "tui/drawing/text.h"
#include "tui/pages/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pseudo *open_page(const char *lesson, int rows, int columns)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), lesson, NULL},
        .rows = rows,
        .columns = columns});

    pseudo_expect_row(p, -1, "quit");
    return p;
}

static void opens_by_name_chapter_and_name(void **state)
{
    (void)state;
    pseudo_expect_row(open_page("deadlock", 24, 80), 0, "hazards › Deadlock");
    pseudo_expect_row(open_page("hazards/deadlock", 24, 80), 0,
                      "hazards › Deadlock");
}

static void goes_back_to_the_menu_with_the_lesson_selected(void **state)
{
    struct pseudo *p = open_page("quick", 24, 80);

    (void)state;
    pseudo_type(p, "\033");
    pseudo_expect(p, "▶   Quick deadlock");
}

static void shows_marks_as_the_lines_they_stand_on(void **state)
{
    struct pseudo *p = open_page("deadlock", 60, 80);
    char *source = text_of_file("lessons/4_hazards/deadlock.c");
    char line[32];

    (void)state;
    assert_non_null(source);
    snprintf(line, sizeof line, "line %d",
             page_mark_line(source, "left_wants_right", 16));
    free(source);
    assert_string_not_equal(line, "line 0");
    pseudo_expect(p, line);
    assert_false(pseudo_holds(p, "@left_wants_right"));
}

static void scrolls_and_says_how_far(void **state)
{
    struct pseudo *p = open_page("deadlock", 24, 80);

    (void)state;
    pseudo_expect_row(p, 0, " 0%");
    pseudo_expect_row(p, -2, "↓ more");
    char *second = strdup(pseudo_row(p, 4));
    pseudo_type(p, "j");
    pseudo_expect_row(p, 3, second);
    pseudo_type(p, "k");
    pseudo_expect_row(p, 4, second);
    free(second);
    pseudo_type(p, "G");
    pseudo_expect_row(p, 0, "100%");
    pseudo_expect_gone(p, "↓ more");
    pseudo_type(p, "g");
    pseudo_expect_row(p, 0, " 0%");
}

static void scrolls_by_screens_without_leaving_lines_out(void **state)
{
    struct pseudo *p = open_page("deadlock", 24, 80);

    (void)state;
    char *last = strdup(pseudo_row(p, -3)); /* -2 says that there is more. */
    pseudo_press(p, VTERM_KEY_PAGEDOWN);
    pseudo_expect_gone(p, " 0%");
    pseudo_expect(p, last);
    free(last);
    pseudo_press(p, VTERM_KEY_PAGEUP);
    pseudo_expect_row(p, 0, " 0%");
}

static void does_not_scroll_past_the_end(void **state)
{
    struct pseudo *p = open_page("deadlock", 24, 80);

    (void)state;
    pseudo_type(p, "G");
    pseudo_expect_row(p, 0, "100%");
    pseudo_settle(p);
    char *end = strdup(pseudo_screen(p));
    pseudo_type(p, "jjjjjjk");
    pseudo_expect_gone(p, "100%");
    pseudo_type(p, "j");
    pseudo_expect_row(p, 0, "100%");
    pseudo_expect_screen(p, end);
    free(end);
}

static void has_all_on_one_screen_where_it_fits(void **state)
{
    struct pseudo *p = open_page("ticks", 24, 80);

    (void)state;
    pseudo_expect_row(p, 0, " all");
    pseudo_expect(p, "said the zebra.");
    assert_false(pseudo_holds(p, "more"));
}

static void keeps_lines_short_on_a_wide_screen(void **state)
{
    struct pseudo *p = open_page("deadlock", 50, 200);

    (void)state;
    pseudo_expect(p, "Two threads need");
    for (int row = 1; row < 49; row++) {
        const char *text = pseudo_row(p, row);
        const char *program = strstr(text, "│");
        size_t length = program ? (size_t)(program - text) : strlen(text);

        assert_true(length < 90);
    }
}

static void shows_the_program_beside_the_page_where_both_fit(void **state)
{
    struct pseudo *p = open_page("deadlock", 30, 160);

    (void)state;
    pseudo_expect_row(p, 2, "│  deadlock.c");
    pseudo_expect(p, "Deadlock");
    pseudo_expect(p, "static pthread_mutex_t left");
    assert_false(pseudo_holds(p, "both finished"));
    pseudo_type(p, "G"); /* The program comes along. */
    pseudo_expect(p, "puts(\"both finished\");");
    p = open_page("deadlock", 30, 140);
    pseudo_expect(p, "Deadlock");
    assert_false(pseudo_holds(p, "static pthread_mutex_t left"));
}

static void wraps_anew_when_the_terminal_changes(void **state)
{
    struct pseudo *p = open_page("deadlock", 24, 80);

    (void)state;
    pseudo_resize(p, 24, 44);
    pseudo_expect(p, "takes left first, the other takes right");
    pseudo_resize(p, 24, 80);
    pseudo_expect(p, "Two threads need the same two locks. One takes left");
}

static void takes_arrows_also_from_terminals_that_send_plain_ones(void **state)
{
    struct pseudo *p = open_page("deadlock", 24, 80);

    (void)state;
    char *second = strdup(pseudo_row(p, 4));
    pseudo_type(p, "\033[B");
    pseudo_expect_row(p, 3, second);
    pseudo_type(p, "\033[A");
    pseudo_expect_row(p, 4, second);
    free(second);
}

static void a_key_that_no_terminal_names_is_not_taken_for_others(void **state)
{
    struct pseudo *p = open_page("deadlock", 24, 80);

    (void)state;
    char *second = strdup(pseudo_row(p, 4));
    pseudo_type(p, "\033[200~\033[99;99q\033Oqj");
    pseudo_expect_row(p, 3, second);
    pseudo_expect_row(p, 0, "hazards › Deadlock");
    free(second);
}

static void a_lesson_without_a_question_runs_at_once(void **state)
{
    struct pseudo *p = open_page("silent", 24, 80);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "the program ended: exit 0");
}

static void does_not_promise_a_question_where_there_is_none(void **state)
{
    struct pseudo *p = open_page("silent", 24, 80);

    (void)state;
    pseudo_expect_row(p, -1, "Enter run it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(opens_by_name_chapter_and_name),
        pseudo_test(goes_back_to_the_menu_with_the_lesson_selected),
        pseudo_test(shows_marks_as_the_lines_they_stand_on),
        pseudo_test(scrolls_and_says_how_far),
        pseudo_test(scrolls_by_screens_without_leaving_lines_out),
        pseudo_test(does_not_scroll_past_the_end),
        pseudo_test(has_all_on_one_screen_where_it_fits),
        pseudo_test(keeps_lines_short_on_a_wide_screen),
        pseudo_test(shows_the_program_beside_the_page_where_both_fit),
        pseudo_test(wraps_anew_when_the_terminal_changes),
        pseudo_test(takes_arrows_also_from_terminals_that_send_plain_ones),
        pseudo_test(a_key_that_no_terminal_names_is_not_taken_for_others),
        pseudo_test(a_lesson_without_a_question_runs_at_once),
        pseudo_test(does_not_promise_a_question_where_there_is_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
