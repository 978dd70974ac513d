/* 22_waiting_test.c - semaphores, conditions, barriers. */
#include "tests/support/scene.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

static uint32_t mutex;
static uint32_t ready; /* A condition. */
static uint32_t slots; /* A semaphore. */
static uint32_t gate;  /* A barrier. */

static int begin(void **state)
{
    scene_of_two(state);
    mutex = story_object(s, KIND_MUTEX, "mutex");
    ready = story_object(s, KIND_CONDITION, "ready");
    slots = story_object(s, KIND_SEMAPHORE, "slots");
    gate = story_object(s, KIND_BARRIER, "gate");
    return 0;
}

/* ---- Semaphores. ---- */

static void begins_with_the_value_it_was_made_with(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_INIT, slots, 3);
    assert_int_equal(story_seen(s, slots)->value, 3);
    assert_string_equal(story_use(s, slots), "value 3");
    assert_true(story_seen(s, slots)->made_here);
}

static void counts_down_and_up(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_INIT, slots, 2);
    story_did(s, t1, OP_SEMAPHORE_WAIT, slots);
    story_did(s, t2, OP_SEMAPHORE_TRY_WAIT, slots);
    assert_int_equal(story_seen(s, slots)->value, 0);
    story_did(s, t1, OP_SEMAPHORE_POST, slots);
    assert_int_equal(story_seen(s, slots)->value, 1);
    story_did(s, t1, OP_SEMAPHORE_TIMED_WAIT, slots);
    assert_int_equal(story_seen(s, slots)->value, 0);
    assert_int_equal(story_seen(s, slots)->acquired, 3);
    assert_int_equal(story_task(s, t1)->hold_count, 0); /* Nobody holds it. */
}

static void waits_only_when_there_is_nothing_to_take(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_INIT, slots, 1);
    story_wants(s, t1, OP_SEMAPHORE_WAIT, slots);
    assert_int_equal(story_task(s, t1)->state, TASK_WANTS);
    story_did(s, t1, OP_SEMAPHORE_WAIT, slots);
    story_wants(s, t2, OP_SEMAPHORE_WAIT, slots);
    assert_true(story_waits(s, t2));
    assert_string_equal(story_state(s, t2),
                        "waits for slots to be posted (value 0)");
    story_did(s, t1, OP_SEMAPHORE_POST, slots);
    story_did(s, t2, OP_SEMAPHORE_WAIT, slots);
    assert_int_equal(story_seen(s, slots)->value, 0);
}

static void must_wait_when_another_takes_the_last(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_INIT, slots, 1);
    story_wants(s, t1, OP_SEMAPHORE_WAIT, slots);
    story_did(s, t2, OP_SEMAPHORE_WAIT, slots);
    assert_true(story_waits(s, t1));
}

static void takes_nothing_when_it_is_refused(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_INIT, slots, 0);
    story_failed(s, t1, OP_SEMAPHORE_TRY_WAIT, slots, EAGAIN);
    story_failed(s, t1, OP_SEMAPHORE_TIMED_WAIT, slots, ETIMEDOUT);
    story_failed(s, t1, OP_SEMAPHORE_WAIT, slots, EINTR);
    assert_int_equal(story_seen(s, slots)->value, 0);
    assert_int_equal(s->model->finding_count, 0);
}

static void knows_a_named_semaphores_value_when_it_is_opened(void **state)
{
    uint32_t named = story_shared(s, KIND_SEMAPHORE, "/turns");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_OPEN, named, 4);
    story_did(s, t1, OP_SEMAPHORE_WAIT, named);
    assert_int_equal(story_seen(s, named)->value, 3);
    story_did_value(s, t2, OP_SEMAPHORE_OPEN, named, 3);
    assert_int_equal(story_seen(s, named)->value, 3);
}

static void has_no_more_than_nothing_after_takes_unseen(void **state)
{
    (void)state;
    story_did(s, t1, OP_SEMAPHORE_WAIT, slots);
    story_did(s, t1, OP_SEMAPHORE_WAIT, slots);
    assert_int_equal(story_seen(s, slots)->value, 0);
    story_did(s, t1, OP_SEMAPHORE_POST, slots);
    assert_int_equal(story_seen(s, slots)->value, 1);
}

