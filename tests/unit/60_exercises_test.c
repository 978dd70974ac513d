/* 60_exercises_test.c - the checks are checked: no wrong answer passes, no
   right one fails, and what is wrong has its right name.

   Of each exercise: as it comes, its solution, and all that is in
   tests/mutants/CHAPTER/NAME, whose first line says what is expected. */
#include "tests/support/watched.h"
#include "tui/exercises/checking.h"

#include "must.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { JOBS = 3, ANSWERS_MOST = 64, WRONG_LEAST = 8, RIGHT_LEAST = 3 };

/* ---- What is to be checked. ---- */

struct given {
    char *file;
    enum check_answer expected; /* Of a stub: what is wrong with it. */
    bool stub;
};

struct tried {
    const struct exercise *exercise;
    struct given given[ANSWERS_MOST];
    unsigned count;
    unsigned wrong;
    unsigned right;
    unsigned failed;
    double slowest;
};

static struct shelf *shelf;

static void give(struct tried *tried, char *file, enum check_answer expected,
                 bool stub)
{
    assert_true(tried->count < ANSWERS_MOST);
    tried->given[tried->count++] = (struct given){file, expected, stub};
}

/* "expect: data-race" in the first line; of a schedule, in the second. */
static enum check_answer expectation(const char *path)
{
    char word[64] = "";
    FILE *file = fopen(path, "r");

    if (!file || (fscanf(file, "/* expect: %63s", word) != 1 &&
                  fscanf(file, "%*[^\n] # expect: %63s", word) != 1))
        *word = '\0';
    if (file)
        fclose(file);
    return answer_named(word);
}

static int is_source(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return (length > 2 && strcmp(entry->d_name + length - 2, ".c") == 0) ||
           (length > 6 && strcmp(entry->d_name + length - 6, ".sched") == 0);
}

