/* 27_judge_test.c - signs of trouble, each with the number behind it. */
#include "model/judge.h"
#include "tests/support/scene.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#define SECOND UINT64_C(1000000000)

static enum mark mark_of(uint32_t task)
{
    return judge_task(s->model, task).mark;
}

static const char *words_of(uint32_t task)
{
    static char text[SENTENCE];
    struct judgement judgement = judge_task(s->model, task);

    return describe_judgement(s->model, &judgement, text, sizeof text);
}

static void finds_nothing_wrong_with_a_task_that_works(void **state)
{
    (void)state;
    for (int i = 0; i < 100; i++) {
        story_did(s, t1, OP_LOCK, left);
        story_did(s, t1, OP_UNLOCK, left);
    }
    assert_int_equal(mark_of(t1), MARK_NONE);
    assert_string_equal(words_of(t1), "");
    assert_int_equal(judge_run(s->model), VERDICT_NONE);
}

static void finds_nothing_wrong_with_nobody(void **state)
{
    (void)state;
    assert_int_equal(mark_of(0), MARK_NONE);
    assert_int_equal(mark_of(99), MARK_NONE);
}

/* ---- Stuck. ---- */

static void marks_those_in_a_deadlock_and_no_others(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_wants_type(s, t1, right, 0);
    story_wants_type(s, t2, left, 0);
    story_wants_type(s, STORY_MAIN, left, 0);
    assert_int_equal(mark_of(t1), MARK_STUCK);
    assert_int_equal(mark_of(t2), MARK_STUCK);
    assert_int_equal(mark_of(STORY_MAIN), MARK_NONE);
    assert_string_equal(words_of(t1), "stuck for good");
    assert_int_equal(judge_run(s->model), VERDICT_DEADLOCK);
}

/* ---- Starves. ---- */

static void pass_over(uint32_t times)
{
    story_did(s, t1, OP_LOCK, left);
    story_wants_type(s, t2, left, 0);
    for (uint32_t i = 0; i < times; i++) {
        story_did(s, t1, OP_UNLOCK, left);
        story_did(s, t1, OP_LOCK, left);
    }
}

static void marks_who_was_passed_over_too_often(void **state)
{
    (void)state;
    pass_over(JUDGE_PASSES - 1);
    assert_int_equal(mark_of(t2), MARK_NONE);
    story_did(s, t1, OP_UNLOCK, left);
    story_did(s, t1, OP_LOCK, left);
    assert_int_equal(mark_of(t2), MARK_STARVES);
    assert_int_equal(judge_task(s->model, t2).count, JUDGE_PASSES);
    assert_int_equal(judge_task(s->model, t2).object, left);
    assert_string_equal(words_of(t2), "starves: passed over 10 times");
    assert_int_equal(judge_run(s->model), VERDICT_STARVATION);
}

static void starves_no_longer_once_it_has_eaten(void **state)
{
    (void)state;
    pass_over(JUDGE_PASSES * 2);
    story_did(s, t1, OP_UNLOCK, left);
    story_did(s, t2, OP_LOCK, left);
    assert_int_equal(mark_of(t2), MARK_NONE);
    assert_int_equal(judge_run(s->model), VERDICT_NONE);
}

/* ---- In vain. ---- */

static void try_in_vain(uint32_t task, uint32_t object, int times)
{
    for (int i = 0; i < times; i++)
        story_failed(s, task, OP_TRY_LOCK, object, EBUSY);
}

static void marks_two_that_both_try_in_vain(void **state)
{
    (void)state;
    try_in_vain(t1, right, JUDGE_FAILED_TRIES);
    assert_int_equal(mark_of(t1), MARK_NONE); /* Alone, it is polling. */
    try_in_vain(t2, left, JUDGE_FAILED_TRIES);
    assert_int_equal(mark_of(t1), MARK_FUTILE);
    assert_int_equal(mark_of(t2), MARK_FUTILE);
    assert_string_equal(words_of(t1), "livelock? 8 failed tries");
    assert_int_equal(judge_run(s->model), VERDICT_LIVELOCK);
}

