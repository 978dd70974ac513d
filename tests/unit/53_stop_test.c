/* 53_stop_test.c - the stops of a lesson that is presented. */
#include "tui/lessons/lesson.h"
#include "tui/presenting/lecture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *value, enum stop_kind kind, const char *argument,
                   const char *notes)
{
    struct stop stop;

    assert_true(stop_parse(value, &stop));
    assert_int_equal(stop.kind, kind);
    assert_string_equal(stop.argument, argument);
    assert_string_equal(stop.notes, notes);
    stop_fini(&stop);
}

static void a_stop_is_a_kind_what_and_notes(void **state)
{
    (void)state;
    expect("say Two locks. | Draw a door.", STOP_SAY, "Two locks.",
           "Draw a door.");
    expect("ask", STOP_ASK, "", "");
    expect("ask | Hands up.", STOP_ASK, "", "Hands up.");
    expect("apply both-finish", STOP_APPLY, "both-finish", "");
    expect("run to @wait|Now.", STOP_RUN, "@wait", "Now.");
    expect("run to end", STOP_RUN, "end", "");
    expect("show source waits", STOP_SHOW, "source waits", "");
    expect("reveal", STOP_REVEAL, "", "");
}

static void what_is_no_stop_is_refused(void **state)
{
    static const char *const values[] = {
        "",         "say",  "dance",      "ask who", "run to",  "run to here",
        "runto @x", "show", "reveal all", "saying",  "| notes", "apply"};
    struct stop stop;

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (stop_parse(values[i], &stop))
            fail_msg("taken for a stop: %s", values[i]);
        assert_null(stop.argument);
    }
}

static const char page[] = "title: T\n"
                           "panes: source tasks waits output\n"
                           "outcome: It ends. | exit 0\n"
                           "stop: say One. | first\n"
                           "stop: apply quick\n"
                           "stop: run to end\n"
                           "stop: show tasks\n"
                           "stop: apply slow\n"
                           "stop: reveal\n"
                           "\n"
                           "# T\n";

static struct lesson lesson_of(const char *text, char **problems)
{
    struct lesson lesson = {.name = strdup("t"),
                            .chapter = strdup("c"),
                            .folder = strdup("1_c"),
                            .source = strdup("/nowhere/t.c"),
                            .page = strdup("/nowhere/t.md"),
                            .program = strdup("/nowhere/t")};

    lesson_parse(&lesson, text, problems);
    return lesson;
}

static void at_each_stop_it_is_known_what_is_applied_and_shown(void **state)
{
    struct lesson lesson = lesson_of(page, NULL);
    struct lecture *lecture = lecture_new(&lesson);
    struct pane_list list;

    (void)state;
    assert_int_equal(lecture_length(lecture), 6);
    assert_null(lecture_schedule(lecture, 0));
    assert_string_equal(lecture_schedule(lecture, 1), "quick");
    assert_string_equal(lecture_schedule(lecture, 3), "quick");
    assert_string_equal(lecture_schedule(lecture, 5), "slow");
    lecture_panes(lecture, 2, &list);
    assert_int_equal(list.count, 3);
    assert_int_equal(list.panes[2], PANE_WAITS);
    lecture_panes(lecture, 5, &list);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.panes[0], PANE_TASKS);
    lecture_free(lecture);
    lesson_fini(&lesson);
}

static void a_lesson_without_stops_has_a_way_of_its_own(void **state)
{
    struct lesson lesson = lesson_of(
        "title: T\ngoal: all is well\noutcome: It ends. | exit 0\n\n# T\n",
        NULL);
    struct lecture *lecture = lecture_new(&lesson);

    (void)state;
    assert_int_equal(lecture_length(lecture), 3);
    assert_int_equal(lecture_stop(lecture, 0)->kind, STOP_SAY);
    assert_string_equal(lecture_stop(lecture, 0)->argument, "all is well");
    assert_int_equal(lecture_stop(lecture, 1)->kind, STOP_ASK);
    assert_int_equal(lecture_stop(lecture, 2)->kind, STOP_REVEAL);
    lecture_free(lecture);
    lesson_fini(&lesson);
}

static void a_page_that_gets_a_stop_wrong_is_told(void **state)
{
    char *problems = NULL;
    struct lesson lesson =
        lesson_of("stop: dance\nstop: show attic\n\n# T\n", &problems);

    (void)state;
    assert_non_null(strstr(problems, "not a stop: dance"));
    assert_non_null(strstr(problems, "no such pane: attic"));
    free(problems);
    lesson_fini(&lesson);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stop_is_a_kind_what_and_notes),
        cmocka_unit_test(what_is_no_stop_is_refused),
        cmocka_unit_test(at_each_stop_it_is_known_what_is_applied_and_shown),
        cmocka_unit_test(a_lesson_without_stops_has_a_way_of_its_own),
        cmocka_unit_test(a_page_that_gets_a_stop_wrong_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
