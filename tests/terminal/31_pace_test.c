/* Pausing a live program, going on, and the pace. */
#include "tests/support/process.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pseudo *run_ticks(void)
{
    stage_usual();
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "ticks", NULL}});

    pseudo_expect(p, "tick 3");
    return p;
}

/* The newest tick on the screen. */
static long newest_tick(struct pseudo *p)
{
    long newest = 0;

    for (const char *at = pseudo_screen(p); (at = strstr(at, " tick "));
         at += 6) {
        if (atol(at + 6) > newest)
            newest = atol(at + 6);
    }
    return newest;
}

static bool has_ticked_past(struct pseudo *p, const void *tick)
{
    return newest_tick(p) > *(const long *)tick;
}

static void holds_the_program_and_lets_it_go_on(void **state)
{
    struct pseudo *p = run_ticks();

    (void)state;
    pseudo_expect_row(p, -1, "Space pause");
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PAUSED");
    pseudo_expect_row(p, -1, "Space go on");
    pseudo_watch(p, 100); /* What was on its way arrives. */
    long tick = newest_tick(p);
    pseudo_watch(p, 300);
    assert_int_equal(newest_tick(p), tick);
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "LIVE");
    pseudo_expect_that(p, has_ticked_past, &tick);
}

static bool is_stopped(struct pseudo *p, const void *unused)
{
    pid_t process;

    (void)unused;
    return pseudo_processes(p, "term_spins", &process, 1) == 1 &&
           process_state(process) == 'T';
}

static bool is_running(struct pseudo *p, const void *unused)
{
    pid_t process;

    (void)unused;
    return pseudo_processes(p, "term_spins", &process, 1) == 1 &&
           process_state(process) == 'R';
}

static void holds_even_one_that_comes_to_no_operation(void **state)
{
    struct pseudo *p;

    (void)state;
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run",
                                    stage_program("term_spins"), NULL}});
    pseudo_expect_row(p, 0, "LIVE");
    pseudo_expect_that(p, is_running, NULL);
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PAUSED");
    pseudo_expect_that(p, is_stopped, NULL);
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "LIVE");
    pseudo_expect_that(p, is_running, NULL);
}

static void can_be_ended_while_it_is_held(void **state)
{
    struct pseudo *p = run_ticks();

    (void)state;
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PAUSED");
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_expect_left(p, 1);
}

static void can_be_left_while_it_is_held(void **state)
{
    struct pseudo *p = run_ticks();

    (void)state;
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PAUSED");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect_left(p, 0);
}

static void goes_down_to_a_second_a_step_and_up_to_full_speed(void **state)
{
    struct pseudo *p = run_ticks();

    (void)state;
    pseudo_expect_row(p, 0, "full speed");
    pseudo_type(p, "+"); /* There is nothing faster. */
    pseudo_type(p, "-");
    pseudo_expect_row(p, 0, "1 ms a step");
    pseudo_type(p, "--");
    pseudo_expect_row(p, 0, " 10 ms a step");
    pseudo_type(p, "------------");
    pseudo_expect_row(p, 0, "1000 ms a step");
    pseudo_type(p, "=");
    pseudo_expect_row(p, 0, "700 ms a step");
    pseudo_type(p, "++++++++++++");
    pseudo_expect_row(p, 0, "full speed");
}

static void takes_effect_at_once(void **state)
{
    struct pseudo *p = run_ticks();

    (void)state;
    pseudo_type(p, "-----------");
    pseudo_expect_row(p, 0, "1000 ms a step");
    pseudo_watch(p, 100);
    long tick = newest_tick(p);
    long next = tick + 1;
    pseudo_watch(p, 500);
    assert_true(newest_tick(p) <= next);
    pseudo_type(p, "+++++++++++");
    pseudo_expect_row(p, 0, "full speed");
    tick += 20; /* At the slow pace, that would take a minute. */
    pseudo_expect_that(p, has_ticked_past, &tick);
}

static void is_as_asked_for_when_the_program_runs_again(void **state)
{
    struct pseudo *p;

    (void)state;
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "--pace", "3",
                                    stage_program("term_ticks"), NULL}});
    pseudo_expect_row(p, 0, " 3 ms a step");
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_type(p, "r");
    pseudo_expect_row(p, 0, " 3 ms a step");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(holds_the_program_and_lets_it_go_on),
        pseudo_test(holds_even_one_that_comes_to_no_operation),
        pseudo_test(can_be_ended_while_it_is_held),
        pseudo_test(can_be_left_while_it_is_held),
        pseudo_test(goes_down_to_a_second_a_step_and_up_to_full_speed),
        pseudo_test(takes_effect_at_once),
        pseudo_test(is_as_asked_for_when_the_program_runs_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
