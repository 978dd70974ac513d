/* 43_hostile_control_test.c - programs that try the scheduler's patience: each
   ends, is stuck, or is named; the lab never hangs. */
#include "tests/support/controlled.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { SEEDS = 3 };

static struct controlled *run(const char *name, unsigned seed,
                              unsigned deadline_ms, unsigned moves_at_most)
{
    char *arguments[] = {(char *)(uintptr_t)name, NULL};

    return controlled_run(
        &(struct controlled_options){.program = "hostile.step",
                                     .arguments = arguments,
                                     .seed = seed,
                                     .deadline_ms = deadline_ms,
                                     .moves_at_most = moves_at_most});
}

/* By turns, and by random schedules: it ends, having printed this. */
static void prints(const char *name, const char *const *lines)
{
    for (unsigned seed = 0; seed < SEEDS; seed++) {
        struct controlled *r = run(name, seed, 0, 0);

        if (r->end != CONTROLLED_ENDED)
            fail_msg("%s, seed %u: end %d, %s\n%s", name, seed, (int)r->end,
                     r->why, r->operations);
        for (size_t i = 0; lines[i]; i++) {
            if (!strstr(r->output, lines[i]))
                fail_msg("%s, seed %u: no \"%s\" in\n%s\n%s", name, seed,
                         lines[i], r->output, r->operations);
        }
        controlled_free(r);
    }
}

#define PRINTS(name, ...) prints(name, (const char *const[]){__VA_ARGS__, NULL})

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void is_late(const char *name, const char *why)
{
    uint64_t start = now_ms();
    struct controlled *r = run(name, 0, 500, 0);

    assert_int_equal(r->end, CONTROLLED_LATE);
    if (!strstr(r->why, why))
        fail_msg("%s: \"%s\", not \"%s\"", name, r->why, why);
    assert_true(now_ms() - start < 5000);
    controlled_free(r);
}

static void a_thread_that_spins_is_named_and_ended(void **state)
{
    (void)state;
    is_late("spin", "task 2 computes");
}

static void a_call_that_is_not_seen_is_named(void **state)
{
    (void)state;
    is_late("unseen", "task 1 is in read");
}

static void a_loop_over_a_flag_leaves_the_turn(void **state)
{
    (void)state;
    PRINTS("flag", "seen\n");
}

static void processes_without_end_have_one(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < 2; seed++) {
        struct controlled *r = run("breed", seed, 20000, 1500);

        assert_int_equal(r->end, CONTROLLED_LONG);
        assert_int_equal(r->counts.lost, 0);
        controlled_free(r);
    }
}

static void a_fork_too_many_is_refused(void **state)
{
    (void)state;
    struct controlled *r = run("chain", 0, 20000, 0);

    assert_int_equal(r->end, CONTROLLED_ENDED);
    assert_string_equal(r->output, "fork: EAGAIN\n");
    controlled_free(r);
}

static void foreign_programs_are_one_operation(void **state)
{
    (void)state;
    PRINTS("foreign", "exec: 3\n", "spawn: 3\n", "foreign\n");
}

static void a_stopped_process_holds_nobody_up(void **state)
{
    struct controlled *r = run("stop", 0, 0, 0);

    (void)state;
    assert_null(strstr(r->operations, " READ "));
    controlled_free(r);
    PRINTS("stop", "stopped: 19\n", "ended: 3\n");
}

static void shells_go_on_under_control(void **state)
{
    (void)state;
    PRINTS("shells", "shell\n", "system: 4\n", "popen: 5\n");
}

static void a_lock_of_the_killed_is_told_of(void **state)
{
    struct controlled *r = run("robust", 0, 0, 0);

    (void)state;
    assert_int_equal(r->end, CONTROLLED_ENDED);
    assert_string_equal(r->output, "lock: EOWNERDEAD\nrepair: 0\nsignal: 9\n"
                                   "lock: EOWNERDEAD\nrepair: 0\nsignal: 9\n");
    controlled_free(r);
}

static void a_zombie_waits_for_its_parent(void **state)
{
    struct controlled *r = run("zombie", 0, 0, 0);

    (void)state;
    assert_int_equal(r->end, CONTROLLED_ENDED);
    assert_string_equal(r->output, "child 1002 of 1001\nstatus: 3\n");
    const char *ended = strstr(r->operations, "process 2 ended");
    assert_non_null(ended);
    const char *waited = strstr(r->operations, "WAIT_CHILD 1");
    assert_true(!waited || ended < waited);
    controlled_free(r);
}

static void a_process_that_dies_takes_no_other_with_it(void **state)
{
    (void)state;
    PRINTS("die", "0: 6\n", "1: b\n", "2: 6\n", "3: 900\n", "4: 800\n",
           "5: f\n");
}

static void threads_outlive_main(void **state)
{
    (void)state;
    PRINTS("main", "thread 1\n", "thread 2\n", "thread 3\n");
}

static void hundreds_of_threads_take_turns(void **state)
{
    (void)state;
    PRINTS("many", "count: 300\n");
}

static void much_output_holds_nobody_up(void **state)
{
    struct controlled *r = run("print", 0, 20000, 0);

    (void)state;
    assert_int_equal(r->end, CONTROLLED_ENDED);
    assert_int_equal(r->counts.output, 10 << 20);
    controlled_free(r);
}

static void a_program_that_closes_all_is_still_told(void **state)
{
    struct controlled *r = run("close", 0, 0, 0);

    (void)state;
    assert_int_equal(r->end, CONTROLLED_ENDED);
    assert_int_equal(r->status, 5 << 8);
    assert_non_null(strstr(r->operations, "UNLOCK"));
    controlled_free(r);
}

static void a_daemon_is_followed(void **state)
{
    (void)state;
    PRINTS("daemon", "daemon 1002\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thread_that_spins_is_named_and_ended),
        cmocka_unit_test(a_call_that_is_not_seen_is_named),
        cmocka_unit_test(a_loop_over_a_flag_leaves_the_turn),
        cmocka_unit_test(processes_without_end_have_one),
        cmocka_unit_test(a_fork_too_many_is_refused),
        cmocka_unit_test(foreign_programs_are_one_operation),
        cmocka_unit_test(a_stopped_process_holds_nobody_up),
        cmocka_unit_test(shells_go_on_under_control),
        cmocka_unit_test(a_lock_of_the_killed_is_told_of),
        cmocka_unit_test(a_zombie_waits_for_its_parent),
        cmocka_unit_test(a_process_that_dies_takes_no_other_with_it),
        cmocka_unit_test(threads_outlive_main),
        cmocka_unit_test(hundreds_of_threads_take_turns),
        cmocka_unit_test(much_output_holds_nobody_up),
        cmocka_unit_test(a_program_that_closes_all_is_still_told),
        cmocka_unit_test(a_daemon_is_followed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
