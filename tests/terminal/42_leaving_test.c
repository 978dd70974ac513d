/* However the lab is left: it exits, gives the terminal back, and leaves
   nothing of the program behind, however stubborn that is. */
#include "tests/support/process.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The lab, the keeper, and three of the program's that will not go. */
enum { FAMILY = 5 };

static struct pseudo *run_stubborn(void)
{
    struct pseudo *p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run",
                                    stage_program("term_stubborn"), NULL}});

    pseudo_expect(p, "settled");
    pseudo_expect_left(p, FAMILY);
    return p;
}

static void expect_restored(struct pseudo *p)
{
    assert_false(pseudo_in_alternate_screen(p));
    assert_true(pseudo_cursor_is_visible(p));
    assert_true(pseudo_is_sane(p));
}

static void by_q(void **state)
{
    struct pseudo *p = run_stubborn();

    (void)state;
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect_left(p, 0);
    expect_restored(p);
}

static void by_x_which_ends_only_the_program(void **state)
{
    struct pseudo *p = run_stubborn();

    (void)state;
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_expect_left(p, 1);
    pseudo_type(p, "r");
    pseudo_expect(p, "settled");
    pseudo_expect_left(p, FAMILY);
}

static void by_control_c(void **state)
{
    struct pseudo *p = run_stubborn();

    (void)state;
    pseudo_type(p, "\003");
    assert_int_equal(pseudo_status(p), 128 + SIGINT);
    pseudo_expect_left(p, 0);
    expect_restored(p);
}

static void by_control_c_in_the_menu(void **state)
{
    struct pseudo *p;

    (void)state;
    stage_usual();
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), NULL}});
    pseudo_expect_row(p, -1, "quit");
    pseudo_type(p, "\003");
    assert_int_equal(pseudo_status(p), 128 + SIGINT);
    expect_restored(p);
}

static void by_a_signal(int number)
{
    struct pseudo *p = run_stubborn();

    pseudo_signal(p, number);
    assert_int_equal(pseudo_status(p), 128 + number);
    pseudo_expect_left(p, 0);
    expect_restored(p);
}

static void by_sigterm(void **state)
{
    (void)state;
    by_a_signal(SIGTERM);
}

static void by_sighup(void **state)
{
    (void)state;
    by_a_signal(SIGHUP);
}

static void by_closing_the_terminal(void **state)
{
    struct pseudo *p = run_stubborn();

    (void)state;
    pseudo_hang_up(p);
    assert_true(pseudo_status(p) >= 0); /* It exited; nothing killed it. */
    pseudo_expect_left(p, 0);
}

static void by_closing_the_terminal_while_it_is_paused(void **state)
{
    struct pseudo *p = run_stubborn();

    (void)state;
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PAUSED");
    pseudo_hang_up(p);
    assert_true(pseudo_status(p) >= 0);
    pseudo_expect_left(p, 0);
}

static void by_closing_the_terminal_in_the_menu(void **state)
{
    struct pseudo *p;

    (void)state;
    stage_usual();
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), NULL}});
    pseudo_expect_row(p, -1, "quit");
    pseudo_hang_up(p);
    assert_true(pseudo_status(p) >= 0);
    pseudo_expect_left(p, 0);
}

/* Nothing is left within two seconds of it. */
static void by_sigkill(void **state)
{
    struct pseudo *p = run_stubborn();
    long killed = process_now_ms();

    (void)state;
    pseudo_signal(p, SIGKILL);
    assert_int_equal(pseudo_status(p), -SIGKILL);
    pseudo_expect_left(p, 0);
    assert_true(process_now_ms() - killed < 2000);
}

static void by_sigkill_while_the_program_is_paused(void **state)
{
    struct pseudo *p = run_stubborn();

    (void)state;
    pseudo_type(p, " ");
    pseudo_expect_row(p, 0, "PAUSED");
    pseudo_signal(p, SIGKILL);
    assert_int_equal(pseudo_status(p), -SIGKILL);
    pseudo_expect_left(p, 0);
}