static void give_mutants(struct tried *tried)
{
    struct dirent **entries;
    char *folder = must_print("tests/mutants/%s/%s", tried->exercise->folder,
                              tried->exercise->name);
    int count = scandir(folder, &entries, is_source, alphasort);

    for (int i = 0; i < count; i++) {
        char *file = must_print("%s/%s", folder, entries[i]->d_name);
        enum check_answer expected = expectation(file);

        if (expected == ANSWER_NONE)
            fail_msg("%s: its first line says nothing", file);
        give(tried, file, expected, false);
        tried->wrong += expected != ANSWER_OK;
        tried->right += expected == ANSWER_OK;
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    free(folder);
}

/* ---- Several at a time. ---- */

struct bench {
    const struct given *given; /* NULL: free. */
    char folder[64];
    struct checking *checking;
};

static void start(struct tried *tried, struct bench *bench,
                  const struct given *given, bool answer_only)
{
    const char *place = getenv("TMPDIR");
    char why[SENTENCE];

    snprintf(bench->folder, sizeof bench->folder, "%s/check-XXXXXX",
             place ? place : "/tmp");
    assert_non_null(mkdtemp(bench->folder));
    const struct checking_options options = {.exercise = tried->exercise,
                                             .file = given->file,
                                             .folder = bench->folder,
                                             .answer_only = answer_only};
    bench->given = given;
    bench->checking = checking_start(&options, why, sizeof why);
    if (!bench->checking)
        fail_msg("%s", why);
}

static void judge(struct tried *tried, const struct bench *bench)
{
    const struct given *given = bench->given;
    const struct check_result *result = checking_result(bench->checking);
    bool right = result->wrong == given->expected &&
                 (result->answer == ANSWER_UNCHANGED) == given->stub;

    if (result->seconds > tried->slowest)
        tried->slowest = result->seconds;
    if (right)
        return;
    tried->failed++;
    fprintf(stderr, "%s: expected %s, is %s (%s): %s\n", given->file,
            answer_name(given->expected), answer_name(result->wrong),
            layer_name(tried->exercise, result->layer), result->message);
    for (unsigned i = 0; i < result->story_count; i++)
        fprintf(stderr, "    %s\n", result->story[i]);
}

static void go_on(struct tried *tried, struct bench *bench)
{
    if (checking_pump(bench->checking, 4))
        return;
    judge(tried, bench);
    checking_free(bench->checking);
    checking_clean(tried->exercise, bench->folder);
    bench->given = NULL;
}

static void try_all(struct tried *tried)
{
    struct bench benches[JOBS] = {{0}};
    unsigned next = 0;
    unsigned busy = 0;

    do {
        busy = 0;
        for (int i = 0; i < JOBS; i++) {
            if (!benches[i].given && next < tried->count)
                start(tried, &benches[i], &tried->given[next++], true);
            if (benches[i].given) {
                go_on(tried, &benches[i]);
                busy++;
            }
        }
    } while (busy > 0);
}

/* ---- The tests: one for each exercise. ---- */

static void judges_all_answers_rightly(void **state)
{
    struct tried *tried = must_allocate(1, sizeof *tried);

    tried->exercise = *state;
    give(tried, must_copy(tried->exercise->stub),
         answer_named(tried->exercise->fails), true);
    give(tried, must_copy(tried->exercise->solution), ANSWER_OK, false);
    give_mutants(tried);
    try_all(tried);
    printf("%-20s %u wrong, %u right, slowest %.2f s\n", tried->exercise->name,
           tried->wrong, tried->right, tried->slowest);
    unsigned failed = tried->failed;
    bool enough = tried->wrong >= WRONG_LEAST && tried->right >= RIGHT_LEAST;
    for (unsigned i = 0; i < tried->count; i++)
        free(tried->given[i].file);
    free(tried);
    assert_int_equal(failed, 0);
    assert_true(enough);
}

/* ---- One that is stopped. ---- */

/* A search of some ten thousand schedules, stopped after the first. */
static void a_check_that_is_stopped_says_what_it_knows(void **state)
{
    const char *nearest;
    struct tried tried = {.exercise =
                              shelf_find(shelf, "lost_wakeup", &nearest)};
    const struct given given = {.file = must_copy(tried.exercise->solution)};
    struct bench bench = {0};

    (void)state;
    start(&tried, &bench, &given, false);
    while (checking_result(bench.checking)->schedules == 0 &&
           checking_pump(bench.checking, 1))
        continue;
    checking_stop(bench.checking);
    while (checking_pump(bench.checking, 1))
        continue;
    const struct check_result *result = checking_result(bench.checking);
    assert_int_equal(result->answer, ANSWER_INCONCLUSIVE);
    assert_non_null(strstr(result->layers[LAYER_SCHEDULES].text, "schedules"));
    checking_free(bench.checking);
    checking_clean(tried.exercise, bench.folder);
    free(given.file);
}

/* Only those whose names are given, for who writes one. */
static bool is_wanted(const struct exercise *exercise)
{
    const char *only = getenv("EXERCISE");

    return !only || strcmp(only, exercise->name) == 0;
}

int main(void)
{
    struct CMUnitTest *tests;
    size_t count = 0;

    if (!watched_put_runtime_beside())
        return 1;
    shelf = shelf_read("exercises", "solutions");
    tests = must_allocate(shelf->count + 2, sizeof *tests);
    if (!getenv("EXERCISE"))
        tests[count++] = (struct CMUnitTest)cmocka_unit_test(
            a_check_that_is_stopped_says_what_it_knows);
    for (size_t i = 0; i < shelf->count; i++) {
        struct exercise *exercise = &shelf->exercises[i];

        if (is_wanted(exercise))
            tests[count++] =
                (struct CMUnitTest){exercise->name, judges_all_answers_rightly,
                                    NULL, NULL, exercise};
    }
    if (count == 0)
        return 1;
    int failed = _cmocka_run_group_tests("exercises", tests, count, NULL, NULL);
    free(tests);
    shelf_free(shelf);
    return failed;
}
