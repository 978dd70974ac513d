/* 53_translation_test.c - a page in another language: what is translated, what
   cannot be, and how one that is out of date is noticed. */
#include "tui/pages/translation.h"

#include "tests/support/stage.h"
#include "tui/exercises/exercise.h"
#include "tui/lessons/catalogue.h"
#include "tui/pages/language.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char original[] =
    "title: One\n"
    "order: 10\n"
    "goal: it ends\n"
    "watch: left\n"
    "outcome: It \"stops\". | prints \"a | b\" and exit 0\n"
    "decoy: It rains.\n"
    "stop: say Look. | Wait.\n"
    "stop: run to end\n"
    "stop: reveal | Ask.\n"
    "\n"
    "# One\n"
    "At `@end` it [stops](one.so.sched).\n";

static const char header[] = "title: Один\n"
                             "goal: кінець\n"
                             "choice: Стає.\n"
                             "choice: Дощить.\n"
                             "say: Дивіться.\n"
                             "notes: Чекайте.\n"
                             "notes: Питайте.\n";

static const char body[] = "\n# Один\n"
                           "[Стає](one.so.sched) у `@end`.\n";

static void what_is_translated_takes_its_place_and_all_else_stays(void **state)
{
    char translated[512];

    (void)state;
    snprintf(translated, sizeof translated, "%s%s", header, body);
    char *merged = translation_of(original, translated);
    assert_string_equal(merged, "title: Один\n"
                                "order: 10\n"
                                "goal: кінець\n"
                                "watch: left\n"
                                "outcome: Стає. | prints \"a | b\" and exit 0\n"
                                "decoy: Дощить.\n"
                                "stop: say Дивіться. | Чекайте.\n"
                                "stop: run to end\n"
                                "stop: reveal | Питайте.\n"
                                "\n"
                                "# Один\n"
                                "[Стає](one.so.sched) у `@end`.\n");
    free(merged);
}

static void what_cannot_be_translated_is_not_taken(void **state)
{
    char *merged = translation_of(original, "order: 99\nwatch: x\ntitle: Т\n"
                                            "choice: А | exit 1\n\nтекст\n");

    (void)state;
    assert_non_null(strstr(merged, "title: Т\norder: 10\n"));
    assert_non_null(strstr(merged, "watch: left\n"));
    assert_non_null(strstr(merged, "goal: it ends\n"));
    assert_non_null(strstr(merged, "decoy: It rains.\n"));
    assert_null(strstr(merged, "99"));
    free(merged);
}

/* What lint says of a translation that begins with these lines. */
static void expect(const char *top, const char *text, const char *wanted)
{
    char page[1024];
    char *problems = NULL;
    int length = snprintf(page, sizeof page, "%s%s", top, text);

    const char *path =
        stage_write("pages/one.md", original, sizeof original - 1);
    stage_write("pages/one.uk.md", page, (unsigned)length);
    translation_lint(path, &problems);
    assert_string_equal(problems ? problems : "", wanted);
    free(problems);
}

static const char *with_sum(const char *lines)
{
    static char text[1024];

    snprintf(text, sizeof text, "of: %08" PRIx32 "\n%s",
             translation_sum(original), lines);
    return text;
}

static void nothing_is_said_of_one_that_is_whole(void **state)
{
    (void)state;
    expect(with_sum(header), body, "");
}

static void one_of_an_older_page_is_named_with_how_to_renew_it(void **state)
{
    char wanted[256];

    (void)state;
    snprintf(wanted, sizeof wanted,
             "one.uk.md: the page is another by now: bring this one up to "
             "date, then write \"of: %08" PRIx32 "\"\n",
             translation_sum(original));
    expect(header, body, wanted);
    char older[512];
    snprintf(older, sizeof older, "of: 00000000\n%s", header);
    expect(older, body, wanted);
}

static void only_a_change_of_what_is_translated_makes_it_older(void **state)
{
    static const struct {
        const char *page;
        bool another;
    } pages[] = {
        {"title: A\npace: 100\noutcome: B | exit 0\n\ntext\n", false},
        {"title: A\npace: 900\nwatch: x\noutcome: B | exit 1\n\ntext\n", false},
        {"title: Aa\noutcome: B | exit 0\n\ntext\n", true},
        {"title: A\noutcome: Bb | exit 0\n\ntext\n", true},
        {"title: A\noutcome: B | exit 0\n\ntexts\n", true},
        {"title: A\noutcome: B | exit 0\nstop: say C\n\ntext\n", true},
    };

    (void)state;
    for (size_t i = 1; i < sizeof pages / sizeof *pages; i++)
        assert_int_equal(translation_sum(pages[i].page) !=
                             translation_sum(pages[0].page),
                         pages[i].another);
}

