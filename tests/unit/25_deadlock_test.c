/* 25_deadlock_test.c - cycles: found when they close, never before. */
#include "tests/support/scene.h"

#include <errno.h>
#include <string.h>

enum { MOST = 40 };

static void assert_free(void)
{
    assert_int_equal(s->model->stuck.verdict, VERDICT_NONE);
    assert_string_equal(story_stuck(s), "");
}

static void assert_deadlock_of(unsigned count)
{
    assert_int_equal(s->model->stuck.verdict, VERDICT_DEADLOCK);
    assert_int_equal(s->model->stuck.count, count);
}

/* Is there an edge in what is stuck? */
static bool has_edge(uint32_t from, uint32_t object, uint32_t to)
{
    for (unsigned i = 0; i < s->model->stuck.count; i++) {
        const struct stuck_edge *edge = &s->model->stuck.edges[i];

        if (edge->from == from && edge->object == object && edge->to == to)
            return true;
    }
    return false;
}

/* Each of `count` threads holds one lock; each but the last waits for the
   next one's. */
static void make_chain(unsigned count, uint32_t *tasks, uint32_t *locks)
{
    assert_true(count <= MOST);
    for (unsigned i = 0; i < count; i++) {
        tasks[i] = story_thread(s, STORY_MAIN);
        locks[i] = story_object(s, KIND_MUTEX, "");
        story_did(s, tasks[i], OP_LOCK, locks[i]);
    }
    for (unsigned i = 0; i + 1 < count; i++) {
        story_wants_type(s, tasks[i], locks[i + 1], 0);
        assert_free();
    }
}

static void close_chain(unsigned count, uint32_t *tasks, uint32_t *locks)
{
    make_chain(count, tasks, locks);
    story_wants_type(s, tasks[count - 1], locks[0], 0);
}

static void finds_two_that_wait_for_each_other(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_wants_type(s, t1, right, 0);
    assert_free();
    story_wants_type(s, t2, left, 0);
    assert_deadlock_of(2);
    assert_true(has_edge(t1, right, t2));
    assert_true(has_edge(t2, left, t1));
    assert_true(s->model->stuck.since_ns == s->now_ns);
    assert_string_equal(story_stuck(s),
                        "Deadlock: T2 waits for left, held by T1; "
                        "T1 waits for right, held by T2.");
}

static void finds_cycles_of_any_length_it_can_name(void **state)
{
    static const unsigned lengths[] = {2, 3, 5, CYCLE};
    uint32_t tasks[MOST];
    uint32_t locks[MOST];

    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        unsigned count = lengths[i];

        scene_end(state);
        scene_of_two(state);
        close_chain(count, tasks, locks);
        assert_deadlock_of(count);
        for (unsigned j = 0; j < count; j++)
            assert_true(has_edge(tasks[j], locks[(j + 1) % count],
                                 tasks[(j + 1) % count]));
    }
}

static void finds_a_ring_too_long_to_name_once_all_is_quiet(void **state)
{
    uint32_t tasks[MOST];
    uint32_t locks[MOST];

    (void)state;
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    story_about(s, t2, OP_END, STAGE_DID, 0, t2, 0);
    close_chain(CYCLE + 4, tasks, locks);
    story_about(s, STORY_MAIN, OP_JOIN, STAGE_WANTS, 0, tasks[0], 0);
    story_passes(s, 1000);
    assert_int_equal(s->model->stuck.verdict, VERDICT_DEADLOCK);
    assert_true(s->model->stuck.count <= CYCLE);
}

static void does_not_blame_who_only_waits_for_the_cycle(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_wants_type(s, STORY_MAIN, left, 0);
    story_wants_type(s, t1, right, 0);
    story_wants_type(s, t2, left, 0);
    assert_deadlock_of(2);
    assert_false(has_edge(STORY_MAIN, left, t1));
}

static void finds_the_cycle_that_is_closed_by_being_passed_over(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants_type(s, t1, right, 0); /* Still free. */
    story_did(s, t2, OP_LOCK, right);
    assert_free();
    story_wants_type(s, t2, left, 0);
    assert_deadlock_of(2);
}

static void finds_who_waits_to_join_who_waits_for_its_lock(void **state)
{
    (void)state;
    story_did(s, STORY_MAIN, OP_LOCK, left);
    story_wants_type(s, t1, left, 0);
    story_about(s, STORY_MAIN, OP_JOIN, STAGE_WANTS, 0, t1, 0);
    assert_deadlock_of(2);
    assert_true(has_edge(STORY_MAIN, 0, t1));
    assert_string_equal(story_stuck(s), "Deadlock: main waits for T1 to end; "
                                        "T1 waits for left, held by main.");
}