static void is_misused_when_it_overflows(void **state)
{
    (void)state;
    story_failed(s, t1, OP_SEMAPHORE_POST, slots, EOVERFLOW);
    assert_int_equal(s->model->findings[0].verdict, VERDICT_MISUSE);
    assert_int_equal(story_seen(s, slots)->value, 0);
}

/* ---- Conditions. ---- */

static void lets_go_of_the_mutex_while_it_waits(void **state)
{
    (void)state;
    story_awaits(s, t1, ready, mutex);
    assert_true(story_waits(s, t1));
    assert_false(story_has(s, t1, mutex));
    assert_string_equal(story_use(s, mutex), "free");
    assert_string_equal(story_state(s, t1), "waits on ready for a signal");
    story_wants(s, t2, OP_LOCK, mutex);
    assert_false(story_waits(s, t2));
}

static void has_the_mutex_again_after_the_wait(void **state)
{
    (void)state;
    story_awaits(s, t1, ready, mutex);
    story_did(s, t2, OP_LOCK, mutex);
    story_did(s, t2, OP_SIGNAL, ready);
    story_did(s, t2, OP_UNLOCK, mutex);
    story_about(s, t1, OP_WAIT, STAGE_DID, ready, mutex, 0);
    assert_true(story_has(s, t1, mutex));
    assert_int_equal(story_task(s, t1)->state, TASK_RUNNING);
    story_did(s, t1, OP_UNLOCK, mutex);
    assert_int_equal(story_seen(s, mutex)->holders, 0);
}

static void has_the_mutex_again_when_the_time_is_over(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, mutex);
    story_about(s, t1, OP_TIMED_WAIT, STAGE_WANTS, ready, mutex, 0);
    assert_false(story_has(s, t1, mutex));
    story_about(s, t1, OP_TIMED_WAIT, STAGE_FAILED, ready, mutex, ETIMEDOUT);
    assert_true(story_has(s, t1, mutex));
}

/* pthread_cond_wait(3p): EPERM says that the caller does not own the mutex. */
static void has_no_mutex_that_it_was_told_it_does_not_own(void **state)
{
    (void)state;
    story_about(s, t1, OP_WAIT, STAGE_WANTS, ready, mutex, 0);
    story_about(s, t1, OP_WAIT, STAGE_FAILED, ready, mutex, EPERM);
    assert_false(story_has(s, t1, mutex));
    assert_int_equal(s->model->findings[0].verdict, VERDICT_MISUSE);
}

/* At a pace: it says what it is about to do, and does it later. */
static void keeps_the_mutex_while_it_is_only_about_to_wait(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, mutex);
    story_about(s, t1, OP_WAIT, STAGE_WANTS, ready, 0, 0);
    assert_int_equal(story_task(s, t1)->state, TASK_WANTS);
    assert_true(story_has(s, t1, mutex));
    assert_string_equal(story_state(s, t1), "is about to wait on ready");
}

static void counts_signals_that_nobody_waited_for(void **state)
{
    (void)state;
    story_did(s, t2, OP_SIGNAL, ready);
    story_did(s, t2, OP_BROADCAST, ready);
    assert_int_equal(story_seen(s, ready)->signals, 2);
    assert_int_equal(story_seen(s, ready)->signals_lost, 2);
    assert_string_equal(story_use(s, ready), "2 signals, 2 to nobody");
    story_awaits(s, t1, ready, mutex);
    story_did(s, t2, OP_SIGNAL, ready);
    assert_int_equal(story_seen(s, ready)->signals, 3);
    assert_int_equal(story_seen(s, ready)->signals_lost, 2);
}

static void loses_no_signal_to_who_is_in_a_handler(void **state)
{
    (void)state;
    story_awaits(s, t1, ready, mutex);
    story_did_value(s, t1, OP_HANDLER_ENTER, 0, 10);
    story_did(s, t2, OP_SIGNAL, ready); /* The wait goes on under it. */
    assert_int_equal(story_seen(s, ready)->signals_lost, 0);
}

/* ---- Barriers. ---- */

