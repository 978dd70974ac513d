/* 20_lifecycle_test.c - tasks and processes: born, ended, collected. */
#include "tests/support/scene.h"

#include <signal.h>
#include <string.h>

enum { EXIT_3 = 3 << 8, STOPPED = SIGSTOP << 8 | 0x7f };

static const char *name_of(uint32_t task)
{
    static char name[SENTENCE];

    return describe_task(s->model, task, name, sizeof name);
}

/* ---- Names. ---- */

static void names_tasks_after_their_process_and_order_of_birth(void **state)
{
    t1 = story_thread(s, STORY_MAIN);
    uint32_t child = story_fork(s, STORY_MAIN);
    t2 = story_thread(s, t1);
    uint32_t inside = story_thread(s, child);

    (void)state;
    assert_string_equal(name_of(STORY_MAIN), "main");
    assert_string_equal(name_of(t1), "T1");
    assert_string_equal(name_of(t2), "T2");
    assert_string_equal(name_of(child), "P1");
    assert_string_equal(name_of(inside), "P1.T1");
}

static void has_a_name_for_what_it_does_not_know(void **state)
{
    (void)state;
    assert_string_equal(name_of(0), "?");
    assert_string_equal(name_of(77), "?");
}

static void keeps_the_number_of_a_process_that_is_introduced_again(void **state)
{
    char name[SENTENCE];

    (void)state;
    story_fork(s, STORY_MAIN);
    story_fork(s, STORY_MAIN);
    story_event(s, (struct event){.type = EVENT_PROCESS,
                                  .process = {2, 1, 1002, "other program"}});
    describe_process(s->model, 2, name, sizeof name);
    assert_string_equal(name, "P1");
}

static void remembers_the_name_a_task_is_given(void **state)
{
    t1 = story_thread(s, STORY_MAIN);

    (void)state;
    assert_string_equal(story_task(s, t1)->name, "");
    story_event(s, (struct event){.type = EVENT_OPERATION,
                                  .task = STORY_MAIN,
                                  .operation = {.op = OP_NAME,
                                                .stage = STAGE_DID,
                                                .other = t1,
                                                .text = "reader"}});
    assert_string_equal(story_task(s, t1)->name, "reader");
    assert_string_equal(story_task(s, STORY_MAIN)->name, "");
}

/* ---- Threads. ---- */

static void has_not_run_before_it_begins(void **state)
{
    (void)state;
    story_event(s, (struct event){.type = EVENT_TASK,
                                  .task = 2,
                                  .defined = {1, 1, 1, 0, "worker"}});
    assert_int_equal(story_task(s, 2)->state, TASK_NEW);
    assert_string_equal(story_state(s, 2), "created, has not run yet");
    story_did(s, 2, OP_BEGIN, 0);
    assert_int_equal(story_task(s, 2)->state, TASK_RUNNING);
}

static void keeps_its_state_when_its_number_of_the_kernel_is_told(void **state)
{
    t1 = story_thread(s, STORY_MAIN);
    left = story_object(s, KIND_MUTEX, "left");

    (void)state;
    story_did(s, t1, OP_LOCK, left);
    story_event(s, (struct event){.type = EVENT_TASK,
                                  .task = t1,
                                  .defined = {1, 1, 1, 4711, "worker"}});
    assert_int_equal(story_task(s, t1)->tid, 4711);
    assert_int_equal(story_task(s, t1)->state, TASK_RUNNING);
    assert_true(story_has(s, t1, left));
}

static void waits_to_join_a_task_until_it_ends(void **state)
{
    t1 = story_thread(s, STORY_MAIN);

    (void)state;
    story_about(s, STORY_MAIN, OP_JOIN, STAGE_WANTS, 0, t1, 0);
    assert_true(story_waits(s, STORY_MAIN));
    assert_string_equal(story_state(s, STORY_MAIN), "waits for T1 to end");
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    assert_string_equal(story_state(s, t1), "ended, not joined yet");
    story_about(s, STORY_MAIN, OP_JOIN, STAGE_DID, 0, t1, 0);
    assert_string_equal(story_state(s, t1), "ended");
    assert_true(story_task(s, t1)->joined);
    assert_int_equal(story_task(s, STORY_MAIN)->state, TASK_RUNNING);
}

static void need_not_wait_to_join_a_task_that_has_ended(void **state)
{
    t1 = story_thread(s, STORY_MAIN);

    (void)state;
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    story_about(s, STORY_MAIN, OP_JOIN, STAGE_WANTS, 0, t1, 0);
    assert_false(story_waits(s, STORY_MAIN));
    assert_string_equal(story_state(s, STORY_MAIN), "is about to join T1");
}

static void knows_by_a_join_that_a_task_has_ended(void **state)
{
    t1 = story_thread(s, STORY_MAIN);

    (void)state;
    story_about(s, STORY_MAIN, OP_JOIN, STAGE_DID, 0, t1, 0);
    assert_int_equal(story_task(s, t1)->state, TASK_ENDED);
}

