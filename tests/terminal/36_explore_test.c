/* Very many schedules: what can happen, and stepping through what was found. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include "must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void stage_all(void)
{
    static bool done;

    stage_usual();
    if (!done) {
        stage_real("4_hazards", "lost_wakeup");
        stage_real("4_hazards", "race_condition");
        stage_real("5_locks", "condition");
        stage_real("6_exchange", "pipe");
    }
    done = true;
}

static struct pseudo *explore_in(const char *name, int rows, int columns,
                                 const char *option)
{
    stage_all();
    return pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "explore", name, option, NULL},
        .rows = rows,
        .columns = columns});
}

static struct pseudo *explore(const char *name)
{
    struct pseudo *p = explore_in(name, 24, 80, NULL);

    pseudo_expect_row(p, 0, "EXPLORED");
    return p;
}

static void the_gravest_is_told_with_its_story(void **state)
{
    struct pseudo *p = explore("deadlock");

    (void)state;
    pseudo_expect_row(p, 1, "deadlock  all schedules (");
    pseudo_expect(p, "deadlock     stuck: no task can go on");
    pseudo_expect(p, "ok           left_then_right…/ right_then_left…");
    pseudo_expect(p, "deadlock: the simplest run that shows it");
    pseudo_expect(p, "T1 has held left since it took it (move 5");
    pseudo_expect(p, "So it comes back to T2: none of them can go on.");
    pseudo_type(p, "q"); /* The exit status is the verdict's. */
    assert_int_equal(pseudo_status(p), 1);
    pseudo_expect_left(p, 0);
}

static void what_is_called_stuck_is_named_once_it_is_told(void **state)
{
    struct pseudo *p = explore("lost_wakeup");

    (void)state;
    pseudo_expect_row(p, 1, "lost-wakeup  all schedules (");
    pseudo_expect(p, "but nobody waited then: the");
}

static void another_outcome_is_selected_and_told(void **state)
{
    struct pseudo *p = explore("deadlock");

    (void)state;
    pseudo_type(p, "j");
    pseudo_expect(p, "ok: the simplest run that shows it");
    pseudo_expect(p, "main exits with status 0.");
    pseudo_expect(p, "│ both finished");
    pseudo_type(p, "k");
    pseudo_expect(p, "deadlock: the simplest run that shows it");
}

static void enter_steps_through_what_was_found(void **state)
{
    struct pseudo *p = explore("deadlock");

    (void)state;
    pseudo_expect(p, "Enter steps through them");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "STEP 0/9 LOOKING BACK");
    pseudo_type(p, "f");
    pseudo_expect_row(p, 0, "STEP 1/9 LOOKING BACK, main moved");
    pseudo_type(p, "F");
    pseudo_expect(p, "Deadlock: ");
    pseudo_type(p, "\033"); /* The search is still there. */
    pseudo_expect_row(p, 0, "EXPLORED");
    pseudo_expect(p, "So it comes back to T2");
    pseudo_type(p, "b");
    assert_int_equal(pseudo_status(p), 1);
    pseudo_expect_left(p, 0);
}

/* And it steps again, after the first time has read it all. */
static void what_reads_its_input_is_stepped_through_with_it(void **state)
{
    stage_all();
    const char *file = stage_write("words", "both", 4);
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "explore", "--input", file,
                                    stage_program("reads_input"), NULL},
        .rows = 24,
        .columns = 80});

    (void)state;
    pseudo_expect_row(p, 0, "EXPLORED");
    for (int i = 0; i < 2; i++) {
        pseudo_expect(p, "deadlock: the simplest run that shows it");
        pseudo_type(p, "\r");
        pseudo_expect_row(p, 0, "LOOKING BACK");
        pseudo_type(p, "F");
        pseudo_expect(p, "Deadlock: ");
        pseudo_type(p, "\033");
        pseudo_expect_row(p, 0, "EXPLORED");
    }
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 1);
    pseudo_expect_left(p, 0);
}

