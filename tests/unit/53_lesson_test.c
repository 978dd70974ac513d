/* Reading a lesson's page. */
#include "tui/lessons/lesson.h"

#include "must.h"

#include "tui/drawing/text.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Parses, and compares the problems ("" for none). */
static struct lesson parse(const char *text, const char *problems)
{
    struct lesson lesson = {.name = strdup("name")};
    char *found = NULL;

    lesson_parse(&lesson, text, &found);
    assert_string_equal(found ? found : "", problems);
    free(found);
    return lesson;
}

/* The one outcome of a page with this line, and its problems. */
static struct lesson parse_outcome(const char *line, const char *problems)
{
    char text[512] = "outcome: ";

    strcat(strcat(text, line), "\n\nbody\n");
    return parse(text, problems);
}

static void expect_condition(const struct lesson *lesson, size_t index,
                             enum condition_kind kind, const char *word)
{
    const struct condition *condition = &lesson->outcomes[0].conditions[index];

    assert_true(index < lesson->outcomes[0].condition_count);
    assert_int_equal(condition->kind, kind);
    assert_string_equal(condition->word, word);
}

static void reads_each_key(void **state)
{
    struct lesson lesson = parse("title: A title: with a colon\n"
                                 "order: 30\n"
                                 "goal:   all is well  \n"
                                 "python: threading.Lock\n"
                                 "watch: left, right,forks\n"
                                 "panes: tasks, source output\n"
                                 "pace: 400\n"
                                 "question: What now?\n"
                                 "outcome: It works. | exit 0\n"
                                 "decoy: It rains.\n"
                                 "\n# Body\n",
                                 "");

    (void)state;
    assert_string_equal(lesson.title, "A title: with a colon");
    assert_int_equal(lesson.order, 30);
    assert_string_equal(lesson.goal, "all is well");
    assert_string_equal(lesson.python, "threading.Lock");
    assert_string_equal(lesson.watch[0], "left");
    assert_string_equal(lesson.watch[1], "right");
    assert_string_equal(lesson.watch[2], "forks");
    assert_null(lesson.watch[3]);
    assert_int_equal(lesson.pane_count, 3);
    assert_int_equal(lesson.panes[0], PANE_TASKS);
    assert_int_equal(lesson.panes[1], PANE_SOURCE);
    assert_int_equal(lesson.panes[2], PANE_OUTPUT);
    assert_int_equal(lesson.pace_us, 400000);
    assert_string_equal(lesson.question, "What now?");
    assert_int_equal(lesson.outcome_count, 2);
    assert_true(lesson.outcomes[0].possible);
    assert_string_equal(lesson.outcomes[0].text, "It works.");
    assert_false(lesson.outcomes[1].possible);
    assert_string_equal(lesson.outcomes[1].text, "It rains.");
    assert_int_equal(lesson.outcomes[1].condition_count, 0);
    assert_non_null(strstr(lesson.body, "# Body\n"));
    lesson_fini(&lesson);
}

static void has_defaults_for_what_is_not_said(void **state)
{
    struct lesson lesson = parse("\nbody\n", "");

    (void)state;
    assert_string_equal(lesson.title, "name");
    assert_string_equal(lesson.goal, "");
    assert_string_equal(lesson.python, "");
    assert_string_equal(lesson.question, "");
    assert_null(lesson.watch);
    assert_int_equal(lesson.outcome_count, 0);
    assert_int_equal(lesson.pace_us, 0);
    assert_true(lesson.pane_count >= 5);
    assert_int_equal(lesson.panes[0], PANE_SOURCE);
    lesson_fini(&lesson);
}

static void reads_each_condition(void **state)
{
    struct lesson lesson;

    (void)state;
    lesson = parse_outcome("a | exit 3", "");
    expect_condition(&lesson, 0, CONDITION_EXIT, "3");
    lesson_fini(&lesson);
    lesson = parse_outcome("a | signal SIGKILL", "");
    expect_condition(&lesson, 0, CONDITION_SIGNAL, "SIGKILL");
    lesson_fini(&lesson);
    lesson = parse_outcome("a | verdict lost-wakeup", "");
    expect_condition(&lesson, 0, CONDITION_VERDICT, "lost-wakeup");
    lesson_fini(&lesson);
    lesson = parse_outcome("a | prints \"both finished\"", "");
    expect_condition(&lesson, 0, CONDITION_PRINTS, "both finished");
    lesson_fini(&lesson);
    lesson = parse_outcome("a | otherwise", "");
    expect_condition(&lesson, 0, CONDITION_OTHERWISE, "");
    lesson_fini(&lesson);
}

