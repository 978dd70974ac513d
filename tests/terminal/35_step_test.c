/* The student decides who moves next: forwards, back, and elsewhere. */
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

static void stage_one(const char *chapter, const char *name,
                      const char *program)
{
    char *path = must_print("lessons/%s.md", program);
    char *page = text_of_file(path);

    MUST(page);
    stage_lesson(chapter, name, program, page);
    free(page);
    free(path);
}

static void stage_lessons(void)
{
    static bool done;

    stage_usual();
    if (done)
        return;
    stage_one("4_hazards", "race", "4_hazards/race_condition");
    stage_one("6_exchange", "handed_over", "6_exchange/queue");
    done = true;
}

static struct pseudo *step(const char *name)
{
    stage_lessons();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step", name, NULL}});

    pseudo_expect_row(p, 0, "STEP 0/0");
    return p;
}

/* Both threads at the line that adds, nobody has added. */
static struct pseudo *step_to_the_race(void)
{
    struct pseudo *p = step("race");

    pseudo_type(p, "000"); /* main begins, and makes two threads. */
    pseudo_expect_row(p, 0, "STEP 3/3, main moved");
    pseudo_type(p, "1122");
    pseudo_expect_row(p, 0, "STEP 7/7, T2 moved");
    pseudo_type(p, "12"); /* Both see that both are ready. */
    pseudo_expect_row(p, 0, "STEP 9/9, T2 moved");
    return p;
}

static struct pseudo *step_to_deadlock(void)
{
    struct pseudo *p = step("deadlock");

    pseudo_type(p, "000");  /* main begins, and makes two threads. */
    pseudo_type(p, "1122"); /* Each begins and takes its first lock. */
    pseudo_type(p, "12");   /* Each works for a moment. */
    pseudo_expect_row(p, 0, "STEP 9/9, clock 1 ms, T2 moved");
    return p;
}

/* ---- Moving. ---- */

static void a_lost_update_is_made_by_hand(void **state)
{
    struct pseudo *p = step_to_the_race();

    (void)state;
    pseudo_expect(p, "1 T1   > read counter (0) :21");
    pseudo_expect(p, "2 T2   > read counter (0) :21");
    pseudo_type(p, "12");
    pseudo_expect(p, "T2 read counter (0)");
    pseudo_expect(p, "1 T1   > write counter (now 0) :21");
    pseudo_type(p, "1");
    pseudo_expect(p, "* counter 1  was 0, T1 wrote it");
    pseudo_type(p, "2");
    pseudo_expect(p, "* counter 1  was 1, T2 wrote it");
    pseudo_expect_row(p, 0, "STEP 13/13, T2 moved");
    pseudo_type(p, "1"); /* What it reads now, it does not change. */
    pseudo_expect_gone(p, "* counter");
    pseudo_expect(p, "counter 1  was 1, T2 wrote it");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
}

static void what_a_task_would_do_is_known_before_it_moves(void **state)
{
    struct pseudo *p = step("deadlock");

    (void)state;
    pseudo_expect(p, "0 main > begin");
    pseudo_type(p, "0");
    pseudo_expect(p, "0 main > create a thread :46");
    pseudo_type(p, "00");
    pseudo_expect(p, "0 main # join T1: not ended :48");
    pseudo_expect(p, "1 T1   > begin");
    pseudo_type(p, "1");
    pseudo_expect(p, "1 T1   > lock left :21");
    pseudo_type(p, "1");
    pseudo_expect(p, "1 T1   ~ sleep: 1 ms :16");
    pseudo_expect(p, "goal: both threads finish");
}

static void a_task_that_cannot_move_says_why(void **state)
{
    struct pseudo *p = step("deadlock");

    (void)state;
    pseudo_type(p, "0000");
    pseudo_expect_row(p, -1, "main cannot move: join T1: not ended");
    pseudo_expect_row(p, 0, "STEP 3/3");
    pseudo_type(p, "7");
    pseudo_expect_row(p, -1, "no task 7 is there now");
}

static void n_moves_the_tasks_in_turn(void **state)
{
    struct pseudo *p = step("deadlock");

    (void)state;
    pseudo_type(p, "nnn");
    pseudo_expect_row(p, 0, "STEP 3/3, T1 moved");
    pseudo_type(p, "n");
    pseudo_expect_row(p, 0, "STEP 4/4, main moved");
    pseudo_type(p, "n");
    pseudo_expect_row(p, 0, "STEP 5/5, T1 moved");
}

