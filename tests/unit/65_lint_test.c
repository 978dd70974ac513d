/* 65_lint_test.c - what an author is told; and our own lessons are well. */
#include "tui/authoring/lint.h"

#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- A lesson in which nothing is wrong. ---- */

static const char good_header[] = "title: Good\n"
                                  "order: 10\n"
                                  "goal: all is well\n"
                                  "python: none\n"
                                  "question: What now?\n"
                                  "outcome: It works. | exit 0\n"
                                  "decoy: It rains.\n"
                                  "decoy: It snows.\n";

static const char good_source[] = "/* good.c - is it good?\n"
                                  "\n"
                                  "   Watch: it.\n"
                                  "   Compare with: nothing. */\n"
                                  "int main(void)\n"
                                  "{\n"
                                  "    return 0; /* @end */\n"
                                  "}\n";

static void write_text(const char *name, const char *text)
{
    stage_write(name, text, (unsigned)strlen(text));
}

/* What is said of a lesson with this header, text and program; the page is
   made as long as it has to be by so many words. */
static char *linted(const char *header, const char *text, unsigned words,
                    const char *source)
{
    static unsigned made;
    char name[64];
    static char page[32768];
    size_t length = (size_t)snprintf(page, sizeof page, "%s\n%s", header, text);

    while (words-- > 0 && length + 8 < sizeof page)
        length +=
            (size_t)snprintf(page + length, sizeof page - length, "word ");
    unsigned number = made++;
    snprintf(name, sizeof name, "lint%u/1_one/good.md", number);
    write_text(name, page);
    snprintf(name, sizeof name, "lint%u/1_one/good.c", number);
    write_text(name, source);
    struct catalogue *catalogue =
        catalogue_read(stage_file("lint%u", number), "/programs");
    assert_int_equal(catalogue->count, 1);
    char *problems = lint_lesson(&catalogue->lessons[0], catalogue);
    catalogue_free(catalogue);
    return problems;
}

static void expect(const char *header, const char *text, unsigned words,
                   const char *source, const char *problems)
{
    char *said = linted(header, text, words, source);

    assert_string_equal(said, problems);
    free(said);
}

static void nothing_is_said_of_a_good_lesson(void **state)
{
    (void)state;
    expect(good_header, "At `@end` it ends.\n\n", 300, good_source, "");
}

/* The good header with one line left out, or another one. */
static const char *header_with(const char *key, const char *line)
{
    static char header[1024];
    const char *at = strstr(good_header, key);
    const char *rest = strchr(at, '\n') + 1;

    snprintf(header, sizeof header, "%.*s%s%s", (int)(at - good_header),
             good_header, line, rest);
    return header;
}

static void what_the_header_lacks_is_named(void **state)
{
    (void)state;
    expect(header_with("goal", ""), "`@end`\n", 300, good_source, "no goal\n");
    expect(header_with("title", ""), "`@end`\n", 300, good_source,
           "no title\n");
    expect(header_with("order", ""), "`@end`\n", 300, good_source,
           "no order\n");
    expect(header_with("question", ""), "`@end`\n", 300, good_source,
           "no question: nothing is predicted\n");
    expect(header_with("outcome", "outcome: | exit 0\n"), "`@end`\n", 300,
           good_source, "the prediction's choice 1 is empty\n");
    expect(header_with("outcome", "decoy: It hails.\n"), "`@end`\n", 300,
           good_source, "no outcome\n");
    expect(header_with("decoy", ""), "`@end`\n", 300, good_source,
           "fewer than 3 choices to predict: add a decoy\n");
    expect(header_with("python", "pyton: none\n"), "`@end`\n", 300, good_source,
           "no such key: pyton\n"
           "no python: say \"none\" where there is nothing like it\n");
}

static void lessons_that_are_not_there_are_named(void **state)
{
    (void)state;
    expect(header_with("python", "python: none\ncompare: godd\n"), "`@end`\n",
           300, good_source, "compare: no such lesson: godd; perhaps good\n");
    expect(header_with("python", "python: none\nrequires: xyzzy\n"), "`@end`\n",
           300, good_source, "requires: no such lesson: xyzzy\n");
}

