/* A live run of the deadlock: who holds what, who waits for whom, the cycle
   named the moment it closes; how runs begin again and end. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char predicted[] =
    "hazards/deadlock predicted 1 happened 0 runs 0\n"
    "hazards/quick predicted 1 happened 0 runs 0\n";

static struct pseudo *run_lesson(const char *lesson, int rows, int columns)
{
    char name[32];

    stage_usual();
    snprintf(name, sizeof name, "run_%s", lesson);
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), lesson, NULL},
        .state = stage_state(name, predicted),
        .rows = rows,
        .columns = columns});

    pseudo_expect_row(p, -1, "Enter");
    pseudo_type(p, "\r");
    return p;
}

static struct pseudo *run_to_deadlock(void)
{
    struct pseudo *p = run_lesson("quick", 24, 80);

    pseudo_expect(p, "Deadlock:");
    return p;
}

static void shows_the_goal_and_that_it_is_live(void **state)
{
    struct pseudo *p = run_lesson("deadlock", 24, 80);

    (void)state;
    pseudo_expect_row(p, 0, "hazards › Deadlock");
    pseudo_expect_row(p, 0, "LIVE, 400 ms a step");
    pseudo_expect_row(p, 1, "goal: both threads finish");
    pseudo_expect(p, "deadlock.c");
    pseudo_expect(p, "is about to");
    pseudo_expect(p, "nothing printed yet");
}

static void shows_who_holds_what_and_who_waits(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    pseudo_expect(p, "tasks: 3 alive");
    pseudo_expect(p, "main S # waits for T1 to end");
    pseudo_expect(p, "T1   S # waits for right, held by T");
    pseudo_expect(p, "T2   S # waits for left, held by T");
    pseudo_expect(p, "left   held by T1; queue: T2");
    pseudo_expect(p, "right  held by T2; queue: T1");
}

static void shows_each_task_at_its_line(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    pseudo_expect(p, "23 ▶T1 ");
    pseudo_expect(p, "34 ▶T2 ");
    pseudo_expect(p, "48 ▶main ");
}

static void names_the_cycle(void **state)
{
    struct pseudo *p = run_to_deadlock();
    int row = pseudo_row_of(p, "DEADLOCK");

    (void)state;
    assert_true(row > 0);
    const char *line = pseudo_row(p, row);
    assert_true(strstr(line, "T1 ─right▶ T2 ─left▶ T1") ||
                strstr(line, "T2 ─left▶ T1 ─right▶ T2"));
    line = pseudo_row(p, -3);
    assert_non_null(strstr(line, "T1 waits for right, held by T2"));
    assert_non_null(strstr(line, "T2 waits for left, held by T1"));
}

static void draws_a_lane_for_each_task(void **state)
{
    struct pseudo *p = run_to_deadlock();
    int row = pseudo_row_of(p, "timeline: operation ");

    (void)state;
    assert_non_null(strstr(pseudo_row(p, row + 1), " main "));
    assert_non_null(strstr(pseudo_row(p, row + 1), "▒"));
    assert_non_null(strstr(pseudo_row(p, row + 2), " T1 "));
    assert_non_null(strstr(pseudo_row(p, row + 2), "▒"));
    assert_non_null(strstr(pseudo_row(p, row + 3), " T2 "));
    assert_non_null(strstr(pseudo_row(p, row + 3), "▒"));
}

static void says_deadlock_with_more_than_colour(void **state)
{
    struct pseudo *p = run_to_deadlock();
    int row = pseudo_row_of(p, "Deadlock: ");

    (void)state;
    assert_true(pseudo_cell(p, row, 1).reverse);
    assert_true(pseudo_cell(p, row, 1).bold);
}

static void has_room_for_everything_at_160_by_45(void **state)
{
    struct pseudo *p = run_lesson("quick", 45, 160);

    (void)state;
    pseudo_expect(p, "Deadlock:");
    pseudo_expect(p, "MUST(pthread_mutex_lock(&right)); /* @left_wants_right");
    pseudo_expect(p, "# waits for right, held by T2");
    pseudo_expect(p, "stuck for good");
}

static void fits_the_sentence_of_a_task_at_80_columns(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    pseudo_expect(p, "# waits for right, held by T2");
    pseudo_expect(p, "# waits for left, held by T1");
}

static void runs_again(void **state)
{
    struct pseudo *p = run_to_deadlock();
    pid_t first;
    pid_t second;

    (void)state;
    pseudo_expect_row(p, -1, "r run again");
    assert_int_equal(pseudo_processes(p, "deadlock", &first, 1), 1);
    pseudo_type(p, "r");
    pseudo_expect_gone(p, "Deadlock:");
    pseudo_expect(p, "Deadlock:");
    assert_int_equal(pseudo_processes(p, "deadlock", &second, 1), 1);
    assert_int_not_equal(first, second);
}

static void does_not_throw_a_run_away_by_mistake(void **state)
{
    struct pseudo *p = run_lesson("ticks", 24, 80);
    pid_t before;
    pid_t after;

    (void)state;
    pseudo_expect(p, "tick 3");
    assert_int_equal(pseudo_processes(p, "term_ticks", &before, 1), 1);
    pseudo_type(p, "r?");
    pseudo_expect_row(p, 0, "keys");
    assert_int_equal(pseudo_processes(p, "term_ticks", &after, 1), 1);
    assert_int_equal(before, after);
    pseudo_type(p, "?");
    pseudo_expect_row(p, 0, "LIVE");
    assert_null(strstr(pseudo_row(p, -1), "run again"));
}

static void ends_the_program_on_x(void **state)
{
    struct pseudo *p = run_lesson("ticks", 24, 80);

    (void)state;
    pseudo_expect(p, "tick 3");
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_expect(p, "ended by you after");
    pseudo_expect_row(p, -1, "r run again");
    assert_int_equal(pseudo_processes(p, "term_ticks", NULL, 0), 0);
    pseudo_expect_left(p, 1);
    pseudo_type(p, "r");
    pseudo_expect_row(p, 0, "LIVE");
    pseudo_expect(p, "tick 1");
}

static void keeps_the_outcome_after_it_was_ended(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_expect(p, "ended by you after");
    pseudo_expect(p, "✓ as you said: It deadlocks");
    pseudo_expect_left(p, 1);
}

/* On the timeline too: it is what the student has come to see. */
static void still_shows_that_both_waited_after_it_was_ended(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    int row = pseudo_row_of(p, "timeline: operation ");
    pseudo_expect_row(p, row + 2, "▒");
    pseudo_expect_row(p, row + 3, "▒");
}

