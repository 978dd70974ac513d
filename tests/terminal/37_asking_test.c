/* What a student asks while stepping: why, until when, which schedule. */
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include "must.h"
#include "tui/drawing/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void stage_race(void)
{
    static bool done;
    char *page = text_of_file("lessons/4_hazards/race_condition.md");

    MUST(page != NULL);
    stage_usual();
    if (!done)
        stage_lesson("4_hazards", "race_condition", "4_hazards/race_condition",
                     page);
    done = true;
    free(page);
}

static struct pseudo *step(const char *name, const char *schedule)
{
    stage_race();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command =
            (const char *[]){stage_lab(), "step", name,
                             schedule ? "--schedule" : NULL, schedule, NULL}});

    pseudo_expect_row(p, 0, "STEP ");
    return p;
}

static struct pseudo *step_to_deadlock(void)
{
    struct pseudo *p = step("deadlock", "deadlock");

    pseudo_expect_row(p, 0, "STEP 9/9");
    return p;
}

static struct pseudo *step_to_the_lost_update(void)
{
    struct pseudo *p = step("race_condition", "lost-update");

    pseudo_expect_row(p, 0, "STEP 13/13");
    return p;
}

/* ---- Why. ---- */

static void w_walks_from_a_deadlock_to_who_took_what(void **state)
{
    struct pseudo *p = step_to_deadlock();

    (void)state;
    pseudo_type(p, "w");
    pseudo_expect(p, "Why?");
    pseudo_expect(p, "▶ T2 waits for left, held by T1.");
    pseudo_expect(p, "T1 has held left since it took it (move 5");
    pseudo_type(p, "\r"); /* That is so; no move made it so. */
    pseudo_expect_row(p, -1, "this line is of no single move");
    pseudo_type(p, "j\r");
    pseudo_expect_row(p, 0, "STEP 5/9 LOOKING BACK, T1 moved");
    pseudo_expect(p, "Why? (asked after move 9)");
    pseudo_type(p, "jj\r");
    pseudo_expect_row(p, 0, "STEP 8/9 LOOKING BACK");
    pseudo_type(p, "\033");
    pseudo_expect_gone(p, "Why?");
    pseudo_type(p, "F");
    pseudo_expect_row(p, 0, "STEP 9/9");
}

static void w_says_which_update_is_lost(void **state)
{
    struct pseudo *p = step_to_the_lost_update();

    (void)state;
    pseudo_type(p, "w");
    pseudo_expect(p, "that update is lost");
    pseudo_expect(p, "In between, T1 wrote 1 (move 12");
}

static void tab_asks_of_each_task_and_variable(void **state)
{
    struct pseudo *p = step_to_the_lost_update();

    (void)state;
    pseudo_type(p, "w\t");
    pseudo_expect(p, "Why main?");
    pseudo_type(p, "\t\t");
    pseudo_expect(p, "Why T2?");
    pseudo_type(p, "\t\t");
    pseudo_expect(p, "Why counter?");
    pseudo_type(p, "\t");
    pseudo_expect(p, "Why?");
}

static void moves_can_be_made_while_a_why_is_open(void **state)
{
    struct pseudo *p = step_to_deadlock();

    (void)state;
    pseudo_type(p, "w");
    pseudo_expect(p, "Why?");
    pseudo_type(p, "b");
    pseudo_expect_row(p, 0, "STEP 8/9 LOOKING BACK");
    pseudo_expect(p, "Why? (asked after move 9)");
    pseudo_type(p, "w"); /* Anew, from here. */
    pseudo_expect_gone(p, "(asked after move 9)");
}

static void before_anything_happened_there_is_nothing_to_ask(void **state)
{
    struct pseudo *p = step("deadlock", NULL);

    (void)state;
    pseudo_expect(p, "0 main > begin");
    pseudo_type(p, "W");
    pseudo_expect_row(p, -1, "no move has been made yet");
}

/* ---- Until. ---- */

