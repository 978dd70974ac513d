/* 24_interruption_test.c - signal handlers, and operations nobody recorded. */
#include "tests/support/scene.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static void enter(uint32_t task)
{
    story_did_value(s, task, OP_HANDLER_ENTER, 0, SIGUSR1);
}

static void leave(uint32_t task)
{
    story_did_value(s, task, OP_HANDLER_LEAVE, 0, SIGUSR1);
}

/* ---- Handlers. ---- */

static void runs_the_handler_in_the_middle_of_a_wait(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    enter(t2);
    assert_int_equal(story_task(s, t2)->state, TASK_RUNNING);
    assert_string_equal(story_state(s, t2), "in a signal handler: running");
    assert_int_equal(story_seen(s, left)->wanted, 0);
}

static void waits_on_when_the_handler_returns(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    uint64_t since = story_task(s, t2)->wait.since_ns;
    enter(t2);
    leave(t2);
    assert_string_equal(story_state(s, t2), "waits for left, held by T1");
    assert_true(story_task(s, t2)->wait.since_ns == since);
    assert_int_equal(story_seen(s, left)->wanted, 1);
    story_did(s, t1, OP_UNLOCK, left);
    story_did(s, t2, OP_LOCK, left);
    assert_int_equal(story_seen(s, left)->wanted, 0);
    assert_int_equal(story_task(s, t2)->handlers, 0);
}

static void sleeps_on_when_the_handler_returns(void **state)
{
    (void)state;
    story_about(s, t1, OP_SLEEP, STAGE_WANTS, 0, 0, 10000);
    assert_string_equal(story_state(s, t1), "sleeps 10 ms");
    enter(t1);
    leave(t1);
    assert_int_equal(story_task(s, t1)->state, TASK_SLEEPS);
}

static void runs_on_when_nothing_was_interrupted(void **state)
{
    (void)state;
    enter(t1);
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t1, OP_UNLOCK, left);
    leave(t1);
    assert_string_equal(story_state(s, t1), "running");
}

/* It could do it before the handler ran, and still can. */
static void is_about_to_do_it_again_when_the_handler_returns(void **state)
{
    (void)state;
    story_wants(s, t1, OP_LOCK, left);
    assert_int_equal(story_task(s, t1)->state, TASK_WANTS);
    enter(t1);
    leave(t1);
    assert_string_equal(story_state(s, t1), "is about to lock left");
}

static void need_not_wait_for_what_became_free_meanwhile(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    enter(t2);
    story_did(s, t1, OP_UNLOCK, left);
    leave(t2);
    assert_false(story_waits(s, t2));
}

static void keeps_handlers_within_handlers_in_order(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t1, OP_LOCK, right);
    story_wants(s, t2, OP_LOCK, left);
    enter(t2);
    story_wants(s, t2, OP_LOCK, right);
    enter(t2);
    assert_int_equal(story_task(s, t2)->handlers, 2);
    leave(t2);
    assert_string_equal(story_state(s, t2),
                        "in a signal handler: waits for right, held by T1");
    story_did(s, t1, OP_UNLOCK, right);
    story_did(s, t2, OP_LOCK, right);
    story_did(s, t2, OP_UNLOCK, right);
    leave(t2);
    assert_string_equal(story_state(s, t2), "waits for left, held by T1");
}

static void bears_more_handlers_than_it_can_remember(void **state)
{
    (void)state;
    for (int i = 0; i < HANDLERS * 3; i++)
        enter(t1);
    assert_int_equal(story_task(s, t1)->handlers, HANDLERS);
    for (int i = 0; i < HANDLERS * 4; i++)
        leave(t1);
    assert_string_equal(story_state(s, t1), "running");
}

static void still_waits_for_a_signal_under_a_handler(void **state)
{
    uint32_t ready = story_object(s, KIND_CONDITION, "ready");

    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_about(s, t1, OP_WAIT, STAGE_WANTS, ready, left, 0);
    enter(t1);
    assert_false(story_has(s, t1, left));
    leave(t1);
    assert_string_equal(story_state(s, t1), "waits on ready for a signal");
    assert_false(story_has(s, t1, left));
    story_about(s, t1, OP_WAIT, STAGE_DID, ready, left, 0);
    assert_true(story_has(s, t1, left));
    assert_int_equal(story_task(s, t1)->hold_count, 1);
}

static void arrives_once_at_a_barrier_however_often_interrupted(void **state)
{
    uint32_t gate = story_object(s, KIND_BARRIER, "gate");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_BARRIER_INIT, gate, 2);
    story_wants(s, t1, OP_BARRIER_WAIT, gate);
    enter(t1);
    leave(t1);
    assert_int_equal(story_seen(s, gate)->value, 1);
    assert_true(story_waits(s, t1));
}

