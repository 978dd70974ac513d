/* 21_holding_test.c - locks: who holds them, who must wait, who misuses. */
#include "tests/support/scene.h"

#include <errno.h>
#include <string.h>

/* The finding that there is, alone. */
static const struct finding *found(enum verdict verdict)
{
    assert_int_equal(s->model->finding_count, 1);
    assert_int_equal(s->model->findings[0].verdict, verdict);
    return &s->model->findings[0];
}

static void found_nothing(void)
{
    assert_int_equal(s->model->finding_count, 0);
    assert_int_equal(s->model->stuck.verdict, VERDICT_NONE);
}

/* ---- Mutexes. ---- */

static void holds_what_it_locked_until_it_unlocks(void **state)
{
    (void)state;
    assert_string_equal(story_use(s, left), "free");
    story_did(s, t1, OP_LOCK, left);
    assert_true(story_has(s, t1, left));
    assert_int_equal(story_seen(s, left)->holders, 1);
    assert_string_equal(story_use(s, left), "held by T1");
    story_did(s, t1, OP_UNLOCK, left);
    assert_false(story_has(s, t1, left));
    assert_int_equal(story_seen(s, left)->holders, 0);
    assert_string_equal(story_use(s, left), "free");
    found_nothing();
}

static void waits_for_what_another_holds(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    assert_true(story_waits(s, t2));
    assert_string_equal(story_state(s, t2), "waits for left, held by T1");
    assert_string_equal(story_use(s, left), "held by T1; queue: T2");
    assert_int_equal(story_seen(s, left)->contended, 1);
}

static void gives_the_lock_to_the_next_waiter(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    story_did(s, t1, OP_UNLOCK, left);
    assert_false(story_has(s, t2, left)); /* Not before it says so. */
    story_did(s, t2, OP_LOCK, left);
    assert_true(story_has(s, t2, left));
    assert_int_equal(story_task(s, t2)->state, TASK_RUNNING);
    assert_int_equal(story_seen(s, left)->acquired, 2);
    assert_int_equal(story_seen(s, left)->wanted, 0);
}

static void is_about_to_lock_what_is_free(void **state)
{
    (void)state;
    story_wants(s, t1, OP_LOCK, left);
    assert_int_equal(story_task(s, t1)->state, TASK_WANTS);
    assert_string_equal(story_state(s, t1), "is about to lock left");
    assert_int_equal(story_seen(s, left)->contended, 0);
}

static void must_wait_once_another_was_quicker(void **state)
{
    (void)state;
    story_wants(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, left);
    assert_true(story_waits(s, t1));
    assert_string_equal(story_state(s, t1), "waits for left, held by T2");
    assert_int_equal(story_seen(s, left)->contended, 1);
}

static void counts_how_often_a_waiter_is_passed_over(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    for (int i = 0; i < 5; i++) {
        story_did(s, t1, OP_UNLOCK, left);
        story_did(s, t1, OP_LOCK, left);
    }
    assert_int_equal(story_task(s, t2)->wait.passes, 5);
    story_did(s, t1, OP_UNLOCK, left);
    story_did(s, t2, OP_LOCK, left);
    assert_int_equal(story_task(s, t2)->wait.passes, 0);
    assert_int_equal(story_task(s, t2)->most_passes, 5);
}

static void lists_waiters_longest_first(void **state)
{
    uint32_t t3 = story_thread(s, STORY_MAIN);
    uint32_t waiters[2];

    (void)state;
    story_did(s, STORY_MAIN, OP_LOCK, left);
    story_wants(s, t3, OP_LOCK, left);
    story_wants(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_LOCK, left);
    assert_string_equal(story_use(s, left),
                        "held by main; queue: T3, T1 and T2");
    assert_int_equal(model_waiters(s->model, left, waiters, 2), 3);
    assert_int_equal(waiters[0], t3);
    assert_int_equal(waiters[1], t1);
    assert_int_equal(model_waiters(s->model, left, NULL, 0), 3);
}

static void does_not_hold_what_it_only_tried(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_TRY_LOCK, left);
    assert_false(story_waits(s, t2)); /* It will be refused at once. */
    story_failed(s, t2, OP_TRY_LOCK, left, EBUSY);
    assert_false(story_has(s, t2, left));
    assert_true(story_has(s, t1, left));
    found_nothing();
}

static void gives_up_when_the_time_is_over(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants(s, t2, OP_TIMED_LOCK, left);
    assert_string_equal(story_state(s, t2),
                        "waits for left, held by T1, for a limited time");
    story_failed(s, t2, OP_TIMED_LOCK, left, ETIMEDOUT);
    assert_int_equal(story_task(s, t2)->state, TASK_RUNNING);
    assert_false(story_has(s, t2, left));
    assert_int_equal(story_seen(s, left)->wanted, 0);
    found_nothing();
}

static void leaves_a_recursive_lock_as_often_as_it_entered(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++) {
        story_wants_type(s, t1, left, MUTEX_RECURSIVE);
        assert_false(story_waits(s, t1));
        story_did(s, t1, OP_LOCK, left);
    }
    assert_string_equal(story_use(s, left), "held by T1, 3 times");
    story_did(s, t1, OP_UNLOCK, left);
    story_did(s, t1, OP_UNLOCK, left);
    assert_true(story_has(s, t1, left));
    story_did(s, t1, OP_UNLOCK, left);
    assert_false(story_has(s, t1, left));
    assert_int_equal(story_seen(s, left)->holders, 0);
    found_nothing();
}

