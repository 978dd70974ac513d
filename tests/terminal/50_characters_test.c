/* Characters and colours: UTF-8 or ASCII, colours or none; what is meant is
   there without either. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char predicted[] = "hazards/quick predicted 1 happened 0 runs 0\n";

static struct pseudo *run_deadlock(const char *option,
                                   const char *const *environment)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", option, "quick", NULL},
        .environment = environment,
        .state = stage_state("characters", predicted)});

    pseudo_expect(p, "Deadlock: T");
    pseudo_expect(p, "as you said");
    return p;
}

static void expect_ascii(struct pseudo *p)
{
    pseudo_settle(p);
    assert_true(pseudo_is_ascii(p));
    pseudo_expect_row(p, 0, "hazards > Quick deadlock");
    pseudo_expect(p, "23 >T1");
    pseudo_expect(p, "T1 -right> T2");
    pseudo_expect(p, "DEADLOCK");
    pseudo_expect(p, "+ as you said");
    assert_false(pseudo_holds(p, "?right"));
}

static void draws_lines_in_utf8(void **state)
{
    struct pseudo *p = run_deadlock("--no-color", NULL);

    (void)state;
    assert_false(pseudo_is_ascii(p));
    pseudo_expect(p, "T1 ─right▶ T2");
}

static void draws_in_ascii_when_asked_to(void **state)
{
    (void)state;
    expect_ascii(run_deadlock("--ascii", NULL));
}

static void draws_in_ascii_where_the_locale_has_no_more(void **state)
{
    (void)state;
    expect_ascii(run_deadlock("--no-color",
                              (const char *[]){"LANG=C", "LC_ALL=C", NULL}));
}

static void draws_in_ascii_where_there_is_no_such_locale(void **state)
{
    (void)state;
    expect_ascii(
        run_deadlock("--no-color", (const char *[]){"LANG=xx_YY.UTF-8", NULL}));
}

static void says_in_ascii_what_became_of_a_prediction(void **state)
{
    (void)state;
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "--ascii", NULL},
        .state = stage_state("said", "hazards/deadlock predicted 3 happened 1 "
                                     "runs 1\nhazards/quick predicted 1 "
                                     "happened 1 runs 1\n")});
    pseudo_expect(p, "  x Deadlock");
    pseudo_expect(p, "  + Quick deadlock");
    assert_true(pseudo_is_ascii(p));
}

/* Every screen, not the run alone. */
static void is_ascii_on_every_screen(void **state)
{
    struct pseudo *p;

    (void)state;
    stage_usual();
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "--ascii", NULL},
        .state =
            stage_state("all", "first/ticks predicted 1 happened 1 runs 1\n")});
    pseudo_expect_row(p, -1, "quit");
    assert_true(pseudo_is_ascii(p));
    pseudo_expect(p, "> . Ticks");
    pseudo_type(p, "jj\r");
    pseudo_expect_row(p, 0, "hazards > Quick deadlock");
    assert_true(pseudo_is_ascii(p));
    pseudo_type(p, "G");
    pseudo_expect_row(p, 0, "100%");
    assert_true(pseudo_is_ascii(p));
    pseudo_type(p, "\r");
    pseudo_expect(p, "> 1  It deadlocks");
    assert_true(pseudo_is_ascii(p));
    pseudo_type(p, "\r");
    pseudo_expect(p, "Deadlock: T");
    pseudo_settle(p);
    assert_true(pseudo_is_ascii(p));
    pseudo_type(p, "?G");
    pseudo_expect(p, "In the timeline:");
    assert_true(pseudo_is_ascii(p));
}

/* A legend of marks must show the marks as they are drawn. */
static void the_legend_is_true_in_ascii_too(void **state)
{
    struct pseudo *p = run_deadlock("--ascii", NULL);

    (void)state;
    pseudo_type(p, "?G");
    pseudo_expect(p, "In the timeline: - running  = holding a lock  "
                     ". about to  : waits  ~ sleeps");
}

static void uses_colours_where_there_are_some(void **state)
{
    struct pseudo *p = run_deadlock("--ascii", NULL);

    (void)state;
    assert_true(pseudo_is_coloured(p));
}

static void expect_no_colour(struct pseudo *p)
{
    pseudo_settle(p);
    assert_false(pseudo_is_coloured(p));
    int row = pseudo_row_of(p, "Deadlock: T");
    assert_true(pseudo_cell(p, row, 1).reverse); /* It stands out still. */
    pseudo_type(p, "p");
    pseudo_expect(p, "Two threads need");
    assert_false(pseudo_is_coloured(p));
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    assert_false(pseudo_is_coloured(p));
}

static void has_no_colour_with_no_color_set(void **state)
{
    (void)state;
    expect_no_colour(
        run_deadlock("--pace=20", (const char *[]){"NO_COLOR=1", NULL}));
}

static void has_no_colour_when_asked_to(void **state)
{
    (void)state;
    expect_no_colour(run_deadlock("--no-color", NULL));
    expect_no_colour(run_deadlock("--no-colour", NULL));
}

/* An empty one is as none: https://no-color.org */
static void takes_an_empty_no_color_for_none(void **state)
{
    struct pseudo *p;

    (void)state;
    stage_usual();
    p = pseudo_start(&(struct pseudo_options){
        .command =
            (const char *[]){"/usr/bin/env", "NO_COLOR=", stage_lab(), NULL}});
    pseudo_expect_row(p, -1, "quit");
    assert_true(pseudo_is_coloured(p));
}

static void every_cell_is_one_column_wide(void **state)
{
    struct pseudo *p = run_deadlock("--no-color", NULL);

    (void)state;
    pseudo_settle(p);
    for (int i = 0; i < 24 * 80; i++)
        assert_int_equal(pseudo_cell(p, i / 80, i % 80).width, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(draws_lines_in_utf8),
        pseudo_test(draws_in_ascii_when_asked_to),
        pseudo_test(draws_in_ascii_where_the_locale_has_no_more),
        pseudo_test(draws_in_ascii_where_there_is_no_such_locale),
        pseudo_test(says_in_ascii_what_became_of_a_prediction),
        pseudo_test(is_ascii_on_every_screen),
        pseudo_test(the_legend_is_true_in_ascii_too),
        pseudo_test(uses_colours_where_there_are_some),
        pseudo_test(has_no_colour_with_no_color_set),
        pseudo_test(has_no_colour_when_asked_to),
        pseudo_test(takes_an_empty_no_color_for_none),
        pseudo_test(every_cell_is_one_column_wide),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
