/* Which of a lesson's outcomes an ending is. */
#include "tui/lessons/prediction.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EXIT_3 = 3 << 8, KILLED = SIGKILL };

static const struct ending usual = {
    .over = true, .status = 0, .verdict = VERDICT_NONE, .output = ""};

/* Judges by a page with these outcomes. */
static int judge(const char *outcomes, const struct ending *ending)
{
    struct lesson lesson = {.name = strdup("name")};
    char text[512] = "";

    lesson_parse(&lesson, strcat(strcat(text, outcomes), "\n"), NULL);
    int happened = prediction_judge(&lesson, ending);
    lesson_fini(&lesson);
    return happened;
}

static void by_the_exit_status(void **state)
{
    struct ending ending = usual;

    (void)state;
    assert_int_equal(
        judge("outcome: a | exit 3\noutcome: b | exit 0\n", &ending), 2);
    ending.status = EXIT_3;
    assert_int_equal(
        judge("outcome: a | exit 3\noutcome: b | exit 0\n", &ending), 1);
    ending.status = KILLED;
    assert_int_equal(
        judge("outcome: a | exit 3\noutcome: b | exit 0\n", &ending), 0);
}

static void by_the_signal_with_or_without_its_prefix(void **state)
{
    struct ending ending = usual;

    (void)state;
    ending.status = KILLED;
    assert_int_equal(judge("outcome: a | signal SIGKILL\n", &ending), 1);
    assert_int_equal(judge("outcome: a | signal KILL\n", &ending), 1);
    assert_int_equal(judge("outcome: a | signal SIGSEGV\n", &ending), 0);
    assert_int_equal(judge("outcome: a | signal NONSENSE\n", &ending), 0);
    ending.status = 0;
    assert_int_equal(judge("outcome: a | signal NONSENSE\n", &ending), 0);
}

static void by_the_verdict(void **state)
{
    struct ending ending = usual;

    (void)state;
    ending.verdict = VERDICT_LOST_WAKEUP;
    assert_int_equal(judge("outcome: a | verdict deadlock\n"
                           "outcome: b | verdict lost-wakeup\n",
                           &ending),
                     2);
}

static void by_what_was_printed(void **state)
{
    struct ending ending = usual;

    (void)state;
    ending.output = "first\ncounter = 199998, lost 2\n";
    assert_int_equal(judge("outcome: a | prints \"lost 0\"\n"
                           "outcome: b | prints \", lost \"\n",
                           &ending),
                     2);
    assert_int_equal(judge("outcome: a | prints \"FIRST\"\n", &ending), 0);
}

static void by_all_of_several_conditions(void **state)
{
    struct ending ending = usual;

    (void)state;
    ending.output = "this and that";
    assert_int_equal(
        judge("outcome: a | exit 0 and prints \"this and that\"\n", &ending),
        1);
    assert_int_equal(judge("outcome: a | exit 0 and prints \"other\"\n"
                           "outcome: b | exit 1 and prints \"this\"\n"
                           "outcome: c | otherwise\n",
                           &ending),
                     3);
}

static void by_the_first_that_is_true(void **state)
{
    (void)state;
    assert_int_equal(
        judge("outcome: a | exit 0\noutcome: b | otherwise\n", &usual), 1);
    assert_int_equal(
        judge("outcome: a | otherwise\noutcome: b | exit 0\n", &usual), 1);
}

static void counts_decoys_that_have_no_condition_for_none(void **state)
{
    (void)state;
    assert_int_equal(judge("decoy: x\noutcome: a | exit 0\n", &usual), 2);
    assert_int_equal(judge("decoy: x\n", &usual), 0);
    assert_int_equal(judge("decoy: x | exit 0\noutcome: a | exit 0\n", &usual),
                     1);
}

static void is_none_of_them_where_there_are_none(void **state)
{
    (void)state;
    assert_int_equal(judge("", &usual), 0);
}

/* What the student ended himself did not exit, and nobody else killed it. */
static void does_not_take_the_labs_kill_for_the_programs_end(void **state)
{
    struct ending ending = usual;

    (void)state;
    ending.ended_by_lab = true;
    ending.status = KILLED;
    ending.verdict = VERDICT_DEADLOCK;
    assert_int_equal(judge("outcome: a | signal SIGKILL\noutcome: b | exit 0\n"
                           "outcome: c | verdict deadlock\n",
                           &ending),
                     3);
}

static void waits_for_the_end_but_not_for_a_verdict(void **state)
{
    struct ending ending = usual;

    (void)state;
    ending.over = false;
    ending.status = -1;
    ending.verdict = VERDICT_DEADLOCK;
    assert_int_equal(judge("outcome: a | exit 255\noutcome: b | signal KILL\n"
                           "outcome: c | verdict deadlock\n",
                           &ending),
                     3);
}

static void takes_an_unknown_status_for_none(void **state)
{
    struct ending ending = usual;

    (void)state;
    ending.status = -1;
    assert_int_equal(judge("outcome: a | exit 255\noutcome: b | exit 0\n"
                           "outcome: c | signal SIGKILL\n",
                           &ending),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_the_exit_status),
        cmocka_unit_test(by_the_signal_with_or_without_its_prefix),
        cmocka_unit_test(by_the_verdict),
        cmocka_unit_test(by_what_was_printed),
        cmocka_unit_test(by_all_of_several_conditions),
        cmocka_unit_test(by_the_first_that_is_true),
        cmocka_unit_test(counts_decoys_that_have_no_condition_for_none),
        cmocka_unit_test(is_none_of_them_where_there_are_none),
        cmocka_unit_test(does_not_take_the_labs_kill_for_the_programs_end),
        cmocka_unit_test(waits_for_the_end_but_not_for_a_verdict),
        cmocka_unit_test(takes_an_unknown_status_for_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
