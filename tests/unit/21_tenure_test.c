/* 21_tenure_test.c - who had a lock, how often and for how long. */
#include "tests/support/scene.h"

#include <errno.h>

static uint32_t freed;

static const struct object *lock(void)
{
    return story_seen(s, freed);
}

static int scene_of_a_lock_of_our_own(void **state)
{
    scene_of_two(state);
    freed = story_object(s, KIND_CONDITION, "freed");
    return 0;
}

/* As a program does that makes a lock of a condition and a mutex, `left`. */
static void take(uint32_t task)
{
    story_did(s, task, OP_LOCK, left);
    story_did(s, task, OP_UNLOCK, left);
}

static void give_back(uint32_t task)
{
    story_did(s, task, OP_LOCK, left);
    story_did(s, task, OP_SIGNAL, freed);
    story_did(s, task, OP_UNLOCK, left);
}

static void counts_the_time_of_each_owner_of_a_mutex(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    s->now_ns += 300;
    uint64_t before = s->model->time_ns;
    story_did(s, t1, OP_UNLOCK, left);
    uint64_t had = task_owned_ns(s->model, t1, left);
    assert_true(had >= 300);
    assert_true(had <= 300 + s->model->time_ns - before);
    story_did(s, t2, OP_LOCK, left);
    assert_int_equal(story_seen(s, left)->owner, t2);
    assert_int_equal(story_seen(s, left)->handovers, 1);
    story_did(s, t2, OP_UNLOCK, left);
    story_did(s, t2, OP_LOCK, left);
    assert_int_equal(story_seen(s, left)->handovers, 1);
    assert_int_equal(task_tenure(story_task(s, t2), left)->times, 2);
    assert_int_equal(task_owned_ns(s->model, t1, left), had);
    assert_null(task_tenure(story_task(s, STORY_MAIN), left));
}

static void a_waiter_gives_its_mutex_back(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_about(s, t1, OP_WAIT, STAGE_WANTS, freed, left, 0);
    assert_int_equal(story_seen(s, left)->owner, 0);
    story_about(s, t1, OP_WAIT, STAGE_DID, freed, left, 0);
    assert_int_equal(story_seen(s, left)->owner, t1);
    assert_int_equal(task_tenure(story_task(s, t1), left)->times, 2);
}

static void a_condition_can_be_a_lock(void **state)
{
    (void)state;
    take(t1);
    assert_int_equal(lock()->owner, 0); /* It could be any mutex so far. */
    give_back(t1);
    take(t1);
    assert_int_equal(lock()->owner, t1);
    story_did(s, t2, OP_LOCK, left);
    story_about(s, t2, OP_TIMED_WAIT, STAGE_WANTS, freed, left, 0);
    assert_int_equal(lock()->owner, t1);
    story_about(s, t2, OP_TIMED_WAIT, STAGE_FAILED, freed, left, ETIMEDOUT);
    assert_int_equal(lock()->requests, 1);
    assert_int_equal(task_tenure(story_task(s, t2), freed)->requests, 1);
    story_about(s, t2, OP_TIMED_WAIT, STAGE_WANTS, freed, left, 0);
    give_back(t1);
    assert_int_equal(lock()->owner, 0);
    story_about(s, t2, OP_TIMED_WAIT, STAGE_DID, freed, left, 0);
    story_did(s, t2, OP_UNLOCK, left);
    assert_int_equal(lock()->owner, t2);
    assert_int_equal(lock()->handovers, 1);
}

static void whoever_had_it_before_it_was_known_to_be_one_had_it(void **state)
{
    (void)state;
    take(t1);
    s->now_ns += 300;
    give_back(t1);
    assert_int_equal(lock()->owner, 0);
    assert_int_equal(task_tenure(story_task(s, t1), freed)->times, 1);
    assert_true(task_owned_ns(s->model, t1, freed) >= 300);
    assert_int_equal(lock()->handovers, 0);
}

static void who_waits_for_it_tells_that_another_has_it(void **state)
{
    (void)state;
    take(t1);
    story_awaits(s, t2, freed, left);
    assert_int_equal(lock()->owner, t1);
    assert_null(task_tenure(story_task(s, t2), freed));
}

static void who_ends_owns_nothing(void **state)
{
    (void)state;
    give_back(t1);
    take(t1);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    uint64_t had = task_owned_ns(s->model, t1, freed);
    assert_int_equal(lock()->owner, 0);
    s->now_ns += 1000;
    story_did(s, t2, OP_YIELD, 0);
    assert_int_equal(task_owned_ns(s->model, t1, freed), had);
}

static void what_is_signalled_without_a_mutex_is_no_lock(void **state)
{
    (void)state;
    story_did(s, t1, OP_SIGNAL, freed);
    take(t1);
    assert_int_equal(lock()->owner, 0);
}

#define TEST(name) SCENE(scene_of_a_lock_of_our_own, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(counts_the_time_of_each_owner_of_a_mutex),
        TEST(a_waiter_gives_its_mutex_back),
        TEST(a_condition_can_be_a_lock),
        TEST(whoever_had_it_before_it_was_known_to_be_one_had_it),
        TEST(who_waits_for_it_tells_that_another_has_it),
        TEST(who_ends_owns_nothing),
        TEST(what_is_signalled_without_a_mutex_is_no_lock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
