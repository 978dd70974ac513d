/* 44_step_test.c - moves made, taken back, and made otherwise. */
#include "must.h"
#include "tests/support/watched.h"
#include "tui/control/step.h"
#include "tui/session.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PATIENCE_MS = 5000 };

struct stepped {
    struct session *session;
    struct step *step;
    char path[PATH_MAX];
    char why[256];
};

static void settle(struct stepped *s)
{
    for (int waited = 0; waited < PATIENCE_MS; waited += 20) {
        if (step_settle(s->step, 20) != STILL_MOVES)
            return;
    }
    fail_msg("a task does not come back");
}

static struct stepped *begin(const char *program, const char *argument)
{
    struct stepped *s = must_allocate(1, sizeof *s);
    char *arguments[] = {s->path, (char *)(uintptr_t)argument, NULL};

    snprintf(s->path, sizeof s->path, "%s", watched_program(program));
    s->session = session_watch(&(struct session_options){.program = s->path,
                                                         .arguments = arguments,
                                                         .input = -1,
                                                         .controlled = true,
                                                         .rows = 24,
                                                         .columns = 80},
                               s->why, sizeof s->why);
    if (!s->session)
        fail_msg("%s: %s", s->path, s->why);
    s->step = step_new(s->session);
    settle(s);
    return s;
}

static void end(struct stepped *s)
{
    step_free(s->step);
    session_free(s->session);
    free(s);
}

static bool move_in(struct stepped *s, uint32_t birth, uint32_t alternative)
{
    struct decision decision = {birth, alternative};

    if (!step_move(s->step, &decision, s->why, sizeof s->why))
        return false;
    settle(s);
    return true;
}

static void move_next(struct stepped *s, int times)
{
    for (int i = 0; i < times; i++) {
        uint32_t birth = step_next_in_turn(s->step);

        assert_int_not_equal(birth, 0);
        assert_true(move_in(s, birth, 0));
    }
}

static void run_to_end(struct stepped *s)
{
    uint32_t birth;

    while ((birth = step_next_in_turn(s->step)) != 0)
        assert_true(move_in(s, birth, 0));
}

static size_t events(const struct stepped *s)
{
    return trace_length(session_trace(s->session));
}

static enum readiness readiness_of(struct stepped *s, uint32_t birth)
{
    struct choice choices[CHOICES];
    size_t count = step_choices(s->step, choices, CHOICES);

    for (size_t i = 0; i < count; i++) {
        if (choices[i].birth == birth)
            return choices[i].readiness;
    }
    return CANNOT;
}

#define LESSON "lessons/4_hazards/deadlock.step"

static void begins_before_the_first_operation(void **state)
{
    struct stepped *s = begin(LESSON, NULL);

    (void)state;
    assert_int_equal(step_standing(s->step), STANDS_STILL);
    assert_int_equal(step_position(s->step), 0);
    assert_int_equal(step_length(s->step), 0);
    assert_int_equal(readiness_of(s, 1), CAN);
    end(s);
}

static void each_decision_is_one_move(void **state)
{
    struct stepped *s = begin(LESSON, NULL);

    (void)state;
    for (unsigned i = 1; i <= 5; i++) {
        move_next(s, 1);
        assert_int_equal(step_position(s->step), i);
        assert_int_equal(step_length(s->step), i);
    }
    end(s);
}

static void looking_back_changes_nothing(void **state)
{
    struct stepped *s = begin(LESSON, NULL);

    (void)state;
    move_next(s, 6);
    size_t length = events(s);
    for (uint64_t at = 5; at != UINT64_MAX; at--) {
        step_look(s->step, at);
        assert_int_equal(step_position(s->step), at);
        assert_int_equal(step_length(s->step), 6);
    }
    step_look(s->step, 99);
    assert_int_equal(step_position(s->step), 6);
    assert_int_equal(events(s), length);
    move_next(s, 1);
    assert_int_equal(step_length(s->step), 7);
    end(s);
}

static void the_same_move_from_the_past_only_looks_on(void **state)
{
    struct stepped *s = begin(LESSON, NULL);

    (void)state;
    move_next(s, 5);
    const struct trace *trace = session_trace(s->session);
    step_look(s->step, 2);
    assert_true(move_in(s, step_decisions(s->step)[2].birth, 0));
    assert_int_equal(step_position(s->step), 3);
    assert_int_equal(step_length(s->step), 5);
    assert_ptr_equal(session_trace(s->session), trace);
    end(s);
}

