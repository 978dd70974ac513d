/* 64_outcomes_test.c - pages cannot lie: what each lists is what its program
   can do. */
#include "tui/authoring/outcomes.h"

#include "must.h"
#include "tests/support/watched.h"
#include "tui/lessons/catalogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { JOBS = 2, SECONDS = 12, DEADLINE_S = 60 };

static struct catalogue *catalogue;

/* The runtime is looked for beside the program. */
static int read_catalogue(void **state)
{
    const char *build = getenv("BUILD");
    char *programs = must_print("%s/lessons", build ? build : "build");

    (void)state;
    catalogue = catalogue_read("lessons", programs);
    free(programs);
    return catalogue->count > 0 && watched_put_runtime_beside() ? 0 : -1;
}

static int forget_catalogue(void **state)
{
    (void)state;
    catalogue_free(catalogue);
    return 0;
}

/* ---- All lessons. ---- */

/* In a child: tells what is wrong, and for a table what was found. */
static void check(const struct lesson *lesson)
{
    struct outcomes *outcomes = outcomes_check(lesson, SECONDS);

    alarm(0);
    fprintf(stderr, "%-20s %3u ends, %7llu schedules, %s\n%s", lesson->name,
            outcomes->found, (unsigned long long)outcomes->schedules,
            outcomes->complete ? "complete" : "sampled", outcomes->problems);
    _exit(*outcomes->problems ? 1 : 0);
}

static pid_t children[JOBS]; /* 0: none. */

/* The place of a child that has ended, and 1 in `wrong` if it complained. Other
   children than ours are left by what was explored before. */
static unsigned wait_for_one(unsigned *wrong)
{
    for (;;) {
        int status = 0;
        pid_t ended = wait(&status);

        if (ended < 0)
            return JOBS;
        for (unsigned place = 0; place < JOBS; place++) {
            if (children[place] == ended) {
                children[place] = 0;
                *wrong += status != 0;
                return place;
            }
        }
    }
}

static void each_page_lists_what_its_program_can_do(void **state)
{
    unsigned running = 0;
    unsigned wrong = 0;
    const char *only = getenv("LESSON"); /* One that an author looks at. */

    (void)state;
    for (size_t i = 0; i < catalogue->count; i++) {
        if (only && strcmp(only, catalogue->lessons[i].name) != 0)
            continue;
        unsigned place = running < JOBS ? running++ : wait_for_one(&wrong);
        assert_true(place < JOBS);
        children[place] = fork();
        if (children[place] == 0) {
            alarm(DEADLINE_S);
            check(&catalogue->lessons[i]);
        }
    }
    for (; running > 0; running--)
        wait_for_one(&wrong);
    assert_int_equal(wrong, 0);
}

/* ---- Pages that lie. ---- */

/* What is said of a lesson's program under another header, on a page without
   schedules, or with the lesson's own. */
static char *problems_on(const char *page, const char *name, const char *header)
{
    const char *nearest;
    const struct lesson *real = catalogue_find(catalogue, name, &nearest);
    struct lesson lesson = {.name = strdup(name),
                            .page = strdup(page ? page : real->page),
                            .program = strdup(real->program)};

    lesson_parse(&lesson, header, NULL);
    struct outcomes *outcomes = outcomes_check(&lesson, SECONDS);
    char *problems = must_copy(outcomes->problems);
    outcomes_free(outcomes);
    lesson_fini(&lesson);
    return problems;
}

static char *problems_of(const char *name, const char *header)
{
    return problems_on("nowhere/page.md", name, header);
}

static void expect(const char *name, const char *header, const char *problems)
{
    char *found = problems_of(name, header);

    assert_string_equal(found, problems);
    free(found);
}

static void what_is_possible_and_not_listed_is_named(void **state)
{
    (void)state;
    expect("deadlock", "outcome: It finishes. | prints \"both finished\"\n\n",
           "can happen, and is not listed: deadlock, \"\"\n");
    expect("lost_wakeup",
           "outcome: Both. | prints \"has eaten\"\n"
           "outcome: Stuck. | verdict deadlock\n\n",
           "can happen, and is not listed: lost-wakeup, \"cook: the soup is "
           "ready\"\n"
           "listed, and never happened: Stuck.\n");
}

static void what_is_listed_and_impossible_is_named(void **state)
{
    (void)state;
    expect("deadlock",
           "outcome: It rains. | prints \"rain\"\n"
           "outcome: Anything else. | otherwise\n\n",
           "listed, and never happened: It rains.\n");
}

static void a_decoy_that_happens_is_named(void **state)
{
    (void)state;
    expect("lock",
           "decoy: All is well. | prints \"counter = 0\"\n"
           "outcome: It counts. | prints \"counter = 6\"\n\n",
           "");
    char *found =
        problems_of("deadlock", "decoy: It hangs. | verdict deadlock\n"
                                "outcome: Both finish. | otherwise\n\n");
    assert_string_equal(found, "called a decoy, and can happen: It hangs. "
                               "(deadlock, \"\")\n");
    free(found);
}

static void a_sampled_page_is_held_to_what_was_seen(void **state)
{
    (void)state;
    expect("deadlock",
           "coverage: sampled\n"
           "outcome: It finishes. | prints \"both finished\"\n\n",
           "can happen, and is not listed: deadlock, \"\"\n");
}

static void schedules_that_lead_to_the_same_are_named(void **state)
{
    (void)state;
    char *found = problems_on(NULL, "deadlock",
                              "outcome: It rains. | prints \"rain\"\n"
                              "outcome: It ends. | otherwise\n\n");
    assert_string_equal(found,
                        "two of the schedules lead to the same: It ends.\n"
                        "listed, and never happened: It rains.\n");
    free(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_possible_and_not_listed_is_named),
        cmocka_unit_test(what_is_listed_and_impossible_is_named),
        cmocka_unit_test(a_decoy_that_happens_is_named),
        cmocka_unit_test(a_sampled_page_is_held_to_what_was_seen),
        cmocka_unit_test(schedules_that_lead_to_the_same_are_named),
        cmocka_unit_test(each_page_lists_what_its_program_can_do),
    };

    return cmocka_run_group_tests(tests, read_catalogue, forget_catalogue);
}
