/* 26_stuck_test.c - all wait: is it for good? Only if nobody else can help. */
#include "tests/support/scene.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

static uint32_t mutex;
static uint32_t ready;

static int begin(void **state)
{
    scene_of_main(state);
    mutex = story_object(s, KIND_MUTEX, "mutex");
    ready = story_object(s, KIND_CONDITION, "ready");
    t1 = story_thread(s, STORY_MAIN);
    return 0;
}

static void main_joins(void)
{
    story_about(s, STORY_MAIN, OP_JOIN, STAGE_WANTS, 0, t1, 0);
}

/* After a second of silence. */
static enum verdict verdict_when_quiet(void)
{
    story_passes(s, 1000);
    return s->model->stuck.verdict;
}

static void calls_a_signal_that_came_too_early_a_lost_wakeup(void **state)
{
    (void)state;
    story_did(s, STORY_MAIN, OP_SIGNAL, ready);
    story_awaits(s, t1, ready, mutex);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_LOST_WAKEUP);
    assert_string_equal(story_stuck(s),
                        "Lost wakeup: main waits for T1 to end; "
                        "T1 waits on ready for a signal; "
                        "ready was signalled while nobody waited.");
}

static void misses_no_signal_after_which_it_has_looked(void **state)
{
    (void)state;
    story_did(s, STORY_MAIN, OP_SIGNAL, ready);
    story_did(s, t1, OP_LOCK, mutex);
    story_did(s, t1, OP_UNLOCK, mutex);
    story_awaits(s, t1, ready, mutex);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_DEADLOCK);
    assert_non_null(strstr(story_stuck(s), "nobody is left"));
}

static void misses_a_signal_that_came_after_it_has_looked(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, mutex);
    story_did(s, t1, OP_UNLOCK, mutex);
    story_did(s, STORY_MAIN, OP_SIGNAL, ready);
    story_awaits(s, t1, ready, mutex);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_LOST_WAKEUP);
}

/* Another program could find it by its name; under control, none is there. */
static void judges_what_has_a_name_only_under_control(void **state)
{
    uint32_t queue = story_object(s, KIND_MESSAGE_QUEUE, "queue");

    (void)state;
    story_did(s, STORY_MAIN, OP_QUEUE_OPEN, queue);
    story_wants(s, t1, OP_RECEIVE, queue);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
    story_event(s, (struct event){.type = EVENT_STANDSTILL});
    assert_int_equal(s->model->stuck.verdict, VERDICT_DEADLOCK);
}

static void
calls_a_handled_signal_that_is_waited_for_a_lost_wakeup(void **state)
{
    (void)state;
    story_did_value(s, t1, OP_HANDLER_ENTER, 0, SIGUSR1);
    story_did_value(s, t1, OP_HANDLER_LEAVE, 0, SIGUSR1);
    story_wants(s, t1, OP_PAUSE, 0);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE); /* Anyone may send. */
    story_event(s, (struct event){.type = EVENT_STANDSTILL});
    assert_int_equal(s->model->stuck.verdict, VERDICT_LOST_WAKEUP);
    assert_non_null(strstr(story_stuck(s), "a signal came before it waited"));
}

static void calls_a_signal_that_was_never_sent_a_deadlock(void **state)
{
    (void)state;
    story_awaits(s, t1, ready, mutex);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_DEADLOCK);
    assert_int_equal(s->model->stuck.count, 2);
}

static void does_not_judge_before_it_has_been_quiet_for_a_while(void **state)
{
    (void)state;
    story_awaits(s, t1, ready, mutex);
    main_joins();
    for (int i = 0; i < 10; i++) {
        story_passes(s, 20);
        assert_int_equal(s->model->stuck.verdict, VERDICT_NONE);
    }
    story_passes(s, 200);
    assert_int_equal(s->model->stuck.verdict, VERDICT_DEADLOCK);
}

static void forgets_it_when_one_goes_on_after_all(void **state)
{
    (void)state;
    story_awaits(s, t1, ready, mutex);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_DEADLOCK);
    story_about(s, t1, OP_WAIT, STAGE_DID, ready, mutex, 0);
    assert_int_equal(s->model->stuck.verdict, VERDICT_NONE);
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE); /* T1 runs. */
}