static void arrive(uint32_t task)
{
    story_wants(s, task, OP_BARRIER_WAIT, gate);
}

static void pass(uint32_t task, bool serial)
{
    story_did_value(s, task, OP_BARRIER_WAIT, gate,
                    serial ? PTHREAD_BARRIER_SERIAL_THREAD : 0);
}

static void waits_until_all_have_come(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_BARRIER_INIT, gate, 3);
    assert_string_equal(story_use(s, gate), "0 of 3 have come");
    arrive(t1);
    assert_true(story_waits(s, t1));
    assert_string_equal(story_state(s, t1), "waits at gate for the others");
    arrive(t2);
    assert_true(story_waits(s, t2));
    assert_non_null(strstr(story_use(s, gate), "2 of 3 have come"));
    arrive(STORY_MAIN);
    assert_false(story_waits(s, STORY_MAIN)); /* It opens the gate. */
}

static void begins_anew_with_each_round(void **state)
{
    const uint32_t tasks[] = {STORY_MAIN, t1, t2};

    (void)state;
    story_did_value(s, STORY_MAIN, OP_BARRIER_INIT, gate, 3);
    for (unsigned round = 0; round < 6; round++) {
        for (unsigned i = 0; i < 3; i++)
            arrive(tasks[(i + round) % 3]);
        for (unsigned i = 0; i < 3; i++)
            pass(tasks[i], i == round % 3);
        assert_int_equal(story_seen(s, gate)->value, 0);
    }
    assert_int_equal(story_seen(s, gate)->acquired, 18);
}

/* A quick task comes to the next round before the last one's are all told. */
static void keeps_rounds_apart_that_overlap(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_BARRIER_INIT, gate, 3);
    arrive(t1);
    arrive(t2);
    arrive(STORY_MAIN);
    pass(t1, false);
    arrive(t1);
    assert_true(story_waits(s, t1));
    pass(t2, true);
    assert_int_equal(story_seen(s, gate)->value, 1);
    arrive(t2);
    assert_true(story_waits(s, t2));
    pass(STORY_MAIN, false);
    arrive(STORY_MAIN);
    assert_false(story_waits(s, STORY_MAIN));
}

static void forgets_who_came_when_it_is_made_anew(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_BARRIER_INIT, gate, 3);
    arrive(t1);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0); /* Cancelled. */
    story_did(s, STORY_MAIN, OP_BARRIER_DESTROY, gate);
    story_did_value(s, STORY_MAIN, OP_BARRIER_INIT, gate, 2);
    assert_non_null(strstr(story_use(s, gate), "0 of 2 have come"));
    arrive(t2);
    assert_true(story_waits(s, t2));
}

static void lets_one_alone_pass(void **state)
{
    (void)state;
    story_did_value(s, STORY_MAIN, OP_BARRIER_INIT, gate, 1);
    arrive(t1);
    assert_false(story_waits(s, t1));
    pass(t1, true);
    assert_int_equal(story_seen(s, gate)->value, 0);
}

#define TEST(name) SCENE(begin, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(begins_with_the_value_it_was_made_with),
        TEST(counts_down_and_up),
        TEST(waits_only_when_there_is_nothing_to_take),
        TEST(must_wait_when_another_takes_the_last),
        TEST(takes_nothing_when_it_is_refused),
        TEST(knows_a_named_semaphores_value_when_it_is_opened),
        TEST(has_no_more_than_nothing_after_takes_unseen),
        TEST(is_misused_when_it_overflows),
        TEST(lets_go_of_the_mutex_while_it_waits),
        TEST(has_the_mutex_again_after_the_wait),
        TEST(has_the_mutex_again_when_the_time_is_over),
        TEST(has_no_mutex_that_it_was_told_it_does_not_own),
        TEST(keeps_the_mutex_while_it_is_only_about_to_wait),
        TEST(counts_signals_that_nobody_waited_for),
        TEST(loses_no_signal_to_who_is_in_a_handler),
        TEST(waits_until_all_have_come),
        TEST(begins_anew_with_each_round),
        TEST(keeps_rounds_apart_that_overlap),
        TEST(forgets_who_came_when_it_is_made_anew),
        TEST(lets_one_alone_pass),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