static void what_is_missing_or_too_much_is_named(void **state)
{
    (void)state;
    expect(with_sum("title: Один\ngoal: кінець\nchoice: Стає.\n"
                    "say: Дивіться.\nnotes: Чекайте.\nnotes: Питайте.\n"),
           body, "one.uk.md: no choice for: It rains.\n");
    expect(with_sum(header), "order: 10\n\n`@end` [x](one.so.sched)\n",
           "one.uk.md: nothing is left for order: 10\n");
    expect(with_sum(header), "notes: А ще.\n\n`@end` [x](one.so.sched)\n",
           "one.uk.md: nothing is left for notes: А ще.\n");
}

static void marks_and_links_are_those_of_the_page(void **state)
{
    (void)state;
    expect(with_sum(header), "\n[Стає](one.so.sched).\n",
           "one.uk.md: `@end` is not spoken of\n");
    expect(with_sum(header), "\n`@end` [x](one.other.sched)\n",
           "one.uk.md: links are not the page's: one.other.sched; there: "
           "one.so.sched\n");
}

/* ---- Our own. ---- */

static void expect_translated(const char *page)
{
    char *path = language_page(page);

    if (strcmp(path, page) == 0)
        print_error("%s is not translated\n", page);
    assert_string_not_equal(path, page);
    free(path);
}

/* As the lab with --lang uk. */
static void speak_ukrainian(void)
{
    const char *build = getenv("BUILD");
    char words[256];

    snprintf(words, sizeof words, "%s/locale",
             build && *build ? build : "build");
    language_begin(words);
    assert_true(language_choose("uk"));
}

static void chapter_4_can_be_read_in_ukrainian(void **state)
{
    size_t pages = 0;

    (void)state;
    speak_ukrainian();
    struct catalogue *catalogue = catalogue_read("lessons", "build/lessons");
    for (size_t i = 0; i < catalogue->count; i++) {
        if (strcmp(catalogue->lessons[i].chapter, "hazards") != 0)
            continue;
        expect_translated(catalogue->lessons[i].page);
        pages++;
    }
    catalogue_free(catalogue);
    assert_true(pages >= 10);
}

static void a_class_of_90_minutes_can_be_held_in_ukrainian(void **state)
{
    char why[128];

    (void)state;
    speak_ukrainian();
    struct catalogue *path = catalogue_read("lessons", "build/lessons");
    assert_true(catalogue_follow(path, "lessons", "class-90", why, sizeof why));
    for (size_t i = 0; i < path->count; i++)
        expect_translated(path->lessons[i].page);
    catalogue_free(path);
}

static void its_exercises_can_be_done_in_ukrainian(void **state)
{
    size_t pages = 0;

    (void)state;
    speak_ukrainian();
    struct shelf *shelf = shelf_read("exercises", "solutions");
    for (size_t i = 0; i < shelf->count; i++) {
        const struct exercise *exercise = &shelf->exercises[i];

        if (strcmp(exercise->chapter, "hazards") != 0)
            continue;
        expect_translated(exercise->page);
        assert_int_equal(exercise->hint_count, 4);
        pages++;
    }
    shelf_free(shelf);
    assert_true(pages >= 17);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_translated_takes_its_place_and_all_else_stays),
        cmocka_unit_test(what_cannot_be_translated_is_not_taken),
        cmocka_unit_test(nothing_is_said_of_one_that_is_whole),
        cmocka_unit_test(one_of_an_older_page_is_named_with_how_to_renew_it),
        cmocka_unit_test(only_a_change_of_what_is_translated_makes_it_older),
        cmocka_unit_test(what_is_missing_or_too_much_is_named),
        cmocka_unit_test(marks_and_links_are_those_of_the_page),
        cmocka_unit_test(chapter_4_can_be_read_in_ukrainian),
        cmocka_unit_test(a_class_of_90_minutes_can_be_held_in_ukrainian),
        cmocka_unit_test(its_exercises_can_be_done_in_ukrainian),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
