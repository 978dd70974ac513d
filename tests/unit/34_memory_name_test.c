/* 34_memory_name_test.c - what memory that tasks share is called, and what is
   in it, where it is no global variable of a plain type. */
#include "tests/support/controlled.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct controlled *run;

static int run_homework(void **state)
{
    (void)state;
    run = controlled_run(
        &(struct controlled_options){.program = "homework.step"});
    return run->end == CONTROLLED_ENDED ? 0 : -1;
}

static int forget(void **state)
{
    (void)state;
    controlled_free(run);
    return 0;
}

/* A write of this value to what has this name was told. */
static void assert_written(const char *name, const char *value)
{
    const char *line = run->operations;

    while (line && *line) {
        const char *end = strchr(line, '\n');
        char text[400];

        snprintf(text, sizeof text, "%.*s", (int)(end - line), line);
        if (strstr(text, "WRITE_VARIABLE 1") && strstr(text, name) &&
            strstr(text, value))
            return;
        line = end + 1;
    }
    fail_msg("nobody wrote %s to %s:\n%s", value, name, run->operations);
}

static void assert_named(const char *name)
{
    char text[100];

    snprintf(text, sizeof text, ", %s\n", name);
    if (!strstr(run->operations, text))
        fail_msg("nothing is called %s:\n%s", name, run->operations);
}

static void structures_on_the_heap_go_by_type_and_birth(void **state)
{
    (void)state;
    assert_written(" node 1.value ", "'5'");
    assert_written(" node 2.value ", "'6'");
    assert_named("ring 1.size");
}

static void locks_in_them_go_with_them(void **state)
{
    (void)state;
    assert_named("node 1.lock");
}

static void what_is_within_goes_by_what_is_around_it(void **state)
{
    (void)state;
    assert_named("box 1.latch.mutex");
    assert_written(" box 1.latch.turns ", "'1'");
    assert_written(" box 1.items[2] ", "'9'");
}

static void what_is_announced_and_made_is_one(void **state)
{
    const char *first = strstr(run->operations, ", box 1.latch.mutex\n");

    (void)state;
    assert_non_null(first);
    assert_null(strstr(first + 1, ", box 1.latch.mutex\n"));
}

static void arrays_on_the_heap_go_by_their_pointers(void **state)
{
    (void)state;
    assert_written(" ring 1.items[2] ", "'4'");
    assert_written(".matrix[1][1] ", "'2.5'");
}

static void variables_on_a_stack_go_by_their_function(void **state)
{
    (void)state;
    assert_named("main's parts[1].row");
    assert_written(" main's done ", "'1'");
}

static void shared_mappings_go_by_what_points_to_them(void **state)
{
    (void)state;
    assert_written(" board 1.scores[1] ", "'7'");
    assert_written(" *counter ", "'1'");
    assert_written(" bytes[8] ", "''x''");
    assert_named("board 1.turn");
}

static void variables_of_a_library_go_without_their_version(void **state)
{
    (void)state;
    assert_written(" optind ", "'2'");
}

static void values_are_written_as_their_types_are(void **state)
{
    (void)state;
    assert_written(" accounts[1].balance ", "'-3'");
    assert_written(" accounts[1].closed ", "'true'");
    assert_written(" accounts[1].mood ", "'GLAD'");
    assert_written(" accounts[1].heir ", "'&accounts[0]'");
    assert_written(" accounts[1].owner[0] ", "'\"Ann\"'");
    assert_written(" board 1.last[0] ", "'\"child\"'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(structures_on_the_heap_go_by_type_and_birth),
        cmocka_unit_test(locks_in_them_go_with_them),
        cmocka_unit_test(what_is_within_goes_by_what_is_around_it),
        cmocka_unit_test(what_is_announced_and_made_is_one),
        cmocka_unit_test(arrays_on_the_heap_go_by_their_pointers),
        cmocka_unit_test(variables_on_a_stack_go_by_their_function),
        cmocka_unit_test(shared_mappings_go_by_what_points_to_them),
        cmocka_unit_test(variables_of_a_library_go_without_their_version),
        cmocka_unit_test(values_are_written_as_their_types_are),
    };

    return cmocka_run_group_tests(tests, run_homework, forget);
}
