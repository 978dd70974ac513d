/* 46_accuracy_test.c - programs with known verdicts, explored: no false alarm,
   no miss, and the right name.

   The first line of each program in tests/corpus says what is expected: first
   what must be found, or ok; then what may be found too. A deadlock and a lost
   wake-up are told apart later, where verdicts are made. */
#include "tests/support/explored.h"
#include "tests/support/watched.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PROGRAMS = 512, JOBS = 2 };

static struct {
    char *name;
    unsigned must; /* One class, or none. */
    unsigned may;
    char line[256]; /* " deadlock leak ": what may be said of it. */
} cases[PROGRAMS];
static unsigned case_count;
static unsigned in_one_process; /* So many first; the others take long. */
static struct explored results[PROGRAMS];

static void read_expectation(const char *path, unsigned index)
{
    char line[256] = "";
    FILE *file = fopen(path, "r");
    const char *found = file ? fgets(line, sizeof line, file) : NULL;

    if (file)
        fclose(file);
    if (!found || strncmp(line, "/* expect: ", 11) != 0) {
        fail_msg("%s: its first line says nothing", path);
        return;
    }
    snprintf(cases[index].line, sizeof cases[index].line, " %s", line + 11);
    *strchr(cases[index].line, '\n') = ' ';
    char *rest = NULL;
    char *word = strtok_r(line + 11, " \n", &rest);
    for (bool first = true; word; word = strtok_r(NULL, " \n", &rest)) {
        unsigned class = explored_class(word);

        if (class == CLASS_OTHER)
            fail_msg("%s: no such verdict: %s", path, word);
        if (first)
            cases[index].must = class;
        cases[index].may |= class;
        first = false;
    }
}

static int is_source(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 2 && strcmp(entry->d_name + length - 2, ".c") == 0;
}

/* Those that make processes: real tasks carry them, which is slow. */
static bool makes_processes(const char *name)
{
    return strncmp(name, "process_", 8) == 0;
}

static void add_cases(struct dirent *const *entries, int count, bool processes)
{
    for (int i = 0; i < count && case_count < PROGRAMS; i++) {
        char path[512];

        if (makes_processes(entries[i]->d_name) != processes)
            continue;
        snprintf(path, sizeof path, "tests/corpus/%s", entries[i]->d_name);
        read_expectation(path, case_count);
        path[strlen(path) - 2] = '\0';
        cases[case_count++].name = strdup(path);
    }
}

static void explore_cases(unsigned from, unsigned to, double seconds)
{
    const struct exploring_options options = {.search = {.seed = 1},
                                              .seconds = seconds};
    const char *programs[PROGRAMS];

    for (unsigned i = from; i < to; i++)
        programs[i] = cases[i].name;
    explored_run_all(programs + from, to - from, &options, JOBS,
                     results + from);
}

static int explore_all(void **state)
{
    struct dirent **entries;
    int count = scandir("tests/corpus", &entries, is_source, alphasort);

    (void)state;
    if (!watched_put_runtime_beside())
        return -1;
    if (count > PROGRAMS)
        fail_msg("%d programs: more than there is room for", count);
    add_cases(entries, count, false);
    in_one_process = case_count;
    add_cases(entries, count, true);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    if (count >= 0)
        free(entries);
    explored_judge(true);
    explore_cases(0, in_one_process, 1);
    explore_cases(in_one_process, case_count, 2);
    return 0;
}

static int forget_all(void **state)
{
    (void)state;
    for (unsigned i = 0; i < case_count; i++)
        free(cases[i].name);
    return 0;
}

static void there_are_many_programs_and_half_are_right(void **state)
{
    unsigned right = 0;

    (void)state;
    for (unsigned i = 0; i < case_count; i++)
        right += cases[i].must == CLASS_NONE;
    assert_in_range(case_count, 60, PROGRAMS);
    assert_in_range(right * 100 / case_count, 40, 60);
}

static void every_exploration_ends_by_itself(void **state)
{
    unsigned late = 0;

    (void)state;
    for (unsigned i = 0; i < case_count; i++) {
        if (results[i].in_time && results[i].runs > 0)
            continue;
        print_error("%s\n", cases[i].name);
        late++;
    }
    assert_int_equal(late, 0);
}

static void nothing_is_found_that_is_not_there(void **state)
{
    unsigned wrong = 0;

    (void)state;
    for (unsigned i = 0; i < case_count; i++) {
        unsigned extra = results[i].classes & ~cases[i].may;

        if (!extra)
            continue;
        print_error("%s: %s\n", cases[i].name, explored_classes(extra));
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void nothing_is_missed(void **state)
{
    unsigned missed = 0;

    (void)state;
    for (unsigned i = 0; i < case_count; i++) {
        if ((results[i].classes & cases[i].must) == cases[i].must)
            continue;
        print_error("%s: no %s\n", cases[i].name,
                    explored_classes(cases[i].must));
        missed++;
    }
    assert_int_equal(missed, 0);
}

static void right_programs_are_proved_right(void **state)
{
    unsigned open = 0;

    (void)state;
    for (unsigned i = 0; i < in_one_process; i++) {
        if (cases[i].must != CLASS_NONE || results[i].complete)
            continue;
        print_error("%s: not complete\n", cases[i].name);
        open++;
    }
    assert_int_equal(open, 0);
}

static void each_verdict_has_its_name(void **state)
{
    unsigned wrong = 0;

    (void)state;
    for (unsigned i = 0; i < case_count; i++) {
        char word[32];

        snprintf(word, sizeof word, " %s ", results[i].verdict);
        if (strstr(cases[i].line, word))
            continue;
        print_error("%s: %s\n", cases[i].name, results[i].verdict);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void each_schedule_can_be_made_again(void **state)
{
    unsigned strayed = 0;

    (void)state;
    for (unsigned i = 0; i < case_count; i++) {
        if (results[i].strayed)
            print_error("%s: %u\n", cases[i].name, results[i].strayed);
        strayed += results[i].strayed;
    }
    assert_int_equal(strayed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_many_programs_and_half_are_right),
        cmocka_unit_test(every_exploration_ends_by_itself),
        cmocka_unit_test(nothing_is_found_that_is_not_there),
        cmocka_unit_test(nothing_is_missed),
        cmocka_unit_test(right_programs_are_proved_right),
        cmocka_unit_test(each_verdict_has_its_name),
        cmocka_unit_test(each_schedule_can_be_made_again),
    };

    return cmocka_run_group_tests(tests, explore_all, forget_all);
}