static void ends_the_program_when_the_run_is_left(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    assert_int_equal(pseudo_processes(p, "deadlock", NULL, 0), 1);
    pseudo_type(p, "\033");
    pseudo_expect_row(p, -1, "Enter run it");
    pseudo_expect_left(p, 1);
    pseudo_type(p, "\033");
    pseudo_expect(p, "✓ Quick deadlock");
}

static void reads_the_page_beside_the_run(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    pseudo_type(p, "p");
    pseudo_expect(p, "Two threads need the same two locks.");
    pseudo_type(p, "\033");
    pseudo_expect(p, "Deadlock: T");
    pseudo_expect_row(p, 0, "LIVE");
}

static void runs_any_program_that_is_no_lesson(void **state)
{
    struct pseudo *p;

    (void)state;
    stage_usual();
    p = pseudo_start(&(struct pseudo_options){
        .command =
            (const char *[]){stage_lab(), "run", stage_program("term_says"),
                             "one", "two", NULL}});
    pseudo_expect(p, "argument 1 is <one>");
    pseudo_expect(p, "argument 2 is <two>");
    pseudo_expect(p, "the program ended: exit 0");
    pseudo_expect_row(p, 0, "term_says one two");
    pseudo_type(p, "r");
    pseudo_expect(p, "argument 2 is <two>");
    pseudo_type(p, "\033"); /* There is no menu behind. */
    assert_int_equal(pseudo_status(p), 0);
}

static void runs_a_lesson_straight_from_the_command_line(void **state)
{
    struct pseudo *p;

    (void)state;
    stage_usual();
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "quick", NULL},
        .state = stage_state("straight", predicted)});
    pseudo_expect(p, "Deadlock: T");
    pseudo_expect(p, "✓ as you said");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(shows_the_goal_and_that_it_is_live),
        pseudo_test(shows_who_holds_what_and_who_waits),
        pseudo_test(shows_each_task_at_its_line),
        pseudo_test(names_the_cycle),
        pseudo_test(draws_a_lane_for_each_task),
        pseudo_test(says_deadlock_with_more_than_colour),
        pseudo_test(has_room_for_everything_at_160_by_45),
        pseudo_test(fits_the_sentence_of_a_task_at_80_columns),
        pseudo_test(runs_again),
        pseudo_test(does_not_throw_a_run_away_by_mistake),
        pseudo_test(ends_the_program_on_x),
        pseudo_test(keeps_the_outcome_after_it_was_ended),
        pseudo_test(still_shows_that_both_waited_after_it_was_ended),
        pseudo_test(ends_the_program_when_the_run_is_left),
        pseudo_test(reads_the_page_beside_the_run),
        pseudo_test(runs_any_program_that_is_no_lesson),
        pseudo_test(runs_a_lesson_straight_from_the_command_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