static void enter_moves_the_task_that_is_selected(void **state)
{
    struct pseudo *p = step("deadlock");

    (void)state;
    pseudo_type(p, "000");
    pseudo_expect(p, "▶0 main");
    pseudo_press(p, VTERM_KEY_DOWN);
    pseudo_expect(p, "▶1 T1");
    pseudo_type(p, "j");
    pseudo_expect(p, "▶2 T2");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "STEP 4/4, T2 moved");
    pseudo_type(p, "k\r");
    pseudo_expect_row(p, 0, "STEP 5/5, T1 moved");
}

/* ---- A deadlock, made and undone. ---- */

static void a_deadlock_is_named_with_its_cycle(void **state)
{
    struct pseudo *p = step_to_deadlock();

    (void)state;
    pseudo_expect(p, "1 T1   # lock right: held by T2");
    pseudo_expect(p, "2 T2   # lock left: held by T1");
    pseudo_expect(p, "Deadlock: T2 waits for left, held by T1; "
                     "T1 waits for right, held by T2.");
    pseudo_expect(p, "Nobody can move: b takes moves back");
    pseudo_type(p, "n");
    pseudo_expect_row(p, -1, "no task can move");
}

static void a_deadlock_is_undone_by_going_back_and_another_way(void **state)
{
    struct pseudo *p = step_to_deadlock();

    (void)state;
    pseudo_type(p, "bbbb"); /* T2 has not taken right yet. */
    pseudo_expect_row(p, 0, "STEP 5/9 LOOKING BACK");
    pseudo_expect_gone(p, "Deadlock:");
    pseudo_expect(p, "This is the past; then T2 moved (f)");
    pseudo_type(p, "1"); /* It wakes up, and can have both. */
    pseudo_expect_row(p, 0, "STEP 6/6, clock 1 ms, T1 moved");
    pseudo_type(p, "r");
    pseudo_expect(p, "both finished");
    pseudo_expect(p, "the program ended: exit 0");
    pseudo_expect_row(p, 0, "ENDED");
}

/* ---- Back and forward. ---- */

static void going_back_changes_nothing_and_forward_is_as_it_was(void **state)
{
    struct pseudo *p = step_to_deadlock();
    char *before;

    (void)state;
    pseudo_settle(p);
    before = must_copy(pseudo_screen(p));
    pseudo_type(p, "bb");
    pseudo_expect_row(p, 0, "STEP 7/9 LOOKING BACK, T2 moved");
    pseudo_type(p, "f");
    pseudo_expect_row(p, 0, "STEP 8/9 LOOKING BACK, clock 1 ms, T1 moved");
    pseudo_type(p, "B");
    pseudo_expect_row(p, 0, "STEP 0/9 LOOKING BACK");
    pseudo_type(p, "b");
    pseudo_expect_row(p, -1, "this is the start");
    pseudo_type(p, "F");
    pseudo_expect_row(p, 0, "STEP 9/9, clock 1 ms, T2 moved");
    pseudo_settle(p);
    assert_string_equal(pseudo_screen(p), before);
    free(before);
}

/* What was made stays, as long as the same moves are made. */
static void the_same_move_from_the_past_begins_nothing_new(void **state)
{
    struct pseudo *p = step_to_deadlock();

    (void)state;
    pseudo_type(p, "bbb2"); /* As it was. */
    pseudo_expect_row(p, 0, "STEP 7/9 LOOKING BACK, T2 moved");
    pseudo_type(p, "2"); /* Not as it was: it was T1. */
    pseudo_expect_row(p, 0, "STEP 8/8, clock 1 ms, T2 moved");
}

static void an_end_can_be_gone_back_from(void **state)
{
    struct pseudo *p = step("deadlock");

    (void)state;
    pseudo_type(p, "000111111");
    pseudo_expect_row(p, 0, "STEP 9/9, clock 1 ms, T1 moved");
    pseudo_type(p, "r");
    pseudo_expect(p, "the program ended: exit 0");
    pseudo_type(p, "0");
    pseudo_expect_row(p, -1, "the program has ended: b looks back");
    for (int i = 0; i < 3; i++)
        pseudo_type(p, "b");
    pseudo_expect_row(p, 0, "LOOKING BACK");
    pseudo_type(p, "B0002222");
    pseudo_expect_row(p, 0, "STEP 7/7, clock 1 ms, T2 moved");
}

/* ---- By itself. ---- */

