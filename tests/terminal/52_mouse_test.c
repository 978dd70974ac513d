/* The mouse: off until it is asked for. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct pseudo *open_lab(const char *const *command)
{
    struct pseudo *p =
        pseudo_start(&(struct pseudo_options){.command = command});

    pseudo_expect_row(p, -1, "quit");
    return p;
}

static struct pseudo *open_menu(void)
{
    stage_usual();
    return open_lab((const char *[]){stage_lab(), NULL});
}

static void turn_on(struct pseudo *p)
{
    pseudo_type(p, "m");
    pseudo_expect_row(p, -1, "the mouse works");
    assert_true(pseudo_mouse_is_wanted(p));
}

static void is_off_at_first(void **state)
{
    (void)state;
    assert_false(pseudo_mouse_is_wanted(open_menu()));
}

static void goes_on_and_off_with_m(void **state)
{
    struct pseudo *p = open_menu();

    (void)state;
    turn_on(p);
    pseudo_type(p, "m");
    pseudo_expect_row(p, -1, "the mouse is the terminal's again");
    assert_false(pseudo_mouse_is_wanted(p));
    pseudo_type(p, "j"); /* Said once. */
    pseudo_expect_row(p, -1, "q quit");
}

static void is_given_back_at_the_end(void **state)
{
    struct pseudo *p = open_menu();

    (void)state;
    turn_on(p);
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    assert_false(pseudo_mouse_is_wanted(p));
}

static void selects_in_the_menu_and_opens_what_is_selected(void **state)
{
    struct pseudo *p = open_menu();
    int row = pseudo_row_of(p, "    Deadlock");

    (void)state;
    turn_on(p);
    pseudo_click(p, row, 8);
    pseudo_expect(p, "▶   Deadlock");
    pseudo_click(p, row, 8);
    pseudo_expect_row(p, 0, "hazards › Deadlock");
}

static void opens_nothing_from_a_chapter_or_a_blank(void **state)
{
    struct pseudo *p = open_menu();

    (void)state;
    turn_on(p);
    pseudo_click(p, pseudo_row_of(p, "4 hazards"), 8);
    pseudo_click(p, 20, 8);
    pseudo_click(p, 0, 3);
    pseudo_click(p, 23, 79);
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "?");
    pseudo_expect(p, "▶   Ticks");
}

static void scrolls_with_the_wheel(void **state)
{
    struct pseudo *p = open_menu();

    (void)state;
    turn_on(p);
    pseudo_wheel(p, 10, 10, false);
    pseudo_expect(p, "▶   Deadlock");
    pseudo_wheel(p, 10, 10, true);
    pseudo_expect(p, "▶   Ticks");
}

static void focuses_a_pane(void **state)
{
    struct pseudo *p;

    (void)state;
    stage_usual();
    p = open_lab((const char *[]){stage_lab(), "run", "silent", NULL});
    pseudo_expect_row(p, 0, "ENDED");
    turn_on(p);
    pseudo_settle(p);
    int row = pseudo_row_of(p, "─ output");
    pseudo_click(p, row + 1, 60);
    pseudo_expect(p, "▸output");
    pseudo_click(p, 3, 60);
    pseudo_expect(p, "▸tasks");
}

static void types_nothing_where_it_is_off(void **state)
{
    struct pseudo *p = open_menu();

    (void)state;
    pseudo_click(p, 5, 8);
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "?");
    pseudo_expect(p, "▶   Ticks");
}

static void reports_that_nobody_asked_for_do_no_harm(void **state)
{
    struct pseudo *p = open_menu();

    (void)state;
    /* As after a connection was lost: reports in both forms, and a half. */
    pseudo_type(p, "\033[<0;9;6M\033[<0;9;6m");
    pseudo_type(p, "\033[M !!");
    pseudo_type(p, "\033[<35;");
    pseudo_settle(p);
    pseudo_type(p, "\033");
    pseudo_settle(p);
    pseudo_type(p, "\033");
    pseudo_settle(p);
    assert_int_equal(pseudo_processes(p, NULL, NULL, 0), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(is_off_at_first),
        pseudo_test(goes_on_and_off_with_m),
        pseudo_test(is_given_back_at_the_end),
        pseudo_test(selects_in_the_menu_and_opens_what_is_selected),
        pseudo_test(opens_nothing_from_a_chapter_or_a_blank),
        pseudo_test(scrolls_with_the_wheel),
        pseudo_test(focuses_a_pane),
        pseudo_test(types_nothing_where_it_is_off),
        pseudo_test(reports_that_nobody_asked_for_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