static void a_long_search_is_stopped_and_what_was_found_stays(void **state)
{
    struct pseudo *p = explore_in("race_condition", 24, 80, "--time=600");

    (void)state;
    pseudo_expect_row(p, 0, "EXPLORING");
    pseudo_expect(p, "so far: data-race");
    pseudo_type(p, "?"); /* It answers meanwhile. */
    pseudo_expect(p, "stop the search; what was found stays");
    pseudo_type(p, "\033x");
    pseudo_expect_row(p, 0, "STOPPED");
    pseudo_expect(p, "nothing orders these");
    pseudo_expect_row(p, -1, "r again, for longer");
    pseudo_type(p, "\033");
    assert_int_equal(pseudo_status(p), 1);
    pseudo_expect_left(p, 0);
}

static void leaving_a_search_that_goes_on_ends_it(void **state)
{
    struct pseudo *p = explore_in("race_condition", 24, 80, "--time=600");

    (void)state;
    pseudo_expect_row(p, 0, "EXPLORING");
    pseudo_type(p, "q");
    pseudo_status(p);
    pseudo_expect_left(p, 0);
}

static void a_program_with_processes_is_explored_on_real_tasks(void **state)
{
    struct pseudo *p = explore_in("pipe", 24, 80, "--max-schedules=10");

    (void)state;
    pseudo_expect(p, "on real tasks, since it makes processes");
    pseudo_expect_row(p, 0, "EXPLORED");
    pseudo_expect(p, "100 %");
    pseudo_expect(p, "main exits with status 0.");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "LOOKING BACK");
    pseudo_expect_row(p, 0, "STEP 0/");
    pseudo_type(p, "q");
    pseudo_status(p);
    pseudo_expect_left(p, 0);
}

static void e_on_a_page_asks_for_the_prediction_and_explores(void **state)
{
    stage_all();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "deadlock", NULL}});

    (void)state;
    pseudo_expect_row(p, -1, "predict, then run");
    pseudo_type(p, "e");
    pseudo_expect_row(p, -1, "lock it in and explore");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "EXPLORED");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "STEP 0/9");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, 0, "EXPLORED");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, -1, "run it"); /* The page again. */
    pseudo_expect_left(p, 1);
}

static void e_from_a_step_comes_back_to_it(void **state)
{
    stage_all();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step", "deadlock", NULL}});

    (void)state;
    pseudo_expect_row(p, 0, "STEP 0/0");
    pseudo_type(p, "0");
    pseudo_expect_row(p, 0, "STEP 1/1");
    pseudo_type(p, "e");
    pseudo_expect_row(p, 0, "EXPLORED");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, 0, "STEP 1/1, main moved");
    pseudo_type(p, "e");
    pseudo_expect_row(p, 0, "EXPLORED");
    pseudo_expect(p, "Enter steps through them");
    pseudo_type(p, "\r"); /* That step takes the other's place. */
    pseudo_expect_row(p, 0, "STEP 0/9");
    pseudo_type(p, "e");
    pseudo_expect_row(p, 0, "EXPLORED");
    pseudo_type(p, "\033");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect_left(p, 0);
}

static void it_is_shown_in_ascii_on_a_small_and_on_a_large_screen(void **state)
{
    struct pseudo *p = explore_in("deadlock", 12, 44, "--ascii");

    (void)state;
    pseudo_expect_row(p, 0, "EXPLORED");
    pseudo_expect(p, "deadlock     stuck: no task");
    assert_true(pseudo_is_ascii(p));
    pseudo_resize(p, 100, 300);
    pseudo_expect(p, "####");
    pseudo_expect(p, "left_then_right has both / right_then_left has both / "
                     "both finished");
    pseudo_expect(p, "So it comes back to T2: none of them can go on.");
    assert_true(pseudo_is_ascii(p));
}

/* Each has five lines of which only a number differs, and there is room for
   less than two. */