static void space_plays_and_stops(void **state)
{
    struct pseudo *p = step("race");

    (void)state;
    pseudo_type(p, " +++");
    pseudo_expect_row(p, -1, "a move every 50 ms");
    pseudo_expect_row(p, 0, "PLAYING");
    pseudo_expect_gone(p, "STEP 0/0"); /* Which moves are seen is chance. */
    pseudo_type(p, " ");
    pseudo_expect_gone(p, "PLAYING");
    char *stopped = must_copy(pseudo_row(p, 0));
    pseudo_watch(p, 400);
    assert_string_equal(pseudo_row(p, 0), stopped);
    free(stopped);
}

static void what_was_made_is_played_again_and_not_beyond(void **state)
{
    struct pseudo *p = step_to_deadlock();

    (void)state;
    pseudo_type(p, "bbbb +++");
    pseudo_expect_row(p, 0, "STEP 9/9, clock 1 ms, T2 moved");
    pseudo_expect(p, "Deadlock:");
}

static void a_run_to_the_end_can_be_stopped(void **state)
{
    struct pseudo *p = step("race"); /* Of 400,000 moves. */

    (void)state;
    pseudo_type(p, "r");
    pseudo_expect_row(p, 0, "RUNNING");
    pseudo_watch(p, 300);
    pseudo_type(p, "r");
    pseudo_expect_gone(p, "RUNNING");
    pseudo_type(p, "b");
    pseudo_expect_row(p, 0, "LOOKING BACK");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
}

/* ---- Schedules. ---- */

static const char schedule[] = "interleave schedule 1\n"
                               "program deadlock\n"
                               "main: begin\n"
                               "main: create, line 46\n"
                               "main: create, line 47\n"
                               "T2: begin\n"
                               "T2: lock right, line 32\n";

static struct pseudo *step_along(const char *text)
{
    stage_usual();
    return pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){
            stage_lab(), "step", "deadlock", "--schedule",
            stage_write("way.sched", text, (unsigned)strlen(text)), NULL}});
}

static void
a_schedule_is_followed_and_then_it_is_the_students_turn(void **state)
{
    struct pseudo *p = step_along(schedule);

    (void)state;
    pseudo_expect_row(p, 0, "STEP 5/5, T2 moved");
    pseudo_expect(p, "right  held by T2");
    pseudo_type(p, "1");
    pseudo_expect_row(p, 0, "STEP 6/6, T1 moved");
    pseudo_type(p, "B");
    pseudo_expect_row(p, 0, "STEP 0/6 LOOKING BACK");
}

static void a_schedule_that_no_longer_fits_says_where(void **state)
{
    char *text = must_print("%sT2: lock left, line 99\n", schedule);
    struct pseudo *p = step_along(text);

    (void)state;
    pseudo_expect_row(p, 0, "STEP 5/5, T2 moved");
    pseudo_expect(p, "line 8 of the schedule no longer fits");
    pseudo_type(p, "1"); /* One goes on from there. */
    pseudo_expect_gone(p, "no longer fits");
    pseudo_expect_row(p, 0, "STEP 6/6, T1 moved");
    free(text);
}

/* ---- Programs that do not come to an operation. ---- */

static void a_program_that_spins_is_spoken_of_and_freezes_nothing(void **state)
{
    struct pseudo *p = step(stage_program("term_spins"));

    (void)state;
    pseudo_type(p, "0");
    pseudo_expect(p, "main computes for 1 s: b looks back, x ends it");
    pseudo_expect(p, "> moves: no operation yet");
    pseudo_type(p, "0");
    pseudo_expect_row(p, -1, "a task is still moving");
    pseudo_type(p, "?");
    pseudo_expect(p, "the next task in turn moves");
    pseudo_type(p, "?b");
    pseudo_expect_row(p, 0, "STEP 0/1 LOOKING BACK");
    pseudo_type(p, "Fx");
    pseudo_expect_row(p, 0, "STEP 1/1 ENDED");
    pseudo_expect(p, "ended by you after 1 move");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
}

static void leaving_a_program_that_spins_ends_it(void **state)
{
    struct pseudo *p = step(stage_program("term_spins"));

    (void)state;
    pseudo_type(p, "0");
    pseudo_expect(p, "main computes for 1 s");
    pseudo_type(p, "\033");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect_left(p, 0);
}

/* ---- From the rest of the lab. ---- */