/* Two tasks are there: the one that did not move then moves now. */
static void another_move_from_the_past_is_another_run(void **state)
{
    struct stepped *s = begin(LESSON, NULL);
    uint64_t at = 0;

    (void)state;
    while (readiness_of(s, 2) != CAN || readiness_of(s, 1) != CAN) {
        move_next(s, 1);
        at++;
    }
    assert_true(move_in(s, 1, 0));
    move_next(s, 2);
    step_look(s->step, at);
    assert_true(move_in(s, 2, 0));
    assert_int_equal(step_length(s->step), at + 1);
    assert_int_equal(step_position(s->step), at + 1);
    assert_int_equal(step_decisions(s->step)[at].birth, 2);
    assert_int_equal(step_differed(s->step), 0);
    run_to_end(s);
    end(s);
}

/* The child moved while its parent slept; now the parent's time passes. */
static void a_run_that_is_over_is_gone_back_in(void **state)
{
    struct stepped *s = begin("hostile.step", "zombie");

    (void)state;
    run_to_end(s);
    assert_int_equal(step_standing(s->step), NOBODY_LEFT);
    uint64_t at = step_length(s->step);
    do
        step_look(s->step, --at);
    while (at > 0 && !(readiness_of(s, 1) == CAN_BY_TIME &&
                       step_decisions(s->step)[at].birth == 2));
    assert_true(at > 0);
    if (!move_in(s, 1, 0))
        fail_msg("%s", s->why);
    assert_int_equal(step_length(s->step), at + 1);
    run_to_end(s);
    assert_int_equal(step_standing(s->step), NOBODY_LEFT);
    end(s);
}

static void a_task_is_not_there_before_it_is_created(void **state)
{
    struct stepped *s = begin(LESSON, NULL);
    struct choice choices[CHOICES];
    size_t before[8];

    (void)state;
    for (uint64_t at = 0; at < 8; at++) {
        before[at] = step_choices(s->step, choices, CHOICES);
        move_next(s, 1);
    }
    for (uint64_t at = 0; at < 8; at++) {
        step_look(s->step, at);
        assert_int_equal(step_choices(s->step, choices, CHOICES), before[at]);
    }
    end(s);
}

static void who_cannot_move_does_not(void **state)
{
    struct stepped *s = begin(LESSON, NULL);

    (void)state;
    assert_false(move_in(s, 77, 0));
    assert_true(strlen(s->why) > 0);
    assert_int_equal(step_length(s->step), 0);
    move_next(s, 1);
    assert_int_equal(step_length(s->step), 1);
    move_next(s, 3);
    step_look(s->step, 1);
    assert_false(move_in(s, 77, 0)); /* And what came later is still there. */
    assert_int_equal(step_length(s->step), 4);
    end(s);
}

static void a_standstill_is_told(void **state)
{
    struct stepped *s = begin(LESSON, NULL);
    bool told = false;

    (void)state;
    run_to_end(s); /* By turns it deadlocks. */
    assert_int_equal(step_standing(s->step), STANDS_STILL);
    for (size_t i = 0; i < events(s); i++)
        told = told ||
               trace_at(session_trace(s->session), i)->type == EVENT_STANDSTILL;
    assert_true(told);
    end(s);
}

static int prepare(void **state)
{
    (void)state;
    return watched_put_runtime_beside() ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_before_the_first_operation),
        cmocka_unit_test(each_decision_is_one_move),
        cmocka_unit_test(looking_back_changes_nothing),
        cmocka_unit_test(the_same_move_from_the_past_only_looks_on),
        cmocka_unit_test(another_move_from_the_past_is_another_run),
        cmocka_unit_test(a_run_that_is_over_is_gone_back_in),
        cmocka_unit_test(a_task_is_not_there_before_it_is_created),
        cmocka_unit_test(who_cannot_move_does_not),
        cmocka_unit_test(a_standstill_is_told),
    };

    return cmocka_run_group_tests(tests, prepare, NULL);
}