static void by_q_right_after_the_keeper_was_killed(void **state)
{
    struct pseudo *p = run_stubborn();
    pid_t keeper;

    (void)state;
    assert_int_equal(pseudo_processes(p, "keeper", &keeper, 1), 1);
    kill(keeper, SIGKILL);
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect_left(p, 0);
}

static bool first_is_gone(struct pseudo *p, const void *unused)
{
    (void)unused;
    return pseudo_processes(p, "keeper", NULL, 0) == 0 &&
           pseudo_processes(p, "term_stubborn", NULL, 0) < 3;
}

/* Nobody is left who would know of the family. */
static void by_sigkill_right_after_the_keeper_was_killed(void **state)
{
    struct pseudo *p = run_stubborn();
    pid_t keeper;

    (void)state;
    assert_int_equal(pseudo_processes(p, "keeper", &keeper, 1), 1);
    pseudo_signal(p, SIGSTOP); /* So that it does not take over. */
    kill(keeper, SIGKILL);
    pseudo_signal(p, SIGKILL);
    assert_int_equal(pseudo_status(p), -SIGKILL);
    /* The program goes with its keeper; what it forked need not. */
    pseudo_expect_that(p, first_is_gone, NULL);
}

static void a_killed_program_leaves_the_lab_usable(void **state)
{
    struct pseudo *p;
    pid_t program;

    (void)state;
    stage_usual();
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "ticks", NULL}});
    pseudo_expect(p, "tick 3");
    assert_int_equal(pseudo_processes(p, "term_ticks", &program, 1), 1);
    kill(program, SIGKILL);
    pseudo_expect(p, "the program ended: killed by SIGKILL");
    pseudo_type(p, "r");
    pseudo_expect_row(p, 0, "LIVE");
    pseudo_expect(p, "tick 3");
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    pseudo_expect_left(p, 0);
}

static void a_killed_keeper_leaves_the_lab_usable(void **state)
{
    struct pseudo *p;
    pid_t keeper;

    (void)state;
    stage_usual();
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "ticks", NULL}});
    pseudo_expect(p, "tick 3");
    assert_int_equal(pseudo_processes(p, "keeper", &keeper, 1), 1);
    kill(keeper, SIGKILL);
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_expect_left(p, 1);
    pseudo_type(p, "r");
    pseudo_expect_row(p, 0, "LIVE");
    pseudo_expect(p, "tick 3");
}

static void a_stopped_program_can_be_ended(void **state)
{
    struct pseudo *p;
    pid_t program;

    (void)state;
    stage_usual();
    p = pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){stage_lab(), "run", "ticks", NULL}});
    pseudo_expect(p, "tick 3");
    assert_int_equal(pseudo_processes(p, "term_ticks", &program, 1), 1);
    kill(program, SIGSTOP);
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_expect_left(p, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        pseudo_test(by_q),
        pseudo_test(by_x_which_ends_only_the_program),
        pseudo_test(by_control_c),
        pseudo_test(by_control_c_in_the_menu),
        pseudo_test(by_sigterm),
        pseudo_test(by_sighup),
        pseudo_test(by_closing_the_terminal),
        pseudo_test(by_closing_the_terminal_while_it_is_paused),
        pseudo_test(by_closing_the_terminal_in_the_menu),
        pseudo_test(by_sigkill),
        pseudo_test(by_sigkill_while_the_program_is_paused),
        pseudo_test(by_q_right_after_the_keeper_was_killed),
        pseudo_test(by_sigkill_right_after_the_keeper_was_killed),
        pseudo_test(a_killed_program_leaves_the_lab_usable),
        pseudo_test(a_killed_keeper_leaves_the_lab_usable),
        pseudo_test(a_stopped_program_can_be_ended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
