/* 58_session_test.c - looking at a recorded run, forwards and backwards. */
#include "tui/session.h"

#include "model/describe.h"
#include "tests/support/process.h"
#include "tests/support/scene.h"
#include "trace/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *folder;
static char path[256];
static struct session *session;
static char why[256];

/* Operations: begin of main, T1 and T2, then four; and two lines printed. */
static void record(void)
{
    char program[] = "program two";
    char lesson[] = "";
    struct recording_about about = {
        .program = program, .lesson = lesson, .status = -1};
    struct recorder *recorder = recorder_new(path, &about);

    assert_non_null(recorder);
    story_did(s, t1, OP_LOCK, left);
    story_event(s,
                (struct event){.type = EVENT_OUTPUT, .output = {4, "one\n"}});
    story_wants(s, t2, OP_LOCK, left);
    story_did(s, t1, OP_UNLOCK, left);
    story_event(s,
                (struct event){.type = EVENT_OUTPUT, .output = {4, "two\n"}});
    story_did(s, t2, OP_LOCK, left);
    assert_true(recorder_write(recorder, s->trace));
    about.status = 3 << 8;
    about.operations = 6;
    about.output = 9;
    assert_true(recorder_finish(recorder, &about));
}

static int begin(void **state)
{
    scene_of_two(state);
    folder = process_make_folder();
    snprintf(path, sizeof path, "%s/run.ilv", folder);
    record();
    session = session_replay(path, why, sizeof why);
    return session ? 0 : 1;
}

static int end(void **state)
{
    session_free(session);
    process_remove_folder(folder);
    free(folder);
    return scene_end(state);
}

static const char *state_of(uint32_t task)
{
    static char text[SENTENCE];

    return describe_state(session_model(session), task, text, sizeof text);
}

enum { OPERATIONS = 7 };

static void begins_at_the_first_operation(void **state)
{
    (void)state;
    assert_int_equal(session_position(session), 1);
    assert_int_equal(session_length(session), OPERATIONS);
    assert_string_equal(state_of(STORY_MAIN), "running");
    assert_string_equal(session_program(session), "program two");
}

static void steps_on_to_the_end_and_no_further(void **state)
{
    (void)state;
    for (size_t i = 2; i <= OPERATIONS; i++) {
        session_forward(session);
        assert_int_equal(session_position(session), i);
    }
    assert_true(task_hold(model_task(session_model(session), t2), left));
    session_forward(session);
    assert_int_equal(session_position(session), OPERATIONS);
}

static void steps_back_through_the_same_states(void **state)
{
    (void)state;
    session_follow(session);
    assert_string_equal(state_of(t2), "running");
    session_back(session);
    assert_int_equal(session_position(session), OPERATIONS - 1);
    assert_string_equal(state_of(t2), "waits for left");
    session_back(session);
    assert_string_equal(state_of(t2), "waits for left, held by T1");
    session_back(session);
    assert_string_equal(state_of(t2), "running");
    for (int i = 0; i < OPERATIONS * 2; i++)
        session_back(session);
    assert_int_equal(session_position(session), 0);
}

static void goes_to_the_start_and_to_the_end(void **state)
{
    (void)state;
    session_follow(session);
    assert_true(session_is_following(session));
    assert_int_equal(session_position(session), OPERATIONS);
    session_to_start(session);
    assert_false(session_is_following(session));
    assert_int_equal(session_position(session), 1);
    session_rewind(session);
    assert_int_equal(session_position(session), 0);
}

static void tells_each_event_once_with_the_model_after_it(void **state)
{
    const struct event *event;
    size_t told = 0;

    (void)state;
    session_rewind(session);
    while ((event = session_next(session))) {
        assert_ptr_equal(event, trace_at(session_trace(session), told));
        assert_int_equal(session_model(session)->events, ++told);
    }
    assert_int_equal(told, trace_length(session_trace(session)));
    assert_null(session_next(session));
}

static void knows_how_the_run_ended_wherever_it_is_looked_at(void **state)
{
    (void)state;
    session_to_start(session);
    struct ending ending = session_ending(session);
    assert_true(ending.over);
    assert_int_equal(ending.status, 3 << 8);
    assert_int_equal(ending.operations, 6);
    assert_int_equal(ending.verdict, VERDICT_NONE);
    assert_string_equal(ending.output, "one\ntwo\n");
    assert_int_equal(ending.output_kept, 8);
    assert_int_equal(ending.output_bytes, 9);
}

static void runs_nothing(void **state)
{
    int descriptors[2];

    (void)state;
    assert_false(session_is_live(session));
    assert_false(session_left_behind(session));
    assert_false(session_can_run_again(session));
    assert_int_equal(session_descriptors(session, descriptors), 0);
    assert_false(session_pump(session));
    session_end(session); /* Nothing is there to be ended. */
    assert_int_equal(session_position(session), 1);
}

/* The pace at which it is played. */
static void goes_up_and_down_a_ladder_of_paces(void **state)
{
    uint32_t before = session_pace_us(session);

    (void)state;
    assert_int_equal(before, 0);
    session_faster(session);
    assert_int_equal(session_pace_us(session), 0);
    for (int i = 0; i < 20; i++) {
        session_slower(session);
        assert_true(session_pace_us(session) >= before);
        before = session_pace_us(session);
    }
    assert_int_equal(before, 1000000);
    for (int i = 0; i < 20; i++)
        session_faster(session);
    assert_int_equal(session_pace_us(session), 0);
}

static void says_why_it_cannot_be_read(void **state)
{
    char other[300];

    (void)state;
    snprintf(other, sizeof other, "%s/none.ilv", folder);
    assert_null(session_replay(other, why, sizeof why));
    assert_non_null(strstr(why, other));
    assert_null(strchr(why, '\n'));
    assert_null(session_replay("tests/README.md", why, sizeof why));
    assert_int_equal(strncmp(why, "tests/README.md: ", 17), 0);
}

static void is_not_over_where_the_recording_was_cut_off(void **state)
{
    char *bytes = NULL;
    FILE *file = fopen(path, "re");

    (void)state;
    assert_non_null(file);
    bytes = malloc(100000);
    size_t length = fread(bytes, 1, 100000, file);
    fclose(file);
    file = fopen(path, "we");
    assert_int_equal(fwrite(bytes, 1, length - 20, file), length - 20);
    fclose(file);
    free(bytes);
    struct session *cut = session_replay(path, why, sizeof why);
    assert_non_null(cut);
    assert_false(session_ending(cut).over);
    assert_true(session_length(cut) > 0);
    session_free(cut);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(begins_at_the_first_operation),
        TEST(steps_on_to_the_end_and_no_further),
        TEST(steps_back_through_the_same_states),
        TEST(goes_to_the_start_and_to_the_end),
        TEST(tells_each_event_once_with_the_model_after_it),
        TEST(knows_how_the_run_ended_wherever_it_is_looked_at),
        TEST(runs_nothing),
        TEST(goes_up_and_down_a_ladder_of_paces),
        TEST(says_why_it_cannot_be_read),
        TEST(is_not_over_where_the_recording_was_cut_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