static void joins_conditions_by_and_outside_quotes(void **state)
{
    struct lesson lesson = parse_outcome(
        "a | exit 0 and prints \"this and that\" and verdict leak", "");

    (void)state;
    assert_int_equal(lesson.outcomes[0].condition_count, 3);
    expect_condition(&lesson, 0, CONDITION_EXIT, "0");
    expect_condition(&lesson, 1, CONDITION_PRINTS, "this and that");
    expect_condition(&lesson, 2, CONDITION_VERDICT, "leak");
    lesson_fini(&lesson);
}

static void takes_the_last_bar_for_the_one_before_the_condition(void **state)
{
    struct lesson lesson = parse_outcome("either | or | exit 1", "");

    (void)state;
    assert_string_equal(lesson.outcomes[0].text, "either | or");
    expect_condition(&lesson, 0, CONDITION_EXIT, "1");
    lesson_fini(&lesson);
}

static void takes_a_bar_in_quotes_for_text(void **state)
{
    struct lesson lesson = parse_outcome("a | prints \"x | y\"", "");

    (void)state;
    assert_string_equal(lesson.outcomes[0].text, "a");
    expect_condition(&lesson, 0, CONDITION_PRINTS, "x | y");
    lesson_fini(&lesson);
}

static void reports_what_it_does_not_know(void **state)
{
    struct lesson lesson;

    (void)state;
    lesson = parse("tilte: x\n\n", "no such key: tilte\n");
    lesson_fini(&lesson);
    lesson = parse("just a line\n\n", "not a `key: value` line: just a line\n");
    lesson_fini(&lesson);
    lesson = parse("panes: source windows\n\n", "no such pane: windows\n");
    assert_int_equal(lesson.pane_count, 1);
    lesson_fini(&lesson);
    lesson = parse("pace: fast\n\n",
                   "pace: not milliseconds from 0 to 10000: fast\n");
    lesson_fini(&lesson);
    lesson =
        parse("pace: -1\n\n", "pace: not milliseconds from 0 to 10000: -1\n");
    lesson_fini(&lesson);
}

static void reports_conditions_that_are_none(void **state)
{
    struct lesson lesson;

    (void)state;
    lesson = parse_outcome("a | snows", "not a condition: snows\n");
    lesson_fini(&lesson);
    lesson = parse_outcome("a | exit 0 and snows and exit 1",
                           "not a condition: snows\n");
    assert_int_equal(lesson.outcomes[0].condition_count, 2);
    lesson_fini(&lesson);
    lesson = parse_outcome("a", "outcome without a condition: a\n");
    lesson_fini(&lesson);
    lesson = parse_outcome("a | exit 1 and exit 2 and exit 3 and exit 4 and "
                           "exit 5",
                           "more than 4 conditions: exit 5\n");
    lesson_fini(&lesson);
}

/* What could never be true is a slip of the author's. */
static void reports_conditions_that_can_never_be_true(void **state)
{
    static const char *const never[] = {"exit soon", "exit 256",
                                        "signal SIGNONSENSE", "verdict dedlock",
                                        "otherwise not"};

    (void)state;
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        struct lesson lesson = {.name = strdup("name")};
        char text[128] = "outcome: a | ";
        char *problems = NULL;

        lesson_parse(&lesson, strcat(strcat(text, never[i]), "\n\n"),
                     &problems);
        if (!problems)
            print_error("not reported: %s\n", never[i]);
        assert_non_null(problems);
        free(problems);
        lesson_fini(&lesson);
    }
}

static void needs_no_place_for_problems(void **state)
{
    struct lesson lesson = {.name = strdup("name")};

    (void)state;
    lesson_parse(&lesson, "nonsense\npace: x\noutcome: y | z\n\n", NULL);
    assert_string_equal(lesson.title, "name");
    lesson_fini(&lesson);
}

static void keeps_the_last_of_a_key_given_twice(void **state)
{
    struct lesson lesson = parse("title: one\ntitle: two\n"
                                 "watch: a, b\nwatch: c\n\n",
                                 "");

    (void)state;
    assert_string_equal(lesson.title, "two");
    assert_string_equal(lesson.watch[0], "c");
    assert_null(lesson.watch[1]);
    lesson_fini(&lesson);
}

static void names_each_pane_once(void **state)
{
    struct lesson lesson = parse("panes: source source tasks source\n\n", "");

    (void)state;
    assert_int_equal(lesson.pane_count, 2);
    lesson_fini(&lesson);
}

static void bears_a_page_cut_off_anywhere(void **state)
{
    char *page = text_of_file("lessons/4_hazards/deadlock.md");

    (void)state;
    assert_non_null(page);
    for (size_t length = strcspn(page, "#"); length-- > 0;) {
        struct lesson lesson = {.name = strdup("name")};

        page[length] = '\0';
        lesson_parse(&lesson, page, NULL);
        assert_non_null(lesson.body);
        lesson_fini(&lesson);
    }
    free(page);
}

