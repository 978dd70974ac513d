/* Programs that do what nobody should: the lab stays usable, says what it saw,
   and leaves nothing of them behind. */
#include "tests/support/capture.h"
#include "tests/support/pseudo.h"
#include "tests/support/stage.h"
#include "tui/cli/cli.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* As it is told; nothing is left of it. The caller frees it. */
static struct capture tell(const char *what, const char *count)
{
    struct capture said = capture_run(
        (const char *[]){stage_lab(), "run", "--plain",
                         stage_program("reckless"), what, count, NULL},
        NULL);

    assert_string_equal(said.error, "");
    assert_int_equal(said.left, 0);
    return said;
}

static void expect_told(const char *what, const char *count, int status,
                        const char *words)
{
    struct capture said = tell(what, count);

    if (said.status != status || !strstr(said.output, words))
        print_error("status %d: %s", said.status, said.output);
    assert_int_equal(said.status, status);
    assert_non_null(strstr(said.output, words));
    capture_fini(&said);
}

static struct pseudo *show(const char *what, const char *count)
{
    return pseudo_start(&(struct pseudo_options){
        .command = (const char *[]){
            stage_lab(), "run", stage_program("reckless"), what, count, NULL}});
}

static void expect_left_well(struct pseudo *p)
{
    pseudo_type(p, "q");
    assert_int_equal(pseudo_status(p), 0);
    assert_false(pseudo_in_alternate_screen(p));
    assert_true(pseudo_is_sane(p));
    pseudo_expect_left(p, 0);
}

static void a_thousand_children_one_after_the_other_are_told(void **state)
{
    struct capture said = tell("swarm", "1000");

    (void)state;
    if (!strstr(said.output, "main waited for P1000: exit 0"))
        print_error("%s", said.output + (said.output_length > 900
                                             ? said.output_length - 900
                                             : 0));
    assert_int_equal(said.status, 0);
    assert_non_null(strstr(said.output, "main waited for P1: exit 0"));
    assert_non_null(strstr(said.output, "main waited for P1000: exit 0"));
    assert_null(strstr(said.output, "could not be watched"));
    capture_fini(&said);
}

static void a_thousand_children_at_once_are_shown_and_ended(void **state)
{
    struct pseudo *p = show("crowd", "1000");

    (void)state;
    pseudo_expect(p, "all are here");
    pseudo_expect(p, "tasks: 1001 alive");
    pseudo_expect_left(p, 1003); /* With the lab and the keeper. */
    pseudo_type(p, "G");
    pseudo_type(p, "x");
    pseudo_expect_row(p, 0, "ENDED");
    pseudo_expect_left(p, 1);
    expect_left_well(p);
}

static void a_thousand_children_go_when_the_lab_is_killed(void **state)
{
    struct pseudo *p = show("crowd", "1000");

    (void)state;
    pseudo_expect(p, "all are here");
    pseudo_signal(p, SIGKILL);
    assert_int_equal(pseudo_status(p), -SIGKILL);
    pseudo_expect_left(p, 0);
}

static void more_children_than_anybody_needs_are_ended(void **state)
{
    (void)state;
    expect_told("crowd", "6000", 1, "it started too many tasks");
}

static void one_without_descriptors_is_watched_all_the_same(void **state)
{
    (void)state;
    expect_told("close", NULL, 1, "main took door");
    expect_told("close", NULL, 1, "the program ended: exit 7");
}

static void one_that_kills_itself_is_told(void **state)
{
    (void)state;
    expect_told("self", NULL, 1, "the program ended: killed by SIGKILL");
}

static void one_that_kills_its_group_does_not_kill_the_lab(void **state)
{
    struct pseudo *p = show("group", NULL);

    (void)state;
    pseudo_expect(p, "the program ended: killed by SIGKILL");
    pseudo_expect_left(p, 1);
    pseudo_expect_row(p, -1, "r run again");
    pseudo_type(p, "r"); /* Too quick to be seen running. */
    pseudo_expect(p, "the program ended: killed by SIGKILL");
    expect_left_well(p);
}

static void one_that_kills_its_parent_does_not_kill_the_lab(void **state)
{
    struct pseudo *p = show("parent", NULL);

    (void)state;
    pseudo_expect_row(p, 0, "ENDED");
    expect_left_well(p);
}

/* What has no shared memory cannot be watched: a limit on files is one on
   shared memory too. */
static void no_shared_memory_left_is_answered_in_a_line(void **state)
{
    char line[512];

    (void)state;
    snprintf(line, sizeof line, "ulimit -f 0; exec %s run --plain %s",
             stage_lab(), stage_program("reckless"));
    struct capture said =
        capture_run((const char *[]){"/bin/sh", "-c", line, NULL}, NULL);
    assert_int_equal(said.status, EXIT_MISUSE);
    assert_string_equal(said.output, "");
    assert_int_equal(capture_lines(said.error), 1);
    assert_non_null(strstr(said.error, "no shared memory left"));
    assert_int_equal(said.left, 0);
    capture_fini(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thousand_children_one_after_the_other_are_told),
        pseudo_test(a_thousand_children_at_once_are_shown_and_ended),
        pseudo_test(a_thousand_children_go_when_the_lab_is_killed),
        cmocka_unit_test(more_children_than_anybody_needs_are_ended),
        cmocka_unit_test(one_without_descriptors_is_watched_all_the_same),
        cmocka_unit_test(one_that_kills_itself_is_told),
        pseudo_test(one_that_kills_its_group_does_not_kill_the_lab),
        pseudo_test(one_that_kills_its_parent_does_not_kill_the_lab),
        cmocka_unit_test(no_shared_memory_left_is_answered_in_a_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