static void is_refused_by_an_error_checking_lock_it_holds(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants_type(s, t1, left, MUTEX_ERROR_CHECKING);
    assert_false(story_waits(s, t1));
    story_failed(s, t1, OP_LOCK, left, EDEADLK);
    assert_true(story_has(s, t1, left));
    assert_int_equal(found(VERDICT_MISUSE)->value, EDEADLK);
}

static void believes_whoever_got_the_lock_last(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, left); /* The unlock between was not seen. */
    assert_false(story_has(s, t1, left));
    assert_true(story_has(s, t2, left));
    assert_int_equal(story_seen(s, left)->holders, 1);
}

static void holds_no_more_locks_than_it_can_remember(void **state)
{
    enum { MANY = HOLDS + 8 };
    uint32_t locks[MANY];

    (void)state;
    for (int i = 0; i < MANY; i++) {
        locks[i] = story_object(s, KIND_MUTEX, "");
        story_did(s, t1, OP_LOCK, locks[i]);
    }
    for (int i = 0; i < MANY; i++)
        story_did(s, t1, OP_UNLOCK, locks[i]);
    assert_int_equal(story_task(s, t1)->hold_count, 0);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(story_seen(s, locks[i])->holders, 0);
    found_nothing();
}

/* ---- Misuse. ---- */

static void is_misused_by_who_unlocks_for_another(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_UNLOCK, left);
    const struct finding *finding = found(VERDICT_MISUSE);
    assert_int_equal(finding->task, t2);
    assert_int_equal(finding->object, left);
    assert_int_equal(finding->other, t1);
    assert_false(story_has(s, t1, left)); /* It is free all the same. */
}

static void is_misused_by_who_is_told_so(void **state)
{
    (void)state;
    story_failed(s, t1, OP_UNLOCK, left, EPERM);
    assert_int_equal(found(VERDICT_MISUSE)->value, EPERM);
}

static void is_misused_when_destroyed_while_held(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, STORY_MAIN, OP_MUTEX_DESTROY, left);
    assert_int_equal(found(VERDICT_MISUSE)->other, t1);
    assert_true(story_seen(s, left)->destroyed);
    assert_false(story_has(s, t1, left));
}

static void is_misused_when_destroying_it_is_refused(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_failed(s, STORY_MAIN, OP_MUTEX_DESTROY, left, EBUSY);
    found(VERDICT_MISUSE);
    assert_false(story_seen(s, left)->destroyed);
    assert_true(story_has(s, t1, left));
}

static void finds_nothing_wrong_with_being_busy(void **state)
{
    (void)state;
    story_failed(s, t1, OP_TRY_LOCK, left, EBUSY);
    story_failed(s, t1, OP_TIMED_LOCK, left, ETIMEDOUT);
    story_failed(s, t1, OP_LOCK, left, EAGAIN);
    story_failed(s, t1, OP_LOCK, left, ENOTRECOVERABLE);
    found_nothing();
}

static void is_new_again_after_it_is_made_anew(void **state)
{
    (void)state;
    story_did(s, t1, OP_MUTEX_DESTROY, left);
    story_did(s, t1, OP_MUTEX_INIT, left);
    assert_false(story_seen(s, left)->destroyed);
    assert_true(story_seen(s, left)->made_here);
    found_nothing();
}

/* ---- Owners that are gone. ---- */

static void is_left_held_by_a_thread_that_ends(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    assert_true(story_seen(s, left)->left_held);
    assert_int_equal(found(VERDICT_LEAK)->object, left);
    story_wants_type(s, t2, left, 0);
    assert_true(story_waits(s, t2));
}

static void hands_a_robust_lock_on_from_an_owner_that_died(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    s->model->finding_count = 0;
    story_did_value(s, t2, OP_LOCK, left, EOWNERDEAD);
    assert_true(story_has(s, t2, left));
    assert_false(story_has(s, t1, left));
    assert_int_equal(story_seen(s, left)->holders, 1);
    assert_false(story_seen(s, left)->left_held);
    found(VERDICT_LEAK);
}

static void is_not_left_held_by_who_unlocks_before_it_ends(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t1, OP_UNLOCK, left);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    assert_false(story_seen(s, left)->left_held);
    found_nothing();
}

#define TEST(name) SCENE(scene_of_two, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(holds_what_it_locked_until_it_unlocks),
        TEST(waits_for_what_another_holds),
        TEST(gives_the_lock_to_the_next_waiter),
        TEST(is_about_to_lock_what_is_free),
        TEST(must_wait_once_another_was_quicker),
        TEST(counts_how_often_a_waiter_is_passed_over),
        TEST(lists_waiters_longest_first),
        TEST(does_not_hold_what_it_only_tried),
        TEST(gives_up_when_the_time_is_over),
        TEST(leaves_a_recursive_lock_as_often_as_it_entered),
        TEST(is_refused_by_an_error_checking_lock_it_holds),
        TEST(believes_whoever_got_the_lock_last),
        TEST(holds_no_more_locks_than_it_can_remember),
        TEST(is_misused_by_who_unlocks_for_another),
        TEST(is_misused_by_who_is_told_so),
        TEST(is_misused_when_destroyed_while_held),
        TEST(is_misused_when_destroying_it_is_refused),
        TEST(finds_nothing_wrong_with_being_busy),
        TEST(is_new_again_after_it_is_made_anew),
        TEST(is_left_held_by_a_thread_that_ends),
        TEST(hands_a_robust_lock_on_from_an_owner_that_died),
        TEST(is_not_left_held_by_who_unlocks_before_it_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