static void judges_every_wait_that_only_the_program_can_end(void **state)
{
    uint32_t slots = story_object(s, KIND_SEMAPHORE, "slots");
    uint32_t gate = story_object(s, KIND_BARRIER, "gate");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_INIT, slots, 0);
    story_did_value(s, STORY_MAIN, OP_BARRIER_INIT, gate, 2);
    main_joins();
    story_wants(s, t1, OP_SEMAPHORE_WAIT, slots);
    assert_int_equal(verdict_when_quiet(), VERDICT_DEADLOCK);
    story_failed(s, t1, OP_SEMAPHORE_WAIT, slots, EINTR);
    story_wants(s, t1, OP_BARRIER_WAIT, gate);
    assert_int_equal(verdict_when_quiet(), VERDICT_DEADLOCK);
}

static void judges_a_reader_that_keeps_its_own_pipe_open(void **state)
{
    uint32_t ends = story_shared(s, KIND_PIPE, "ends");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_PIPE, ends, INT64_C(4) << 32 | 3);
    main_joins();
    story_wants(s, t1, OP_READ, ends);
    assert_int_equal(verdict_when_quiet(), VERDICT_DEADLOCK);
}

static void judges_what_is_left_after_others_have_ended(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    t2 = story_thread(s, STORY_MAIN);

    (void)state;
    story_about(s, t2, OP_END, STAGE_DID, 0, t2, 0);
    story_ended(s, story_process_of(s, child), 0, true);
    story_awaits(s, t1, ready, mutex);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_DEADLOCK);
}

static void judges_by_samples_too(void **state)
{
    (void)state;
    story_awaits(s, t1, ready, mutex);
    main_joins();
    s->now_ns += UINT64_C(1000000000);
    story_sample(s, STORY_MAIN, 'S', 0);
    story_sample(s, t1, 'S', 0);
    assert_int_equal(s->model->stuck.verdict, VERDICT_DEADLOCK);
}

/* ---- Somebody, or something, may help. ---- */

