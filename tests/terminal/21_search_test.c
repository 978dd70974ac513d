/* The search in the menu: typed text, not commands. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct pseudo *open_search(void)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), NULL}});

    pseudo_expect_row(p, -1, "search");
    pseudo_type(p, "/");
    pseudo_expect_row(p, 1, "/");
    return p;
}

static void finds_by_title_whatever_the_case(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    pseudo_type(p, "SILEN");
    pseudo_expect_row(p, 1, "/SILEN");
    pseudo_expect_gone(p, "Ticks");
    pseudo_expect(p, "▶   Silent");
    pseudo_expect_gone(p, "hazards"); /* A chapter that has none. */
}

/* The page of ticks speaks of a clock, and comes first. */
static void selects_the_lesson_that_is_called_so(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    pseudo_type(p, "lock");
    pseudo_expect(p, "▶   Deadlock");
}

static void prefers_the_lesson_of_that_very_name(void **state)
{
    (void)state;
    stage_usual();
    stage_lesson("1_first", "quicker", "term_ticks",
                 "title: Quicker\norder: 2\ngoal: none\n\n# Quicker\n");
    struct pseudo *p = open_search();
    pseudo_type(p, "quick");
    pseudo_expect(p, "▶   Quick deadlock");
}

static void finds_by_what_the_page_says(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    pseudo_type(p, "zebra");
    pseudo_expect_gone(p, "Deadlock");
    pseudo_expect(p, "▶   Ticks");
}

static void finds_by_the_python_name(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    pseudo_type(p, "while true");
    pseudo_expect_gone(p, "Silent");
    pseudo_expect(p, "▶   Ticks");
}

static void takes_letters_as_text_while_typing(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    pseudo_type(p, "q?rjm "); /* Each a command elsewhere. */
    pseudo_expect_row(p, 1, "/q?rjm");
    pseudo_expect(p, "no lesson speaks of that");
    pseudo_type(p, "\033");
    pseudo_expect(p, "▶   Ticks");
}

static void wipes_letters_one_by_one(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    pseudo_type(p, "silenß");
    pseudo_expect_row(p, 1, "/silenß");
    pseudo_expect(p, "no lesson speaks of that");
    pseudo_type(p, "\177");
    pseudo_expect(p, "▶   Silent");
    pseudo_press(p, VTERM_KEY_BACKSPACE);
    pseudo_expect_row(p, 1, "/sile");
    pseudo_type(p, "\b\b\b\b\b\b\b");
    pseudo_expect(p, "Ticks");
}

static void keeps_what_was_found_after_enter_until_escape(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    pseudo_type(p, "deadlock\r");
    pseudo_expect_row(p, 1, "Esc shows all again");
    pseudo_expect_row(p, -1, "Esc show all");
    pseudo_expect_gone(p, "Silent");
    pseudo_type(p, "j\r");
    pseudo_expect_row(p, 0, "hazards › Quick deadlock");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, 1, "/deadlock");
    pseudo_type(p, "\033");
    pseudo_expect(p, "Silent");
    pseudo_expect(p, "▶   Quick deadlock");
}

static void does_not_move_to_what_is_hidden(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    pseudo_type(p, "silent\r");
    pseudo_expect_gone(p, "Ticks");
    pseudo_type(p, "kkkg");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "last › Silent");
}

static void opens_nothing_where_nothing_was_found(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    pseudo_type(p, "xyzzy\r");
    pseudo_expect(p, "no lesson speaks of that");
    pseudo_expect_row(p, -1, "Esc show all");
    pseudo_type(p, "\r");
    pseudo_type(p, "p");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys"); /* So no page came before. */
    pseudo_type(p, "\033");
    pseudo_expect(p, "no lesson speaks of that");
}

static void runs_nothing_where_nothing_was_found(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    pseudo_type(p, "xyzzy\r");
    pseudo_expect(p, "no lesson speaks of that");
    pseudo_expect_row(p, -1, "Esc show all");
    pseudo_type(p, "r");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "\033");
    pseudo_expect(p, "no lesson speaks of that");
}

static void bears_more_text_than_there_is_room_for(void **state)
{
    struct pseudo *p = open_search();

    (void)state;
    for (int i = 0; i < 30; i++)
        pseudo_type(p, "漢字ab");
    pseudo_expect(p, "no lesson speaks of that");
    pseudo_type(p, "\033q");
    assert_int_equal(pseudo_status(p), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(finds_by_title_whatever_the_case),
        pseudo_test(selects_the_lesson_that_is_called_so),
        pseudo_test(finds_by_what_the_page_says),
        pseudo_test(finds_by_the_python_name),
        pseudo_test(takes_letters_as_text_while_typing),
        pseudo_test(wipes_letters_one_by_one),
        pseudo_test(keeps_what_was_found_after_enter_until_escape),
        pseudo_test(does_not_move_to_what_is_hidden),
        pseudo_test(opens_nothing_where_nothing_was_found),
        pseudo_test(runs_nothing_where_nothing_was_found),
        pseudo_test(bears_more_text_than_there_is_room_for),
        /* It adds a lesson. */
        pseudo_test(prefers_the_lesson_of_that_very_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
