/* 26_tour_test.c - the tour of the keys: what was pressed is marked, and what
   comes next is said. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"
#include "tui/drawing/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static int begin(void **state)
{
    char *page = text_of_file("lessons/0_start/tour.md");

    (void)state;
    stage_usual();
    stage_lesson("0_start", "tour", "0_start/tour", page);
    free(page);
    return 0;
}

static struct pseudo *start(const char *state)
{
    return pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "tour", NULL},
        .rows = 50,
        .state = state});
}

static void what_was_pressed_is_marked_on_the_page(void **state)
{
    struct pseudo *p = start(stage_state("marks", ""));

    (void)state;
    pseudo_expect(p, "[ ] d in what this program differs");
    pseudo_expect(p, "[ ] ? all keys");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "?");
    pseudo_expect(p, "[x] ? all keys");
    pseudo_expect(p, "[ ] d in what this program differs");
}

static void what_was_pressed_is_remembered(void **state)
{
    const char *kept = stage_state("remembers", "");
    struct pseudo *p = start(kept);

    (void)state;
    pseudo_expect(p, "[ ] ? all keys");
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "keys");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    p = start(kept);
    pseudo_expect(p, "[x] ? all keys");
}

static void a_run_says_which_key_comes_next(void **state)
{
    struct pseudo *p = start(stage_state("next", ""));

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "Whose cake is in first?");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 1, "now press Space  pause");
    pseudo_expect(p, "waits for");
    pseudo_type(p, " ");
    pseudo_expect_row(p, 1, "now press b");
    pseudo_type(p, "b");
    pseudo_expect_row(p, 1, "now press n");
    pseudo_type(p, "nBf-+\tz");
    pseudo_expect_row(p, 1, "now press t");
    pseudo_type(p, "t");
    pseudo_expect_row(p, 1, "soon press r"); /* It is not over. */
    pseudo_type(p, "r");
    pseudo_expect_row(p, 1, "soon press r");
    pseudo_type(p, "s");
    pseudo_expect_row(p, 1, "now press n  the next task in turn moves");
}

static void
where_all_is_pressed_the_page_is_next_and_then_the_goal(void **state)
{
    static const char here[] = "tried pause step-back step-on to-first follow "
                               "slower faster next-pane zoom "
                               "axis step run explore%s\n";
    static const char others[] = " open screen-down help difference back turn "
                                 "move move-back move-on why play play-found "
                                 "search practise quit";
    char text[512];
    struct pseudo *p;

    (void)state;
    snprintf(text, sizeof text, here, "");
    p = start(stage_state("page", text));
    pseudo_type(p, "\r\r");
    pseudo_expect_row(p, 1, "now press p  read the lesson's page");
    snprintf(text, sizeof text, here, others);
    p = start(stage_state("goal", text));
    pseudo_type(p, "\r\r");
    pseudo_expect_row(p, 1, "goal: each key has been pressed once");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(what_was_pressed_is_marked_on_the_page),
        pseudo_test(what_was_pressed_is_remembered),
        pseudo_test(a_run_says_which_key_comes_next),
        pseudo_test(where_all_is_pressed_the_page_is_next_and_then_the_goal),
    };

    return cmocka_run_group_tests(tests, begin, NULL);
}