static void has_joined_nothing_when_a_join_fails(void **state)
{
    t1 = story_thread(s, STORY_MAIN);

    (void)state;
    story_about(s, STORY_MAIN, OP_TIMED_JOIN, STAGE_WANTS, 0, t1, 0);
    story_about(s, STORY_MAIN, OP_TIMED_JOIN, STAGE_FAILED, 0, t1, 110);
    assert_true(task_is_alive(story_task(s, t1)));
    assert_false(story_task(s, t1)->joined);
    assert_int_equal(story_task(s, STORY_MAIN)->state, TASK_RUNNING);
}

static void says_that_nobody_will_join_a_detached_task(void **state)
{
    t1 = story_thread(s, STORY_MAIN);

    (void)state;
    story_about(s, STORY_MAIN, OP_DETACH, STAGE_DID, 0, t1, 0);
    story_about(s, t1, OP_END, STAGE_DID, 0, t1, 0);
    assert_string_equal(story_state(s, t1), "ended, detached");
}

/* ---- Processes. ---- */

static void is_exiting_from_its_last_word_until_its_end(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t process = story_process_of(s, child);

    (void)state;
    assert_string_equal(story_fate(s, process), "running");
    story_did_value(s, child, OP_EXIT, 0, 3);
    assert_int_equal(model_process(s->model, process)->state, PROCESS_EXITING);
    assert_string_equal(story_fate(s, process), "exiting, exit 3");
}

static void is_a_zombie_until_it_is_waited_for(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t process = story_process_of(s, child);

    (void)state;
    story_ended(s, process, EXIT_3, true);
    assert_string_equal(story_fate(s, process), "zombie, exit 3");
    assert_int_equal(story_task(s, child)->state, TASK_ENDED);
    story_about(s, STORY_MAIN, OP_WAIT_CHILD, STAGE_DID, 0, process, EXIT_3);
    assert_int_equal(model_process(s->model, process)->state, PROCESS_ENDED);
    assert_string_equal(story_fate(s, process), "exit 3");
}

static void says_which_signal_killed_a_process(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t process = story_process_of(s, child);

    (void)state;
    story_ended(s, process, SIGKILL, false);
    assert_string_equal(story_fate(s, process), "killed by SIGKILL");
}

static void knows_a_status_it_was_told_before(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t process = story_process_of(s, child);

    (void)state;
    story_did_value(s, child, OP_EXIT, 0, 259);
    story_ended(s, process, -1, false);
    assert_string_equal(story_fate(s, process), "exit 3");
}

static void admits_that_it_does_not_know_a_status(void **state)
{
    uint32_t process = story_process_of(s, story_fork(s, STORY_MAIN));

    (void)state;
    story_ended(s, process, -1, false);
    assert_string_equal(story_fate(s, process), "ended");
}

static void ends_all_tasks_of_a_process_and_no_other(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t inside = story_thread(s, child);
    uint32_t outside = story_thread(s, STORY_MAIN);

    (void)state;
    story_ended(s, story_process_of(s, child), 0, true);
    assert_false(task_is_alive(story_task(s, child)));
    assert_false(task_is_alive(story_task(s, inside)));
    assert_true(task_is_alive(story_task(s, outside)));
    assert_true(task_is_alive(story_task(s, STORY_MAIN)));
}

static void waits_for_a_child_that_runs(void **state)
{
    uint32_t process = story_process_of(s, story_fork(s, STORY_MAIN));

    (void)state;
    story_about(s, STORY_MAIN, OP_WAIT_CHILD, STAGE_WANTS, 0, process, 0);
    assert_true(story_waits(s, STORY_MAIN));
    assert_string_equal(story_state(s, STORY_MAIN), "waits for P1 to end");
}

static void waits_for_any_child_until_one_is_a_zombie(void **state)
{
    uint32_t first = story_process_of(s, story_fork(s, STORY_MAIN));

    (void)state;
    story_fork(s, STORY_MAIN);
    story_wants(s, STORY_MAIN, OP_WAIT_CHILD, 0);
    assert_true(story_waits(s, STORY_MAIN));
    assert_string_equal(story_state(s, STORY_MAIN), "waits for a child to end");
    story_failed(s, STORY_MAIN, OP_WAIT_CHILD, 0, 4);
    story_ended(s, first, 0, true);
    story_wants(s, STORY_MAIN, OP_WAIT_CHILD, 0);
    assert_false(story_waits(s, STORY_MAIN));
}

static void does_not_count_the_zombies_of_others(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t grandchild = story_process_of(s, story_fork(s, child));

    (void)state;
    story_ended(s, grandchild, 0, true);
    story_wants(s, STORY_MAIN, OP_WAIT_CHILD, 0);
    assert_true(story_waits(s, STORY_MAIN));
}