static void counts_waits_that_ran_out_of_time_as_tries(void **state)
{
    (void)state;
    for (int i = 0; i < JUDGE_FAILED_TRIES; i++) {
        story_failed(s, t1, OP_TIMED_LOCK, right, ETIMEDOUT);
        story_failed(s, t2, OP_TIMED_LOCK, left, ETIMEDOUT);
    }
    assert_int_equal(judge_run(s->model), VERDICT_LIVELOCK);
}

static void forgives_who_got_something_at_last(void **state)
{
    (void)state;
    try_in_vain(t1, right, JUDGE_FAILED_TRIES);
    try_in_vain(t2, left, JUDGE_FAILED_TRIES);
    story_did(s, t1, OP_TRY_LOCK, right);
    assert_int_equal(mark_of(t1), MARK_NONE);
    assert_int_equal(mark_of(t2), MARK_NONE);
    assert_int_equal(judge_run(s->model), VERDICT_NONE);
}

static void forgives_who_has_ended(void **state)
{
    (void)state;
    try_in_vain(t1, right, JUDGE_FAILED_TRIES);
    try_in_vain(t2, left, JUDGE_FAILED_TRIES);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    assert_int_equal(judge_run(s->model), VERDICT_NONE);
}

/* Lock one, try the other, unlock: the lock between is no progress. */
static void sees_through_what_is_given_back_at_once(void **state)
{
    (void)state;
    for (int i = 0; i < JUDGE_FAILED_TRIES; i++) {
        story_did(s, t1, OP_LOCK, left);
        story_did(s, t2, OP_LOCK, right);
        try_in_vain(t1, right, 1);
        try_in_vain(t2, left, 1);
        story_did(s, t1, OP_UNLOCK, left);
        story_did(s, t2, OP_UNLOCK, right);
    }
    assert_int_equal(judge_run(s->model), VERDICT_LIVELOCK);
}

/* ---- Busy. ---- */

static void marks_who_runs_for_long_without_an_operation(void **state)
{
    uint64_t cpu = 0;

    (void)state;
    for (int i = 0; i < 20; i++) {
        s->now_ns += SECOND / 10;
        cpu += SECOND / 10;
        story_sample(s, t1, 'R', cpu);
    }
    assert_int_equal(mark_of(t1), MARK_SPINS);
    assert_true(judge_task(s->model, t1).ns >= JUDGE_BUSY_NS);
    assert_int_equal(strncmp(words_of(t1), "busy ", 5), 0);
    story_did(s, t1, OP_LOCK, left);
    assert_int_equal(mark_of(t1), MARK_NONE);
}

/* On a crowded machine it has a fifth of a processor. */
static void marks_who_runs_for_long_wherever_others_run_too(void **state)
{
    uint64_t cpu = 0;

    (void)state;
    for (int i = 0; i < 60; i++) {
        s->now_ns += SECOND / 10;
        cpu += SECOND / 50;
        story_sample(s, t1, 'R', cpu);
    }
    assert_int_equal(mark_of(t1), MARK_SPINS);
    s->now_ns += SECOND / 10;
    story_sample(s, t1, 'S', cpu);
    s->now_ns += SECOND / 10;
    story_sample(s, t1, 'R', cpu + SECOND / 50);
    assert_int_equal(mark_of(t1), MARK_NONE);
}

static void does_not_take_waiting_for_a_processor_for_work(void **state)
{
    uint64_t cpu = 0;

    (void)state;
    for (int i = 0; i < 20; i++) {
        s->now_ns += SECOND / 10;
        cpu += SECOND / 100;
        story_sample(s, t1, 'R', cpu);
    }
    assert_int_equal(mark_of(t1), MARK_NONE);
}

static void does_not_take_who_sleeps_for_busy(void **state)
{
    (void)state;
    story_sample(s, t1, 'R', 0);
    s->now_ns += 5 * SECOND;
    story_sample(s, t1, 'S', 5 * SECOND);
    assert_int_equal(mark_of(t1), MARK_NONE);
}

/* ---- Holds long. ---- */