static void rows_that_begin_alike_can_be_told_apart(void **state)
{
    struct pseudo *p = explore("exercises/5_locks/semaphore.c");
    char *seen[24] = {NULL};
    int rows = 0;

    (void)state;
    pseudo_expect(p, " was here / ");
    for (int row = 0; row < 24; row++) {
        const char *said = strstr(pseudo_row(p, row), "car ");

        if (!said)
            continue;
        assert_non_null(strstr(said, " was here / "));
        for (int other = 0; other < rows; other++)
            assert_string_not_equal(said, seen[other]);
        seen[rows++] = must_copy(said);
    }
    assert_true(rows > 3);
    while (rows > 0)
        free(seen[--rows]);
    pseudo_type(p, "q"); /* And takes with it what it compiled. */
    pseudo_status(p);
}

/* What differs is far behind the place where the row ends. */
static void rows_that_differ_late_show_what_differs(void **state)
{
    struct pseudo *p = explore("condition");
    char *seen[24] = {NULL};
    int rows = 0;

    (void)state;
    pseudo_expect(p, "in vain: ");
    for (int row = 0; row < 24; row++) {
        const char *said = strstr(pseudo_row(p, row), "ok   ");

        if (!said || !strchr(pseudo_row(p, row), '%'))
            continue;
        assert_non_null(strstr(said, "Ann"));
        assert_non_null(strstr(said, "Bob"));
        assert_non_null(strstr(said, "Cem"));
        for (int other = 0; other < rows; other++)
            assert_string_not_equal(said, seen[other]);
        seen[rows++] = must_copy(said);
    }
    assert_true(rows > 3);
    while (rows > 0)
        free(seen[--rows]);
}

static void races_are_told_by_their_lines(void **state)
{
    struct pseudo *p = explore("exercises/3_gil/refcount_race.c");

    (void)state;
    pseudo_expect(p, "main writes :36, T1 reads :36: object");
    pseudo_expect(p, "main writes :36, T1 writes :36: obj");
    pseudo_type(p, "q");
    pseudo_status(p);
}

/* Two races may have the same words, each of another access in a line. */
static void what_says_the_same_as_another_is_cut_at_its_end(void **state)
{
    stage_all();
    stage_real("3_gil", "refcount_race");
    struct pseudo *p = explore("refcount_race");

    (void)state;
    pseudo_expect(p, "13 ways");
    pseudo_expect(p, "the simplest run that shows it");
    assert_false(pseudo_holds(p, "…eferences"));
}

static void that_it_still_searches_is_said_while_it_does(void **state)
{
    struct pseudo *p = explore_in("race_condition", 24, 80, "--time=2");

    (void)state;
    pseudo_expect_row(p, 0, "EXPLORING");
    pseudo_type(p, "\r");
    pseudo_expect(p, "it still searches: x stops it");
    pseudo_expect_row(p, 0, "EXPLORED");
    pseudo_expect(p, "Enter step through it");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(rows_that_begin_alike_can_be_told_apart),
        pseudo_test(rows_that_differ_late_show_what_differs),
        pseudo_test(races_are_told_by_their_lines),
        pseudo_test(what_says_the_same_as_another_is_cut_at_its_end),
        pseudo_test(that_it_still_searches_is_said_while_it_does),
        pseudo_test(the_gravest_is_told_with_its_story),
        pseudo_test(what_is_called_stuck_is_named_once_it_is_told),
        pseudo_test(another_outcome_is_selected_and_told),
        pseudo_test(enter_steps_through_what_was_found),
        pseudo_test(what_reads_its_input_is_stepped_through_with_it),
        pseudo_test(a_long_search_is_stopped_and_what_was_found_stays),
        pseudo_test(leaving_a_search_that_goes_on_ends_it),
        pseudo_test(a_program_with_processes_is_explored_on_real_tasks),
        pseudo_test(e_on_a_page_asks_for_the_prediction_and_explores),
        pseudo_test(e_from_a_step_comes_back_to_it),
        pseudo_test(it_is_shown_in_ascii_on_a_small_and_on_a_large_screen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