static void bears_bytes_that_are_no_text(void **state)
{
    struct lesson lesson = {.name = strdup("name")};

    (void)state;
    lesson_parse(&lesson,
                 "title: \xff\xfe\n\x80:\n:\n::\npanes: ,,,\n"
                 "watch: ,,\noutcome: |\noutcome: | |\ndecoy:\n\n",
                 NULL);
    assert_string_equal(lesson.title, "\xff\xfe");
    lesson_fini(&lesson);
}

static void has_a_key_that_names_it_for_good(void **state)
{
    struct lesson lesson = {.chapter = strdup("hazards"),
                            .folder = strdup("4_hazards"),
                            .name = strdup("deadlock")};
    char *key = lesson_key(&lesson);

    (void)state;
    assert_string_equal(key, "hazards/deadlock");
    free(key);
    lesson_fini(&lesson);
}

/* NAME.uk.md has less in its header. */
static bool is_translation(const char *path)
{
    const char *name = strrchr(path, '/') + 1;

    return strchr(name, '.') != strrchr(name, '.');
}

/* Every page there is. */
static void finds_no_problem_in_any_lesson(void **state)
{
    glob_t found;

    (void)state;
    assert_int_equal(glob("lessons/*/*.md", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        if (is_translation(found.gl_pathv[i]))
            continue;
        struct lesson lesson = {.name = strdup("name")};
        char *text = text_of_file(found.gl_pathv[i]);
        char *problems = NULL;

        assert_non_null(text);
        lesson_parse(&lesson, text, &problems);
        if (problems)
            print_error("%s: %s", found.gl_pathv[i], problems);
        assert_null(problems);
        lesson_fini(&lesson);
        free(text);
    }
    globfree(&found);
}

static void reads_what_is_to_be_broken(void **state)
{
    struct lesson lesson = parse("break: lost-wakeup, 14\n\n", "");

    (void)state;
    assert_string_equal(lesson.breaks, "lost-wakeup");
    assert_int_equal(lesson.breaks_moves, 14);
    lesson_fini(&lesson);
    lesson = parse("title: none\n\n", "");
    assert_string_equal(lesson.breaks, "");
    lesson_fini(&lesson);
    lesson = parse("break: rain, 3\nbreak: deadlock\n\n",
                   "break: not a verdict and a number of moves: rain, 3\n"
                   "break: not a verdict and a number of moves: deadlock\n");
    assert_string_equal(lesson.breaks, "");
    lesson_fini(&lesson);
}

static void reads_whether_it_is_sampled(void **state)
{
    struct lesson lesson = parse("coverage: sampled\n\n", "");

    (void)state;
    assert_true(lesson.sampled);
    lesson_fini(&lesson);
    lesson = parse("coverage: complete\n\n", "");
    assert_false(lesson.sampled);
    lesson_fini(&lesson);
    lesson = parse("coverage: some\n\n",
                   "coverage: neither complete nor sampled: some\n");
    lesson_fini(&lesson);
}

static void a_page_calls_its_schedules_by_their_links(void **state)
{
    struct lesson lesson = {.name = must_copy("a")};

    (void)state;
    lesson_parse(&lesson,
                 "title: A\n\nSee [one\nlost](a.one.sched), or "
                 "[both](a.both.sched).\n",
                 NULL);
    char *link = lesson_link(&lesson, "/some/where/a.one.sched");
    assert_string_equal(link, "one lost");
    free(link);
    link = lesson_link(&lesson, "a.both.sched");
    assert_string_equal(link, "both");
    free(link);
    assert_null(lesson_link(&lesson, "a.none.sched"));
    lesson_fini(&lesson);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_each_key),
        cmocka_unit_test(has_defaults_for_what_is_not_said),
        cmocka_unit_test(reads_each_condition),
        cmocka_unit_test(joins_conditions_by_and_outside_quotes),
        cmocka_unit_test(takes_the_last_bar_for_the_one_before_the_condition),
        cmocka_unit_test(takes_a_bar_in_quotes_for_text),
        cmocka_unit_test(reports_what_it_does_not_know),
        cmocka_unit_test(reports_conditions_that_are_none),
        cmocka_unit_test(reports_conditions_that_can_never_be_true),
        cmocka_unit_test(needs_no_place_for_problems),
        cmocka_unit_test(keeps_the_last_of_a_key_given_twice),
        cmocka_unit_test(names_each_pane_once),
        cmocka_unit_test(reads_what_is_to_be_broken),
        cmocka_unit_test(reads_whether_it_is_sampled),
        cmocka_unit_test(bears_a_page_cut_off_anywhere),
        cmocka_unit_test(bears_bytes_that_are_no_text),
        cmocka_unit_test(has_a_key_that_names_it_for_good),
        cmocka_unit_test(finds_no_problem_in_any_lesson),
        cmocka_unit_test(a_page_calls_its_schedules_by_their_links),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