static void marks_and_links_that_lead_nowhere_are_named(void **state)
{
    (void)state;
    expect(good_header, "`@end` and `@start`.\n", 300, good_source,
           "the page uses @start, which is not in the program\n");
    expect(good_header, "Nothing.\n", 300, good_source,
           "the page does not use the mark @end\n");
    expect(good_header, "`@end`\n", 300,
           "/* x? Watch: Compare with: */\n/* @end */\n/* @end */\n",
           "the mark @end is there twice, in lines 2 and 3\n");
    expect(good_header, "`@end` [this](good.gone.sched)\n", 300, good_source,
           "the page links to good.gone.sched, which is not there\n");
}

static void stops_that_lead_nowhere_are_named(void **state)
{
    (void)state;
    expect(header_with("python", "python: none\n"
                                 "stop: apply gone | Notes.\n"
                                 "stop: run to @end\n"
                                 "stop: run to @start\n"),
           "`@end`\n", 300, good_source,
           "a stop applies good.gone.sched, which is not there\n"
           "a stop runs to @start, which is not in the program\n");
    expect(header_with("python", "python: none\nstop: run to end\n"),
           "`@end`\n", 300, good_source,
           "a stop runs to end before a schedule is applied\n");
}

static void each_slip_of_the_header_is_named(void **state)
{
    (void)state;
    expect(header_with("python", "python: none\nstop: dance\ntiger: yes\n"),
           "`@end`\n", 300, good_source,
           "not a stop: dance\nno such key: tiger\n");
}

static void keys_that_there_are_not_are_named(void **state)
{
    (void)state;
    expect(good_header, "`@end` `key:pause`\n", 300, good_source, "");
    expect(good_header, "`@end` `key:paus` `key:help`\n", 300, good_source,
           "the page asks for a key for paus, which is nothing that keys "
           "do\n");
}

static void a_page_too_short_or_long_is_told_by_how_much(void **state)
{
    (void)state;
    expect(good_header, "`@end`\n", 298, good_source,
           "the page is too short: 299 words, 300 at least\n");
    expect(good_header, "`@end`\n", 600, good_source,
           "the page is too long: 601 words, 600 at most\n");
}

static void a_program_too_long_or_without_its_comment_is_named(void **state)
{
    char source[512] = "/* is it? Watch: x. Compare with: y. @end */\n";

    (void)state;
    for (int i = 0; i < 80; i++)
        strcat(source, "\n");
    expect(good_header, "`@end`\n", 300, source,
           "the program is too long: 81 lines, 80 at most\n");
    expect(good_header, "`@end`\n", 300,
           "/* is it? Watch: x. */\nint x; /* @end */\n",
           "the comment at the program's head has no \"Compare with:\"\n");
}

static void our_own_lessons_have_no_problem(void **state)
{
    struct catalogue *catalogue = catalogue_read("lessons", "/programs");
    bool any = false;

    (void)state;
    for (size_t i = 0; i < catalogue->count; i++) {
        char *problems = lint_lesson(&catalogue->lessons[i], catalogue);

        if (*problems)
            print_error("%s: %s", catalogue->lessons[i].name, problems);
        any = any || *problems;
        free(problems);
    }
    catalogue_free(catalogue);
    assert_false(any);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_said_of_a_good_lesson),
        cmocka_unit_test(what_the_header_lacks_is_named),
        cmocka_unit_test(lessons_that_are_not_there_are_named),
        cmocka_unit_test(marks_and_links_that_lead_nowhere_are_named),
        cmocka_unit_test(stops_that_lead_nowhere_are_named),
        cmocka_unit_test(each_slip_of_the_header_is_named),
        cmocka_unit_test(keys_that_there_are_not_are_named),
        cmocka_unit_test(a_page_too_short_or_long_is_told_by_how_much),
        cmocka_unit_test(a_program_too_long_or_without_its_comment_is_named),
        cmocka_unit_test(our_own_lessons_have_no_problem),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