static void trusts_a_task_that_runs(void **state)
{
    (void)state;
    story_awaits(s, t1, ready, mutex);
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

static void trusts_a_task_that_only_sleeps(void **state)
{
    (void)state;
    story_awaits(s, t1, ready, mutex);
    story_about(s, STORY_MAIN, OP_SLEEP, STAGE_WANTS, 0, 0, 5000000);
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

static void trusts_a_wait_with_a_limit(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, mutex);
    story_about(s, t1, OP_TIMED_WAIT, STAGE_WANTS, ready, mutex, 0);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

/* Whatever the model says: the kernel sees it run. */
static void trusts_the_kernel_when_it_sees_one_run(void **state)
{
    static const char others[] = "RDTt";

    (void)state;
    story_awaits(s, t1, ready, mutex);
    main_joins();
    for (size_t i = 0; others[i]; i++) {
        story_sample(s, t1, others[i], 0);
        assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
    }
    story_sample(s, t1, 'S', 0);
    assert_int_equal(verdict_when_quiet(), VERDICT_DEADLOCK);
}

static void trusts_what_comes_from_outside(void **state)
{
    static const enum operation waits[] = {OP_PAUSE, OP_SIGNAL_WAIT, OP_ACCEPT,
                                           OP_POLL, OP_CONNECT};
    uint32_t socket = story_shared(s, KIND_SOCKET, "socket");

    (void)state;
    main_joins();
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        story_wants(s, t1, waits[i], socket);
        assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
    }
}

static void trusts_a_pipe_that_came_from_outside(void **state)
{
    uint32_t input = story_shared(s, KIND_PIPE, "");

    (void)state;
    main_joins();
    story_wants(s, t1, OP_READ, input);
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

static void trusts_a_file_that_others_may_unlock(void **state)
{
    uint32_t file = story_shared(s, KIND_FILE, "file");

    (void)state;
    story_did(s, t1, OP_FILE_LOCK, file);
    story_wants(s, t1, OP_FILE_LOCK, file);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

/* A name is for others to find it by. */
static void trusts_a_semaphore_that_has_a_name_for_others(void **state)
{
    uint32_t named = story_shared(s, KIND_SEMAPHORE, "/turns");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_SEMAPHORE_OPEN, named, 0);
    main_joins();
    story_wants(s, t1, OP_SEMAPHORE_WAIT, named);
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

static void trusts_a_queue_that_has_a_name_for_others(void **state)
{
    uint32_t queue = story_shared(s, KIND_MESSAGE_QUEUE, "/jobs");

    (void)state;
    story_did_value(s, STORY_MAIN, OP_QUEUE_OPEN, queue, 0);
    main_joins();
    story_wants(s, t1, OP_RECEIVE, queue);
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

static void trusts_a_program_that_has_set_a_timer(void **state)
{
    (void)state;
    story_did(s, STORY_MAIN, OP_TIMER, 0);
    story_awaits(s, t1, ready, mutex);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

static void trusts_tasks_it_could_not_watch(void **state)
{
    (void)state;
    story_lost(s, 0, 1);
    story_awaits(s, t1, ready, mutex);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

static void trusts_a_process_it_cannot_see_into(void **state)
{
    (void)state;
    story_event(s, (struct event){.type = EVENT_PROCESS,
                                  .process = {2, 1, 99, "static"}});
    story_awaits(s, t1, ready, mutex);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
    story_ended(s, 2, 0, true);
    assert_int_equal(verdict_when_quiet(), VERDICT_DEADLOCK);
}

static void trusts_a_process_that_is_exiting(void **state)
{
    (void)state;
    story_awaits(s, t1, ready, mutex);
    main_joins();
    story_did_value(s, STORY_MAIN, OP_EXIT, 0, 0);
    main_joins();
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

/* Watched slowly, who has got what it waits for may still be held up. */
static void trusts_a_wait_whose_child_has_ended(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);

    (void)state;
    story_awaits(s, t1, ready, mutex);
    story_wants(s, STORY_MAIN, OP_WAIT_CHILD, 0);
    story_ended(s, story_process_of(s, child), 0, true);
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
    story_about(s, STORY_MAIN, OP_WAIT_CHILD, STAGE_DID, 0,
                story_process_of(s, child), 0);
    story_wants(s, STORY_MAIN, OP_WAIT_CHILD, 0);
    assert_int_equal(verdict_when_quiet(), VERDICT_DEADLOCK);
}

static void trusts_a_wait_for_a_lock_that_is_free(void **state)
{
    (void)state;
    story_did(s, t1, OP_LOCK, mutex);
    story_wants(s, STORY_MAIN, OP_LOCK, mutex);
    story_about(s, t1, OP_WAIT, STAGE_WANTS, ready, mutex, 0);
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

static void says_nothing_when_all_have_ended(void **state)
{
    (void)state;
    story_ended(s, 1, 0, false);
    assert_int_equal(verdict_when_quiet(), VERDICT_NONE);
}

#define TEST(name) SCENE(begin, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(calls_a_signal_that_came_too_early_a_lost_wakeup),
        TEST(misses_no_signal_after_which_it_has_looked),
        TEST(misses_a_signal_that_came_after_it_has_looked),
        TEST(judges_what_has_a_name_only_under_control),
        TEST(calls_a_handled_signal_that_is_waited_for_a_lost_wakeup),
        TEST(calls_a_signal_that_was_never_sent_a_deadlock),
        TEST(does_not_judge_before_it_has_been_quiet_for_a_while),
        TEST(forgets_it_when_one_goes_on_after_all),
        TEST(judges_every_wait_that_only_the_program_can_end),
        TEST(judges_a_reader_that_keeps_its_own_pipe_open),
        TEST(judges_what_is_left_after_others_have_ended),
        TEST(judges_by_samples_too),
        TEST(trusts_a_task_that_runs),
        TEST(trusts_a_task_that_only_sleeps),
        TEST(trusts_a_wait_with_a_limit),
        TEST(trusts_the_kernel_when_it_sees_one_run),
        TEST(trusts_what_comes_from_outside),
        TEST(trusts_a_pipe_that_came_from_outside),
        TEST(trusts_a_file_that_others_may_unlock),
        TEST(trusts_a_semaphore_that_has_a_name_for_others),
        TEST(trusts_a_queue_that_has_a_name_for_others),
        TEST(trusts_a_program_that_has_set_a_timer),
        TEST(trusts_tasks_it_could_not_watch),
        TEST(trusts_a_process_it_cannot_see_into),
        TEST(trusts_a_process_that_is_exiting),
        TEST(trusts_a_wait_whose_child_has_ended),
        TEST(trusts_a_wait_for_a_lock_that_is_free),
        TEST(says_nothing_when_all_have_ended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