static void u_moves_a_task_to_a_line(void **state)
{
    struct pseudo *p = step("deadlock", NULL);

    (void)state;
    pseudo_expect(p, "0 main > begin");
    pseudo_type(p, "u47");
    pseudo_expect(p, "main moves until: 47_");
    pseudo_type(p, "\r");
    pseudo_expect(p, "0 main > create a thread :47");
    pseudo_expect_row(p, 0, "STEP 2/2, main moved");
}

static void u_moves_a_task_until_a_variable_changes_or_it_waits(void **state)
{
    struct pseudo *p = step_to_the_lost_update();

    (void)state;
    pseudo_expect(p, "▶2 T2");
    pseudo_type(p, "ucounter\r");
    pseudo_expect(p, "* counter 2  was 1, T2 wrote it");
    pseudo_expect_row(p, 0, "STEP 15/15, T2 moved");
    pseudo_type(p, "b1"); /* Before T2's write T1 comes. */
    pseudo_expect_row(p, 0, "STEP 15/15, T1 moved");
}

static void u_until_it_blocks_stops_at_the_lock(void **state)
{
    struct pseudo *p = step("deadlock", NULL);

    (void)state;
    pseudo_expect(p, "0 main > begin");
    pseudo_type(p, "ublocks\r");
    pseudo_expect(p, "0 main # join T1: not ended :48");
    pseudo_expect_row(p, 0, "STEP 3/3, main moved");
}

static void a_name_that_is_none_can_be_mended(void **state)
{
    struct pseudo *p = step("deadlock", NULL);

    (void)state;
    pseudo_expect(p, "0 main > begin");
    pseudo_type(p, "uqq\r"); /* Letters, not commands. */
    pseudo_expect_row(p, -1, "qq: no line number, and no variable");
    pseudo_type(p, "\177\177"
                   "47\r");
    pseudo_expect_row(p, 0, "STEP 2/2, main moved");
    pseudo_type(p, "u\033");
    pseudo_expect_gone(p, "moves until");
}

/* ---- Schedules. ---- */

static void o_opens_a_schedule_of_the_lesson_from_its_start(void **state)
{
    struct pseudo *p = step("deadlock", NULL);

    (void)state;
    pseudo_expect(p, "0 main > begin");
    pseudo_type(p, "o");
    pseudo_expect(p, "▶ both finish");
    pseudo_type(p, "j");
    pseudo_expect(p, "▶ each holds what the other wants");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "STEP 0/9 LOOKING BACK");
    pseudo_expect_row(p, -1, "each holds what the other wants: f goes");
    pseudo_type(p, "o\r"); /* Another, from here. */
    pseudo_expect_row(p, 0, "STEP 0/21 LOOKING BACK");
    pseudo_type(p, "F");
    pseudo_expect(p, "the program ended: exit 0");
}

static void what_is_saved_is_there_the_next_time(void **state)
{
    const char *kept = stage_state("saved", "");
    const struct pseudo_options options = {
        .command = (const char *[]){stage_lab(), "step", "deadlock", NULL},
        .state = kept};

    (void)state;
    stage_race();
    struct pseudo *p = pseudo_start(&options);
    pseudo_expect(p, "0 main > begin");
    pseudo_type(p, "000");
    pseudo_expect_row(p, 0, "STEP 3/3");
    pseudo_type(p, "Wtwo are there\r");
    pseudo_expect_row(p, -1, "saved in ");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);

    const char *path = stage_file(
        "state_saved/interleave/schedules/deadlock.two-are-there.sched");
    char *text = text_of_file(path);
    assert_non_null(text);
    assert_non_null(strstr(text, "name two are there\n"));
    assert_non_null(strstr(text, "main: create, line 47\n"));
    free(text);

    p = pseudo_start(&options);
    pseudo_expect(p, "0 main > begin");
    pseudo_type(p, "oG"); /* G is for the panes. */
    pseudo_expect(p, "two are there  (yours)");
    pseudo_type(p, "jj\r");
    pseudo_expect_row(p, 0, "STEP 0/3 LOOKING BACK");
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step", "deadlock",
                                    "--schedule", "two are there", NULL},
        .state = kept});
    pseudo_expect_row(p, 0, "STEP 3/3, main moved");
}

