/* A lesson before a room: from stop to stop, with the speaker's notes on a
   second terminal. */
#include "tests/support/capture.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char page[] =
    "title: Class\n"
    "order: 1\n"
    "goal: both threads finish\n"
    "panes: source tasks objects waits\n"
    "question: What will happen?\n"
    "outcome: It deadlocks. | verdict deadlock\n"
    "outcome: Both finish. | prints \"both finished\"\n"
    "stop: say Two threads and two locks. | Draw a door.\n"
    "stop: ask | Count the hands.\n"
    "stop: apply deadlock | Now slowly.\n"
    "stop: run to @left_wants_right | Who is next?\n"
    "stop: show waits | Only the circle.\n"
    "stop: run to end | There it is.\n"
    "stop: reveal | Who was right?\n"
    "\n"
    "# Class\n";

static struct pseudo *present(const char *state)
{
    static bool done;

    stage_usual();
    if (!done)
        stage_lesson("4_hazards", "class", "4_hazards/deadlock", page);
    done = true;
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "present", "class", NULL},
        .state = state});
    pseudo_expect_row(p, 0, "1/7");
    return p;
}

static void what_was_stepped_before_is_left_for_it(void **state)
{
    pseudo_free(present(NULL)); /* The lesson is there. */
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step", "class", NULL}});

    (void)state;
    pseudo_expect(p, "Nobody has moved yet");
    pseudo_type(p, "p");
    pseudo_expect_row(p, -1, "Esc back");
    pseudo_type(p, "P");
    pseudo_expect_row(p, 0, "1/7");
    pseudo_type(p, "\033");
    pseudo_expect_gone(p, "1/7");
    pseudo_type(p, "\033");
    assert_int_equal(pseudo_status(p), 0);
}

static void what_is_shown_before_all_runs_is_the_program(void **state)
{
    stage_usual();
    stage_lesson("4_hazards", "shown", "4_hazards/deadlock",
                 "title: Shown\nquestion: What?\noutcome: That. | otherwise\n"
                 "stop: show source\nstop: apply deadlock\n"
                 "stop: run to end\n\n# Shown\n");
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "present", "shown", NULL}});

    (void)state;
    pseudo_expect_row(p, 0, "1/3");
    pseudo_expect(p, "/* @left_wants_right */");
    pseudo_type(p, "\r");
    pseudo_expect(p, "each holds what the other wants");
    pseudo_type(p, "\r\r");
    pseudo_expect(p, "Deadlock: ");
    pseudo_type(p, "g"); /* Back, it is as if nothing had run. */
    pseudo_expect_row(p, 0, "1/3");
    pseudo_expect(p, "/* @left_wants_right */");
    pseudo_expect_gone(p, "▶");
}

static void a_lesson_goes_from_stop_to_stop(void **state)
{
    struct pseudo *p = present(NULL);

    (void)state;
    pseudo_expect(p, "Two threads and two locks.");
    pseudo_type(p, "\r");
    pseudo_expect(p, "What will happen?");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, 0, "3/7");
    pseudo_expect(p, "each holds what the other wants");
    pseudo_type(p, "\r\r"); /* On, and at once to the place. */
    pseudo_expect(p, "is about to lock right");
    pseudo_expect(p, "left   held by T1");
    pseudo_type(p, "\r");
    pseudo_expect_gone(p, "held by T1");
    pseudo_type(p, "\r\r");
    pseudo_expect_row(p, 0, "6/7");
    pseudo_expect(p, "DEADLOCK");
    pseudo_type(p, "\r");
    pseudo_expect(p, "✓ 1  It deadlocks.");
    pseudo_type(p, "\r");
    pseudo_expect_row(p, -1, "this is the last stop");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
}

static void going_back_shows_what_was_there(void **state)
{
    struct pseudo *p = present(NULL);

    (void)state;
    pseudo_type(p, "\r\r\r");
    pseudo_expect_row(p, 0, "4/7");
    pseudo_type(p, "\r\r\r\r");
    pseudo_expect(p, "DEADLOCK");
    pseudo_type(p, "bb");
    pseudo_expect(p, "left   held by T1");
    pseudo_expect(p, "right  free");
    pseudo_type(p, "B");
    pseudo_expect(p, "Two threads and two locks.");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
}

static void hands_are_counted_and_stand_beside_what_happened(void **state)
{
    struct pseudo *p = present(NULL);

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(p, "digits count the hands");
    pseudo_type(p, "12");
    pseudo_expect(p, "█ 12");
    pseudo_type(p, "j7");
    pseudo_expect(p, "█ 7");
    pseudo_type(p, "9\x7f");
    pseudo_expect(p, "█ 7");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
}

static void the_speaker_reads_notes_on_a_second_terminal(void **state)
{
    const char *kept = stage_state("speaker", "");
    struct pseudo *notes = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "notes", NULL},
        .state = kept});

    (void)state;
    pseudo_expect(notes, "Nobody presents");
    struct pseudo *p = present(kept);
    pseudo_expect(notes, "Draw a door."); /* At the first stop already. */
    pseudo_type(p, "\r");
    pseudo_expect(notes, "Count the hands.");
    pseudo_type(p, "4");
    pseudo_expect(notes, "4  It deadlocks.");
    pseudo_expect(notes, "run to @left_wants_right (line 23)");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect(notes, "Nobody presents");
    pseudo_type(notes, "q");
    assert_int_equal(pseudo_status(notes), 0);
}

static void one_who_was_killed_presents_no_more(void **state)
{
    const char *kept = stage_state("killed", "");
    struct pseudo *p = present(kept);
    struct pseudo *notes = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "notes", NULL},
        .state = kept});

    (void)state;
    pseudo_type(p, "\r");
    pseudo_expect(notes, "Count the hands.");
    pseudo_signal(p, SIGKILL);
    pseudo_status(p);
    pseudo_expect(notes, "Nobody presents");
    pseudo_type(notes, "q");
    assert_int_equal(pseudo_status(notes), 0);
}

static void without_a_screen_the_way_is_told(void **state)
{
    (void)state;
    pseudo_free(present(NULL));
    struct capture said = capture_run(
        (const char *[]){stage_lab(), "present", "class", "--plain", NULL},
        NULL);

    assert_int_equal(said.status, 0);
    assert_non_null(strstr(said.output, "1. say Two threads and two locks.\n"
                                        "   Draw a door.\n"));
    assert_non_null(strstr(said.output, "4. run to @left_wants_right "
                                        "(line 23)\n"));
    capture_fini(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(what_was_stepped_before_is_left_for_it),
        pseudo_test(what_is_shown_before_all_runs_is_the_program),
        pseudo_test(a_lesson_goes_from_stop_to_stop),
        pseudo_test(going_back_shows_what_was_there),
        pseudo_test(hands_are_counted_and_stand_beside_what_happened),
        pseudo_test(the_speaker_reads_notes_on_a_second_terminal),
        pseudo_test(one_who_was_killed_presents_no_more),
        pseudo_test(without_a_screen_the_way_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