static void s_on_a_page_asks_for_the_prediction_and_steps(void **state)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "deadlock", NULL}});

    (void)state;
    pseudo_type(p, "s");
    pseudo_expect(p, "What will this program do?");
    pseudo_expect_row(p, -1, "lock it in and step");
    pseudo_type(p, "2\r");
    pseudo_expect_row(p, 0, "STEP 0/0");
    pseudo_type(p, "000112212");
    pseudo_expect(p, "DEADLOCK");
    pseudo_expect(p, "~ it can be, as you said: Both threads finish.");
    pseudo_type(p, "\033");
    pseudo_expect_row(p, -1, "s step"); /* The page again. */
    pseudo_expect_left(p, 1);
}

static void s_in_a_run_steps_the_lesson_instead(void **state)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "quick", NULL}});

    (void)state;
    pseudo_expect(p, "DEADLOCK");
    pseudo_type(p, "s");
    pseudo_expect_row(p, 0, "STEP 0/0");
    pseudo_type(p, "n");
    pseudo_expect_row(p, 0, "STEP 1/1, main moved");
    pseudo_type(p, "\033");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect_left(p, 0);
}

static void the_page_may_start_a_run_from_a_step(void **state)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step", "quick", NULL},
        .state = stage_state("page",
                             "hazards/quick predicted 1 happened 0 runs 0\n")});

    (void)state;
    pseudo_expect_row(p, 0, "STEP 0/0");
    pseudo_type(p, "p");
    pseudo_expect_row(p, -1, "run it");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "LIVE");
    pseudo_expect(p, "DEADLOCK");
    pseudo_type(p, "\033"); /* There is no step to go back to. */
    assert_int_equal(pseudo_status(p), 0);
}

static void a_call_of_the_library_is_one_move(void **state)
{
    struct pseudo *p = step("handed_over");

    (void)state;
    pseudo_type(p, "0"); /* main begins, makes the queue, and a thread. */
    pseudo_expect_row(p, 0, "STEP 5/5, main moved");
    pseudo_expect(p, "i inside");
    pseudo_type(p, "0");
    pseudo_expect_row(p, 0, "STEP 8/8, main moved");
    pseudo_type(p, "b");
    pseudo_expect_row(p, 0, "STEP 5/8 LOOKING BACK");
    pseudo_type(p, "fi");
    pseudo_expect(p, "each move inside the library is one");
    pseudo_type(p, "0");
    pseudo_expect_row(p, 0, "STEP 9/9, main moved");
}

static void a_small_screen_shows_one_pane_and_moves_all_the_same(void **state)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command =
            (const char *[]){stage_lab(), "step", "deadlock", "--ascii", NULL},
        .rows = 12,
        .columns = 44});

    (void)state;
    pseudo_expect(p, ">0 main > begin");
    pseudo_type(p, "000");
    pseudo_expect(p, "0 main # join T1: not ended :48");
    assert_true(pseudo_is_ascii(p));
    pseudo_type(p, "\t");
    pseudo_expect_gone(p, "0 main #");
    pseudo_resize(p, 24, 80);
    pseudo_expect(p, "0 main # join T1: not ended :48");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(a_lost_update_is_made_by_hand),
        pseudo_test(what_a_task_would_do_is_known_before_it_moves),
        pseudo_test(a_task_that_cannot_move_says_why),
        pseudo_test(n_moves_the_tasks_in_turn),
        pseudo_test(enter_moves_the_task_that_is_selected),
        pseudo_test(a_deadlock_is_named_with_its_cycle),
        pseudo_test(a_deadlock_is_undone_by_going_back_and_another_way),
        pseudo_test(going_back_changes_nothing_and_forward_is_as_it_was),
        pseudo_test(the_same_move_from_the_past_begins_nothing_new),
        pseudo_test(an_end_can_be_gone_back_from),
        pseudo_test(space_plays_and_stops),
        pseudo_test(what_was_made_is_played_again_and_not_beyond),
        pseudo_test(a_run_to_the_end_can_be_stopped),
        pseudo_test(a_schedule_is_followed_and_then_it_is_the_students_turn),
        pseudo_test(a_schedule_that_no_longer_fits_says_where),
        pseudo_test(a_program_that_spins_is_spoken_of_and_freezes_nothing),
        pseudo_test(leaving_a_program_that_spins_ends_it),
        pseudo_test(s_on_a_page_asks_for_the_prediction_and_steps),
        pseudo_test(s_in_a_run_steps_the_lesson_instead),
        pseudo_test(the_page_may_start_a_run_from_a_step),
        pseudo_test(a_call_of_the_library_is_one_move),
        pseudo_test(a_small_screen_shows_one_pane_and_moves_all_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