static void marks_who_keeps_others_waiting_for_long(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants_type(s, t2, left, 0);
    story_passes(s, 500);
    assert_int_equal(mark_of(t1), MARK_NONE);
    story_passes(s, 1500);
    assert_int_equal(mark_of(t1), MARK_HOLDS_LONG);
    assert_int_equal(judge_task(s->model, t1).object, left);
    assert_string_equal(words_of(t1), "holds left for 2.0 s while others wait");
    assert_int_equal(judge_run(s->model), VERDICT_NONE); /* Only a sign. */
}

static void leaves_alone_who_holds_what_nobody_wants(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_passes(s, 60000);
    assert_int_equal(mark_of(t1), MARK_NONE);
}

/* ---- The run. ---- */

static void puts_what_is_stuck_before_what_was_found(void **state)
{
    (void)state;
    story_failed(s, t1, OP_UNLOCK, left, EPERM);
    assert_int_equal(judge_run(s->model), VERDICT_MISUSE);
    story_did(s, t1, OP_LOCK, left);
    story_wants_type(s, t1, left, 0);
    assert_int_equal(judge_run(s->model), VERDICT_DEADLOCK);
}

/* "The gravest": a crash weighs more than a slip before it. */
static void puts_a_crash_before_a_misuse(void **state)
{
    (void)state;
    story_failed(s, t1, OP_UNLOCK, left, EPERM);
    story_did_value(s, t1, OP_CRASH, 0, SIGSEGV);
    assert_int_equal(judge_run(s->model), VERDICT_CRASH);
}

static void remembers_the_first_findings_when_there_are_many(void **state)
{
    (void)state;
    story_did_value(s, t1, OP_ASSERT, 0, SIGABRT);
    for (int i = 0; i < FINDINGS * 2; i++)
        story_failed(s, t1, OP_UNLOCK, left, EPERM);
    assert_int_equal(s->model->finding_count, FINDINGS);
    assert_int_equal(s->model->findings[0].verdict, VERDICT_ASSERTION);
}

static void has_a_word_and_a_name_for_every_verdict(void **state)
{
    (void)state;
    for (int verdict = 0; verdict < VERDICT_COUNT; verdict++) {
        assert_non_null(verdict_word((enum verdict)verdict));
        assert_null(strchr(verdict_name((enum verdict)verdict), ' '));
        for (int other = 0; other < verdict; other++)
            assert_string_not_equal(verdict_name((enum verdict)verdict),
                                    verdict_name((enum verdict)other));
    }
    assert_string_equal(verdict_word(VERDICT_NONE), "ok");
    assert_string_equal(verdict_word(VERDICT_LOST_WAKEUP), "lost wakeup");
    assert_string_equal(verdict_name(VERDICT_LOST_WAKEUP), "lost-wakeup");
    assert_string_equal(verdict_word((enum verdict)99), "ok");
}

#define TEST(name) SCENE(scene_of_two, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_nothing_wrong_with_a_task_that_works),
        TEST(finds_nothing_wrong_with_nobody),
        TEST(marks_those_in_a_deadlock_and_no_others),
        TEST(marks_who_was_passed_over_too_often),
        TEST(starves_no_longer_once_it_has_eaten),
        TEST(marks_two_that_both_try_in_vain),
        TEST(counts_waits_that_ran_out_of_time_as_tries),
        TEST(forgives_who_got_something_at_last),
        TEST(forgives_who_has_ended),
        TEST(sees_through_what_is_given_back_at_once),
        TEST(marks_who_runs_for_long_without_an_operation),
        TEST(marks_who_runs_for_long_wherever_others_run_too),
        TEST(does_not_take_waiting_for_a_processor_for_work),
        TEST(does_not_take_who_sleeps_for_busy),
        TEST(marks_who_keeps_others_waiting_for_long),
        TEST(leaves_alone_who_holds_what_nobody_wants),
        TEST(puts_what_is_stuck_before_what_was_found),
        TEST(puts_a_crash_before_a_misuse),
        TEST(remembers_the_first_findings_when_there_are_many),
        TEST(has_a_word_and_a_name_for_every_verdict),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