static void does_not_take_a_stopped_child_for_an_ended_one(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t process = story_process_of(s, child);

    (void)state;
    story_about(s, STORY_MAIN, OP_WAIT_CHILD, STAGE_DID, 0, process, STOPPED);
    assert_int_equal(model_process(s->model, process)->state, PROCESS_RUNNING);
    story_about(s, STORY_MAIN, OP_WAIT_CHILD, STAGE_DID, 0, process, 0xffff);
    assert_true(task_is_alive(story_task(s, child)));
}

static void says_that_a_stopped_child_was_stopped(void **state)
{
    char text[SENTENCE];

    (void)state;
    describe_status(STOPPED, text, sizeof text);
    assert_string_equal(text, "stopped by SIGSTOP");
    describe_status(0xffff, text, sizeof text);
    assert_string_equal(text, "continued");
}

static void is_an_orphan_when_its_parent_ends_first(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t grandchild = story_process_of(s, story_fork(s, child));

    (void)state;
    assert_false(model_process(s->model, grandchild)->orphan);
    story_ended(s, story_process_of(s, child), 0, true);
    assert_true(model_process(s->model, grandchild)->orphan);
    assert_string_equal(story_fate(s, grandchild), "running, orphan");
    story_ended(s, grandchild, EXIT_3, false);
    assert_string_equal(story_fate(s, grandchild), "exit 3");
}

static void makes_no_orphan_of_a_child_that_was_waited_for(void **state)
{
    uint32_t child = story_fork(s, STORY_MAIN);
    uint32_t grandchild = story_process_of(s, story_fork(s, child));

    (void)state;
    story_ended(s, grandchild, 0, true);
    story_about(s, child, OP_WAIT_CHILD, STAGE_DID, 0, grandchild, 0);
    story_ended(s, story_process_of(s, child), 0, true);
    assert_false(model_process(s->model, grandchild)->orphan);
}

static void runs_another_program_after_exec(void **state)
{
    (void)state;
    story_event(s, (struct event){.type = EVENT_OPERATION,
                                  .task = STORY_MAIN,
                                  .operation = {.op = OP_EXEC,
                                                .stage = STAGE_DID,
                                                .other = 1,
                                                .text = "sort"}});
    assert_string_equal(model_process(s->model, 1)->program, "sort");
    assert_int_equal(story_task(s, STORY_MAIN)->state, TASK_RUNNING);
}

static void remembers_what_it_died_of(void **state)
{
    const struct process *process = model_process(s->model, 1);

    (void)state;
    story_did_value(s, STORY_MAIN, OP_CRASH, 0, SIGSEGV);
    assert_int_equal(process->crash_signal, SIGSEGV);
    assert_int_equal(s->model->finding_count, 1);
    assert_int_equal(s->model->findings[0].verdict, VERDICT_CRASH);
}

static void takes_an_end_that_is_told_twice_for_one(void **state)
{
    uint32_t process = story_process_of(s, story_fork(s, STORY_MAIN));

    (void)state;
    story_ended(s, process, EXIT_3, true);
    story_ended(s, process, -1, false);
    story_ended(s, process, SIGKILL, true);
    assert_string_equal(story_fate(s, process), "exit 3");
}

#define TEST(name) SCENE(scene_of_main, name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_tasks_after_their_process_and_order_of_birth),
        TEST(has_a_name_for_what_it_does_not_know),
        TEST(keeps_the_number_of_a_process_that_is_introduced_again),
        TEST(remembers_the_name_a_task_is_given),
        TEST(has_not_run_before_it_begins),
        TEST(keeps_its_state_when_its_number_of_the_kernel_is_told),
        TEST(waits_to_join_a_task_until_it_ends),
        TEST(need_not_wait_to_join_a_task_that_has_ended),
        TEST(knows_by_a_join_that_a_task_has_ended),
        TEST(has_joined_nothing_when_a_join_fails),
        TEST(says_that_nobody_will_join_a_detached_task),
        TEST(is_exiting_from_its_last_word_until_its_end),
        TEST(is_a_zombie_until_it_is_waited_for),
        TEST(says_which_signal_killed_a_process),
        TEST(knows_a_status_it_was_told_before),
        TEST(admits_that_it_does_not_know_a_status),
        TEST(ends_all_tasks_of_a_process_and_no_other),
        TEST(waits_for_a_child_that_runs),
        TEST(waits_for_any_child_until_one_is_a_zombie),
        TEST(does_not_count_the_zombies_of_others),
        TEST(does_not_take_a_stopped_child_for_an_ended_one),
        TEST(says_that_a_stopped_child_was_stopped),
        TEST(is_an_orphan_when_its_parent_ends_first),
        TEST(makes_no_orphan_of_a_child_that_was_waited_for),
        TEST(runs_another_program_after_exec),
        TEST(remembers_what_it_died_of),
        TEST(takes_an_end_that_is_told_twice_for_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