static void finds_who_waits_for_a_child_that_waits_for_its_lock(void **state)
{
    uint32_t shared = story_shared(s, KIND_MUTEX, "shared");
    uint32_t child = story_fork(s, STORY_MAIN);

    (void)state;
    story_did(s, STORY_MAIN, OP_LOCK, shared);
    story_wants_type(s, child, shared, 0);
    story_about(s, STORY_MAIN, OP_WAIT_CHILD, STAGE_WANTS, 0,
                story_process_of(s, child), 0);
    assert_deadlock_of(2);
    assert_string_equal(story_stuck(s), "Deadlock: main waits for P1 to end; "
                                        "P1 waits for shared, held by main.");
}

/* Another thread of the child may end the process, or unlock. */
static void trusts_a_child_that_has_other_threads(void **state)
{
    uint32_t shared = story_shared(s, KIND_MUTEX, "shared");
    uint32_t child = story_fork(s, STORY_MAIN);

    (void)state;
    story_thread(s, child);
    story_did(s, STORY_MAIN, OP_LOCK, shared);
    story_wants_type(s, child, shared, 0);
    story_about(s, STORY_MAIN, OP_WAIT_CHILD, STAGE_WANTS, 0,
                story_process_of(s, child), 0);
    assert_free();
}

static void finds_a_writer_and_a_reader_in_each_others_way(void **state)
{
    uint32_t book = story_object(s, KIND_RWLOCK, "book");

    (void)state;
    story_did(s, STORY_MAIN, OP_READ_LOCK, book);
    story_did(s, t1, OP_READ_LOCK, book);
    story_did(s, t2, OP_LOCK, left);
    story_wants_type(s, t1, left, 0);
    story_wants(s, t2, OP_WRITE_LOCK, book);
    assert_deadlock_of(2); /* Though main could read on. */
}

static void finds_readers_that_both_would_write(void **state)
{
    uint32_t book = story_object(s, KIND_RWLOCK, "book");

    (void)state;
    story_did(s, t1, OP_READ_LOCK, book);
    story_wants(s, t1, OP_WRITE_LOCK, book);
    assert_deadlock_of(1);
}

static void finds_spinning_in_a_circle(void **state)
{
    uint32_t spin = story_object(s, KIND_SPINLOCK, "spin");

    (void)state;
    story_did(s, t1, OP_SPIN_LOCK, spin);
    story_wants(s, t1, OP_SPIN_LOCK, spin);
    assert_deadlock_of(1);
}

/* ---- Oneself. ---- */

static void finds_who_locks_a_normal_mutex_twice(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants_type(s, t1, left, 0);
    assert_deadlock_of(1);
    assert_string_equal(story_stuck(s),
                        "Deadlock: T1 waits for left, held by T1.");
}

static void lets_other_kinds_be_locked_twice(void **state)
{
    static const int64_t types[] = {MUTEX_RECURSIVE, MUTEX_ERROR_CHECKING,
                                    MUTEX_RECURSIVE | MUTEX_ROBUST,
                                    MUTEX_ERROR_CHECKING | MUTEX_ROBUST};

    (void)state;
    story_did(s, t1, OP_LOCK, left);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        story_wants_type(s, t1, left, types[i]);
        assert_free();
        story_failed(s, t1, OP_LOCK, left, EAGAIN);
    }
}

static void finds_who_locks_a_robust_mutex_twice(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants_type(s, t1, left, MUTEX_ROBUST);
    assert_deadlock_of(1);
}

/* pthread_join(3): EDEADLK. The task is told, and goes on. */
static void lets_a_task_try_to_join_itself(void **state)
{
    (void)state;
    story_about(s, t1, OP_JOIN, STAGE_WANTS, 0, t1, 0);
    assert_free();
}

/* ---- No deadlock. ---- */

static void trusts_who_waits_for_a_limited_time(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_wants_type(s, t1, right, 0);
    story_wants(s, t2, OP_TIMED_LOCK, left);
    assert_free();
    story_failed(s, t2, OP_TIMED_LOCK, left, ETIMEDOUT);
    story_did(s, t2, OP_UNLOCK, right);
    assert_free();
}

