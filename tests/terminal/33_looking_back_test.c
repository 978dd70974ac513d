/* Looking back in a live run, and at a recorded one. */
#include "tests/support/capture.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char predicted[] = "hazards/quick predicted 1 happened 0 runs 0\n";

static struct pseudo *run_to_deadlock(void)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "quick", NULL},
        .state = stage_state("back", predicted)});

    pseudo_expect(p, "✓ as you said");
    return p;
}

/* A recording of a deadlock, made once. */
static const char *recording(void)
{
    const char *path = stage_file("deadlock.ilv");
    static bool made;

    stage_usual();
    if (!made) {
        struct capture said =
            capture_run((const char *[]){stage_lab(), "run", "quick", "--plain",
                                         "--record", path, NULL},
                        NULL);

        made = said.status == 1;
        capture_fini(&said);
    }
    assert_true(made);
    return path;
}

static struct pseudo *replay(void)
{
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "replay", recording(), NULL}});

    pseudo_expect_row(p, 0, "LOOKING BACK 1/");
    return p;
}

/* "LOOKING BACK 4/18": which and of how many. */
static void read_place(struct pseudo *p, int *at, int *of)
{
    const char *place;

    pseudo_expect_row(p, 0, "LOOKING BACK ");
    place = strstr(pseudo_row(p, 0), "LOOKING BACK ");
    assert_int_equal(sscanf(place, "LOOKING BACK %d/%d", at, of), 2);
}

static void expect_place(struct pseudo *p, int at, int of)
{
    char place[48];

    snprintf(place, sizeof place, "LOOKING BACK %d/%d", at, of);
    pseudo_expect_row(p, 0, place);
}

static void b_looks_at_the_operation_before_and_pauses(void **state)
{
    struct pseudo *p = run_to_deadlock();
    int at;
    int of;

    (void)state;
    pseudo_type(p, "b");
    read_place(p, &at, &of);
    assert_int_equal(at, of - 1);
    pseudo_expect_row(p, 0, "program paused");
    pseudo_expect_gone(p, "DEADLOCK"); /* Not yet, here. */
    pseudo_type(p, "b");
    expect_place(p, at - 1, of);
    pseudo_press(p, VTERM_KEY_LEFT);
    expect_place(p, at - 2, of);
    pseudo_press(p, VTERM_KEY_RIGHT);
    expect_place(p, at - 1, of);
    pseudo_type(p, "n");
    expect_place(p, at, of);
}

static void n_at_the_end_follows_again(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    pseudo_type(p, "bb");
    pseudo_expect_row(p, 0, "LOOKING BACK");
    pseudo_type(p, "nn");
    pseudo_expect_row(p, 0, "PAUSED");
    pseudo_expect(p, "DEADLOCK");
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "LIVE");
}

static void f_follows_again_from_anywhere(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    pseudo_type(p, "bbbbbb");
    pseudo_expect_row(p, 0, "LOOKING BACK");
    pseudo_type(p, "f");
    pseudo_expect_gone(p, "LOOKING BACK");
    pseudo_expect(p, "DEADLOCK");
}

static void capital_b_looks_at_the_first(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    pseudo_type(p, "B");
    pseudo_expect_row(p, 0, "LOOKING BACK 1/");
    pseudo_expect(p, "main begins");
    pseudo_type(p, "b");
    pseudo_expect_row(p, 0, "LOOKING BACK 0/");
    pseudo_type(p, "bbn"); /* There is nothing before that. */
    pseudo_expect_row(p, 0, "LOOKING BACK 1/");
}

static void every_step_back_is_undone_by_a_step_on(void **state)
{
    struct pseudo *p = replay();
    char *screens[4];
    int at;
    int of;

    (void)state;
    read_place(p, &at, &of);
    for (int i = 0; i < 4; i++) {
        expect_place(p, i + 1, of);
        pseudo_settle(p);
        screens[i] = strdup(pseudo_screen(p));
        pseudo_type(p, "n");
    }
    expect_place(p, 5, of);
    for (int i = 4; i-- > 0;) {
        pseudo_type(p, "b");
        expect_place(p, i + 1, of);
        pseudo_expect_screen(p, screens[i]);
        free(screens[i]);
    }
}

static void
looking_back_at_a_run_that_is_over_is_as_in_a_recording(void **state)
{
    struct pseudo *p = run_to_deadlock();

    (void)state;
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_type(p, "b");
    pseudo_expect_row(p, 0, "LOOKING BACK");
    assert_null(strstr(pseudo_row(p, 0), "paused")); /* Nothing runs. */
    pseudo_type(p, "f");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_type(p, " "); /* Replay. */
    pseudo_expect_row(p, 0, "LOOKING BACK 1/");
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PLAYING");
    pseudo_expect_row(p, 0, "ENDED");
}

