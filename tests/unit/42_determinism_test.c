/* 42_determinism_test.c - the same schedule gives the same run: each operation
   and each byte of output.

   Each lesson is run by random schedules, and each schedule again: followed by
   the tasks themselves, and decision by decision. DETERMINISM_SCHEDULES and
   DETERMINISM_REPLAYS say how often, DETERMINISM_LESSON which. */
#include "tests/support/controlled.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static unsigned number_from(const char *name, unsigned otherwise)
{
    const char *text = getenv(name);

    return text && *text ? (unsigned)strtoul(text, NULL, 10) : otherwise;
}

static struct controlled *again(const char *program,
                                const struct controlled *first, bool tell_tasks)
{
    return controlled_run(&(struct controlled_options){
        .program = program,
        .script = first->decisions,
        .script_length = first->length,
        .tell_tasks = tell_tasks,
        .stop_at_script = first->end == CONTROLLED_LONG});
}

static void is_the_same(const char *program, const struct controlled *first,
                        const struct controlled *second, unsigned seed,
                        bool told)
{
    const char *difference = controlled_difference(first, second);

    if (second->end != first->end || difference ||
        second->status != first->status ||
        strcmp(first->output, second->output) != 0)
        fail_msg("%s, seed %u%s: ends %d and %d (%s), status %d and %d, %s\n"
                 "printed %zu and %zu",
                 program, seed, told ? ", by script" : "", (int)first->end,
                 (int)second->end, second->why, first->status, second->status,
                 difference ? difference : "the same operations",
                 strlen(first->output), strlen(second->output));
}

static size_t try_schedule(const char *program, unsigned seed, unsigned replays)
{
    struct controlled *first = controlled_run(&(struct controlled_options){
        .program = program, .seed = seed, .moves_at_most = 2000});
    size_t moves = first->length;

    if (first->end != CONTROLLED_ENDED && first->end != CONTROLLED_STUCK &&
        first->end != CONTROLLED_LONG)
        fail_msg("%s, seed %u: end %d after %u moves: %s", program, seed,
                 (int)first->end, first->length, first->why);
    assert_int_equal(first->counts.lost, 0);
    assert_true(moves > 0);
    for (unsigned i = 0; i < replays; i++) {
        bool told = i % 2 == 0;
        struct controlled *second = again(program, first, told);

        is_the_same(program, first, second, seed, told);
        controlled_free(second);
    }
    controlled_free(first);
    return moves;
}

static void try_lesson(const char *program, unsigned schedules,
                       unsigned replays)
{
    size_t moves = 0;

    for (unsigned seed = 1; seed <= schedules; seed++)
        moves += try_schedule(program, seed, replays);
    if (schedules > 10)
        fprintf(stderr, "%s: %u schedules, %u replays of each, %zu moves\n",
                program, schedules, replays, moves);
}

/* It prints how many pages a new process has written, which is the kernel's
   and the linker's doing: no schedule decides that. */
static bool measures_memory(const char *path)
{
    return strstr(path, "/creation_cost.step");
}

static void each_lesson_does_the_same_again(void **state)
{
    unsigned schedules = number_from("DETERMINISM_SCHEDULES", 5);
    unsigned replays = number_from("DETERMINISM_REPLAYS", 2);
    const char *wanted = getenv("DETERMINISM_LESSON");
    char pattern[4096];
    glob_t found;

    (void)state;
    snprintf(pattern, sizeof pattern, "%s",
             watched_program("lessons/*/*.step"));
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= 10);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *path = realpath(found.gl_pathv[i], NULL);

        assert_non_null(path);
        if (wanted ? strstr(path, wanted) != NULL : !measures_memory(path))
            try_lesson(path, schedules, replays);
        free(path);
    }
    globfree(&found);
}

/* Addresses, numbers of processes and threads, the time, random numbers; and
   whatever the lab's own process and its number are. */
static void who_tasks_are_is_the_same_on_each_run(void **state)
{
    char *arguments[] = {(char *)(uintptr_t) "identity", NULL};
    const struct controlled_options options = {
        .program = "hostile.step", .arguments = arguments, .seed = 3};
    struct controlled *first = controlled_run(&options);

    (void)state;
    assert_int_equal(first->end, CONTROLLED_ENDED);
    assert_non_null(strstr(first->output, "child 1002\n"));
    for (int i = 0; i < 5; i++) {
        struct controlled *second = controlled_run(&options);

        assert_string_equal(second->output, first->output);
        assert_null(controlled_difference(first, second));
        controlled_free(second);
    }
    controlled_free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_lesson_does_the_same_again),
        cmocka_unit_test(who_tasks_are_is_the_same_on_each_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