static void trusts_who_only_tries(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_wants_type(s, t1, right, 0);
    story_wants(s, t2, OP_TRY_LOCK, left);
    assert_free();
}

static void trusts_a_chain_that_does_not_close(void **state)
{
    uint32_t tasks[MOST];
    uint32_t locks[MOST];

    (void)state;
    make_chain(20, tasks, locks);
    story_did(s, tasks[19], OP_UNLOCK, locks[19]);
    assert_free();
}

/* ---- Locks whose owner is gone. ---- */

static void finds_a_lock_a_forked_child_can_never_get(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t copy = story_copy(s, left, story_process_of(s, child));
    story_wants_type(s, child, copy, 0);
    assert_deadlock_of(1);
    assert_true(has_edge(child, copy, 0));
}

static void finds_a_lock_that_an_ended_thread_left_held(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    story_wants_type(s, t2, left, 0);
    assert_int_equal(s->model->stuck.verdict, VERDICT_DEADLOCK);
    assert_int_equal(s->model->stuck.edges[0].from, t2);
    assert_string_equal(story_stuck(s),
                        "Deadlock: T2 waits for left, held by T1 (ended); "
                        "nobody is left who could end that.");
}

static void trusts_a_robust_lock_that_an_ended_thread_left_held(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    story_wants_type(s, t2, left, MUTEX_ROBUST);
    assert_free();
    assert_false(story_waits(s, t2)); /* It is told EOWNERDEAD. */
}

/* ---- Forgetting. ---- */

static void forgets_it_when_one_goes_on(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_wants_type(s, t1, right, 0);
    story_wants_type(s, t2, left, 0);
    assert_deadlock_of(2);
    story_failed(s, t2, OP_LOCK, left, EOWNERDEAD);
    assert_free();
}

static void keeps_it_while_others_go_on(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_wants_type(s, t1, right, 0);
    story_wants_type(s, t2, left, 0);
    for (int i = 0; i < 10; i++)
        story_did(s, STORY_MAIN, OP_YIELD, 0);
    story_passes(s, 1000);
    assert_deadlock_of(2);
}

static void finds_it_again_when_a_signal_handler_returns(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_did(s, t2, OP_LOCK, right);
    story_wants_type(s, t1, right, 0);
    story_wants_type(s, t2, left, 0);
    story_did_value(s, t1, OP_HANDLER_ENTER, 0, 10);
    story_did_value(s, t1, OP_HANDLER_LEAVE, 0, 10);
    assert_deadlock_of(2);
}

static void finds_another_after_one_was_forgotten(void **state)
{
    uint32_t tasks[MOST];
    uint32_t locks[MOST];

    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_wants_type(s, t1, left, 0);
    story_failed(s, t1, OP_LOCK, left, EINVAL);
    assert_free();
    close_chain(3, tasks, locks);
    assert_deadlock_of(3);
}

#define TEST(name) SCENE(scene_of_two, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_two_that_wait_for_each_other),
        TEST(finds_cycles_of_any_length_it_can_name),
        TEST(finds_a_ring_too_long_to_name_once_all_is_quiet),
        TEST(does_not_blame_who_only_waits_for_the_cycle),
        TEST(finds_the_cycle_that_is_closed_by_being_passed_over),
        TEST(finds_who_waits_to_join_who_waits_for_its_lock),
        TEST(finds_who_waits_for_a_child_that_waits_for_its_lock),
        TEST(trusts_a_child_that_has_other_threads),
        TEST(finds_a_writer_and_a_reader_in_each_others_way),
        TEST(finds_readers_that_both_would_write),
        TEST(finds_spinning_in_a_circle),
        TEST(finds_who_locks_a_normal_mutex_twice),
        TEST(lets_other_kinds_be_locked_twice),
        TEST(finds_who_locks_a_robust_mutex_twice),
        TEST(lets_a_task_try_to_join_itself),
        TEST(trusts_who_waits_for_a_limited_time),
        TEST(trusts_who_only_tries),
        TEST(trusts_a_chain_that_does_not_close),
        TEST(finds_a_lock_a_forked_child_can_never_get),
        TEST(finds_a_lock_that_an_ended_thread_left_held),
        TEST(trusts_a_robust_lock_that_an_ended_thread_left_held),
        TEST(forgets_it_when_one_goes_on),
        TEST(keeps_it_while_others_go_on),
        TEST(finds_it_again_when_a_signal_handler_returns),
        TEST(finds_another_after_one_was_forgotten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