static void a_schedule_that_no_longer_fits_says_where(void **state)
{
    static const char text[] = "interleave schedule 1\nprogram deadlock\n"
                               "name old\nmain: begin\nmain: lock left, "
                               "line 99\n";
    const char *kept = stage_state("old", "");

    (void)state;
    stage_race();
    stage_write("state_old/interleave/schedules/deadlock.old.sched", text,
                sizeof text - 1);
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step", "deadlock", NULL},
        .state = kept});
    pseudo_expect(p, "0 main > begin");
    pseudo_type(p, "ojj\r");
    pseudo_expect(p, "line 5 of the schedule no longer fits: main stands");
    pseudo_expect_row(p, 0, "STEP 1/1, main moved");
}

static void a_page_links_to_schedules_and_a_digit_opens_one(void **state)
{
    stage_race();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "race_condition", NULL},
        .rows = 50});

    (void)state;
    pseudo_expect(p, "one update lost [1] and both updates count [2]");
    pseudo_type(p, "7");
    pseudo_expect_row(p, -1, "there is no schedule 7 on this page");
    pseudo_type(p, "1");
    pseudo_expect_row(p, 0, "STEP 0/13 LOOKING BACK");
    pseudo_type(p, "F");
    pseudo_expect(p, "* counter 1  was 1, T2 wrote it");
    pseudo_type(p, "\033");
    pseudo_expect(p, "one update lost [1]");
    pseudo_expect_left(p, 1);
}

/* The program is led to the place of the other move all at once. */
static void the_start_of_another_way_knows_main_alone(void **state)
{
    struct pseudo *p = step_to_deadlock();

    (void)state;
    pseudo_type(p, "bbb"); /* T1 holds left, and T2 has not begun. */
    pseudo_expect_row(p, 0, "STEP 6/9 LOOKING BACK");
    pseudo_type(p, "1");
    pseudo_expect_row(p, 0, "STEP 7/7");
    pseudo_type(p, "B");
    pseudo_expect_row(p, 0, "STEP 0/7");
    pseudo_expect(p, "tasks: 1 can move");
    pseudo_expect_gone(p, "T1");
}

/* ---- Making it fail. ---- */

static void an_exercise_counts_the_moves_until_it_is_reached(void **state)
{
    struct pseudo *p = step("deadlock", NULL);

    (void)state;
    pseudo_expect_row(p, 1, "break it: deadlock, 0 moves, shortest known 9");
    pseudo_type(p, "00011122");
    pseudo_expect_row(p, 1, "break it: deadlock, 8 moves, shortest known 9");
    pseudo_type(p, "2");
    pseudo_expect_row(p, 1, "✓ deadlock in 9 moves: no way known is shorter");
    pseudo_type(p, "bbbb"); /* It is undone, and made another way. */
    pseudo_expect_row(p, 1, "break it: deadlock, 5 moves");
    pseudo_type(p, "11r"); /* T1 takes both. */
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_expect_row(p, 1, "break it: deadlock, ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(w_walks_from_a_deadlock_to_who_took_what),
        pseudo_test(w_says_which_update_is_lost),
        pseudo_test(tab_asks_of_each_task_and_variable),
        pseudo_test(moves_can_be_made_while_a_why_is_open),
        pseudo_test(before_anything_happened_there_is_nothing_to_ask),
        pseudo_test(u_moves_a_task_to_a_line),
        pseudo_test(u_moves_a_task_until_a_variable_changes_or_it_waits),
        pseudo_test(u_until_it_blocks_stops_at_the_lock),
        pseudo_test(a_name_that_is_none_can_be_mended),
        pseudo_test(o_opens_a_schedule_of_the_lesson_from_its_start),
        pseudo_test(what_is_saved_is_there_the_next_time),
        pseudo_test(a_schedule_that_no_longer_fits_says_where),
        pseudo_test(the_start_of_another_way_knows_main_alone),
        pseudo_test(an_exercise_counts_the_moves_until_it_is_reached),
        pseudo_test(a_page_links_to_schedules_and_a_digit_opens_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