/* The wait is over, with EINTR: what it says then ends it. */
static void ends_the_wait_that_a_signal_ended(void **state)
{
    uint32_t ends = story_shared(s, KIND_PIPE, "ends");

    (void)state;
    story_wants(s, t1, OP_READ, ends);
    enter(t1);
    leave(t1);
    story_failed(s, t1, OP_READ, ends, EINTR);
    assert_string_equal(story_state(s, t1), "running");
    assert_int_equal(story_seen(s, ends)->wanted, 0);
}

static void never_tells_of_a_time_before_the_last(void **state)
{
    const struct task *task = story_task(s, t2);

    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    enter(t2);
    leave(t2);
    for (uint64_t i = 1; i < task->span_count; i++)
        assert_true(task_span(task, i)->from_ns >=
                    task_span(task, i - 1)->from_ns);
    assert_true(task_span(task, task->span_count - 1)->from_ns == s->now_ns);
}

static void ends_all_handlers_with_the_task(void **state)
{
    (void)state;
    enter(t1);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    assert_string_equal(story_state(s, t1), "ended, not joined yet");
}

/* ---- Losses. ---- */

static void holds_nothing_for_certain_after_a_loss(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t1, OP_LOCK, right);
    story_lost(s, t1, 1000);
    assert_int_equal(story_task(s, t1)->hold_count, 0);
    assert_int_equal(story_seen(s, left)->holders, 0);
    assert_true(story_task(s, t1)->uncertain);
}

static void holds_again_what_it_is_told_to_hold(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_lost(s, t1, 1000);
    story_holds(s, t1, right);
    assert_false(story_has(s, t1, left));
    assert_true(story_has(s, t1, right));
    story_wants(s, t2, OP_LOCK, right);
    assert_true(story_waits(s, t2));
}

static void forgets_what_it_waited_for_after_a_loss(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    story_lost(s, t2, 5);
    assert_int_equal(story_task(s, t2)->state, TASK_RUNNING);
    assert_int_equal(story_seen(s, left)->wanted, 0);
}

static void counts_what_was_lost_of_each_task_and_in_all(void **state)
{
    (void)state;
    story_lost(s, t1, 5);
    story_lost(s, t1, 10);
    story_lost(s, t2, 100);
    assert_int_equal(story_task(s, t1)->lost, 15);
    assert_int_equal(s->model->lost, 115);
}

static void counts_tasks_that_were_never_seen(void **state)
{
    (void)state;
    story_lost(s, 0, 3);
    story_lost(s, 0, 4);
    assert_int_equal(s->model->unseen, 7);
    assert_int_equal(s->model->lost, 0);
}

/* What went by unseen may have made it right. */
static void accuses_nobody_after_a_loss(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_lost(s, t2, 50);
    story_did(s, t2, OP_UNLOCK, left);
    story_did(s, STORY_MAIN, OP_LOCK, right);
    story_did(s, t2, OP_MUTEX_DESTROY, right);
    story_holds(s, t2, left);
    story_about(s, t2, OP_END, STAGE_DID, 0, t2, 0);
    assert_int_equal(s->model->finding_count, 0);
}

static void does_not_end_the_life_of_an_ended_task_again(void **state)
{
    (void)state;
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    story_lost(s, t1, 5);
    assert_int_equal(story_task(s, t1)->state, TASK_ENDED);
}

#define TEST(name) SCENE(scene_of_two, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(runs_the_handler_in_the_middle_of_a_wait),
        TEST(waits_on_when_the_handler_returns),
        TEST(sleeps_on_when_the_handler_returns),
        TEST(runs_on_when_nothing_was_interrupted),
        TEST(is_about_to_do_it_again_when_the_handler_returns),
        TEST(need_not_wait_for_what_became_free_meanwhile),
        TEST(keeps_handlers_within_handlers_in_order),
        TEST(bears_more_handlers_than_it_can_remember),
        TEST(still_waits_for_a_signal_under_a_handler),
        TEST(arrives_once_at_a_barrier_however_often_interrupted),
        TEST(ends_the_wait_that_a_signal_ended),
        TEST(never_tells_of_a_time_before_the_last),
        TEST(ends_all_handlers_with_the_task),
        TEST(holds_nothing_for_certain_after_a_loss),
        TEST(holds_again_what_it_is_told_to_hold),
        TEST(forgets_what_it_waited_for_after_a_loss),
        TEST(counts_what_was_lost_of_each_task_and_in_all),
        TEST(counts_tasks_that_were_never_seen),
        TEST(accuses_nobody_after_a_loss),
        TEST(does_not_end_the_life_of_an_ended_task_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