static void a_recording_opens_at_its_start(void **state)
{
    struct pseudo *p = replay();

    (void)state;
    pseudo_expect(p, "main begins");
    pseudo_expect_row(p, -1, "Space play");
    assert_null(strstr(pseudo_row(p, -1), "run again"));
    assert_null(strstr(pseudo_row(p, -1), "x end"));
    pseudo_expect_left(p, 1); /* It runs nothing. */
}

static void a_recording_is_played_to_its_end(void **state)
{
    struct pseudo *p = replay();

    (void)state;
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PLAYING");
    pseudo_expect_row(p, 0, "ENDED");
}

static void playing_stops_and_goes_on(void **state)
{
    struct pseudo *p = replay();
    int at;
    int now;
    int of;

    (void)state;
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PLAYING");
    pseudo_expect_row(p, -1, "Space stop");
    pseudo_type(p, " ");
    read_place(p, &at, &of);
    pseudo_watch(p, 150);
    read_place(p, &now, &of);
    assert_int_equal(now, at);
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "ENDED");
}

static void a_recording_shows_the_deadlock_it_holds(void **state)
{
    struct pseudo *p = replay();
    int at;
    int of;

    (void)state;
    read_place(p, &at, &of);
    while (at < of) {
        pseudo_type(p, "n");
        expect_place(p, ++at, of);
    }
    pseudo_expect(p, "DEADLOCK");
    pseudo_expect(p, "Deadlock: T");
    pseudo_expect(p, "23 ▶T1");
    pseudo_type(p, "n"); /* And only then to the end. */
    pseudo_expect_row(p, 0, "ENDED");
}

/* It knows of which lesson it is, and that lesson is installed here. */
static void a_recording_of_a_lesson_shows_its_goal_and_panes(void **state)
{
    struct pseudo *p = replay();

    (void)state;
    pseudo_expect_row(p, 0, "hazards › Quick deadlock");
    pseudo_expect_row(p, 1, "goal: both threads finish");
}

static void a_recording_carries_its_source(void **state)
{
    struct pseudo *p = replay();

    (void)state;
    pseudo_type(p, "nzg");
    pseudo_expect(p, "deadlock.c - can two threads wait for each other");
}

/* What was seen before the lab was killed is there, and that it is not all. */
static void a_recording_is_looked_at_though_its_lab_was_killed(void **state)
{
    const char *path = stage_file("killed.ilv");
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "--record", path,
                                    stage_program("term_ticks"), NULL}});

    (void)state;
    pseudo_expect(p, "tick 20");
    pseudo_signal(p, SIGKILL);
    assert_int_equal(pseudo_status(p), -SIGKILL);
    pseudo_expect_left(p, 0);
    pseudo_free(p);

    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "replay", path, NULL}});
    pseudo_expect_row(p, 0, "LOOKING BACK 1/");
    pseudo_type(p, "f");
    pseudo_expect_row(p, 0, "CUT OFF");
    pseudo_expect(p, "the recording was cut off here");
    pseudo_expect(p, "tick 20");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
}

/* A signal waits for it: there is no operation in its move. */
static void a_move_in_which_a_process_only_ends_is_told(void **state)
{
    (void)state;
    stage_usual();
    stage_real("6_exchange", "pipe");
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "step", "pipe", "--schedule",
                                    "all", NULL}});

    pseudo_expect_row(p, 0, "STEP 50/50 ENDED");
    pseudo_type(p, "bbb");
    pseudo_expect_row(p, 0, "STEP 47/50 LOOKING BACK");
    pseudo_expect(p, "process P2 ended: killed by SIGPIPE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(b_looks_at_the_operation_before_and_pauses),
        pseudo_test(n_at_the_end_follows_again),
        pseudo_test(f_follows_again_from_anywhere),
        pseudo_test(capital_b_looks_at_the_first),
        pseudo_test(every_step_back_is_undone_by_a_step_on),
        pseudo_test(looking_back_at_a_run_that_is_over_is_as_in_a_recording),
        pseudo_test(a_recording_opens_at_its_start),
        pseudo_test(a_recording_is_played_to_its_end),
        pseudo_test(playing_stops_and_goes_on),
        pseudo_test(a_recording_shows_the_deadlock_it_holds),
        pseudo_test(a_recording_of_a_lesson_shows_its_goal_and_panes),
        pseudo_test(a_recording_carries_its_source),
        pseudo_test(a_recording_is_looked_at_though_its_lab_was_killed),
        pseudo_test(a_move_in_which_a_process_only_ends_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
