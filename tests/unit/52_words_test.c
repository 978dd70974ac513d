/* Messages in other languages: none is missing, none is of what is said no
   more, and each has the holes of its original. */
#include "tests/support/capture.h"
#include "tests/support/stage.h"
#include "tui/drawing/canvas.h"
#include "tui/drawing/text.h"
#include "tui/pages/language.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char translated[] = "tui/po/uk.po";

/* All that is marked in the sources, as it is now. */
static char extracted[256];

/* $0 is the translation, $1 what was extracted. */
static struct capture run(const char *line)
{
    return capture_run(
        (const char *[]){"/bin/sh", "-c", line, translated, extracted, NULL},
        NULL);
}

static int extract(void **state)
{
    (void)state;
    snprintf(extracted, sizeof extracted, "%s", stage_file("words.pot"));
    struct capture said =
        capture_run((const char *[]){"tui/po/extract", extracted, NULL}, NULL);
    int status = said.status;

    capture_fini(&said);
    return status;
}

static void expect_silence(const char *line, const char *advice)
{
    struct capture said = run(line);

    if (said.status != 0 || *said.output)
        fail_msg("%s\n%s%s", advice, said.output, said.error);
    capture_fini(&said);
}

static void every_text_is_translated(void **state)
{
    (void)state;
    expect_silence(
        "msgcmp \"$0\" \"$1\"",
        "run `make words`, and say in tui/po/uk.po what is missing there:");
}

static void no_translation_is_of_a_text_that_is_no_more(void **state)
{
    (void)state;
    expect_silence(
        "msgmerge --quiet --no-fuzzy-matching -o - \"$0\" \"$1\" 2>/dev/null |"
        "msgattrib --only-obsolete --no-wrap 2>/dev/null",
        "after `make words`, take out of tui/po/uk.po what follows \"#~\":");
}

static void directives_agree(void **state)
{
    (void)state;
    expect_silence("msgfmt --check-format --check-domain -o /dev/null \"$0\"",
                   "msgfmt finds fault:");
}

/* ---- Parts of an event, in braces, which no tool knows. ---- */

/* Which names in braces a line has, as a sum: their order may differ. */
static unsigned long names_in(const char *line)
{
    unsigned long sum = 0;

    while ((line = strchr(line, '{'))) {
        unsigned long name = 5381;

        for (; *line && *line != '}'; line++)
            name = name * 33 + (unsigned char)*line;
        sum += name;
    }
    return sum;
}

static void names_in_braces_agree(void **state)
{
    char *text = text_of_file(translated);
    unsigned long wanted = 0;
    unsigned found = 0;
    char *rest = text;
    char *line;

    (void)state;
    while ((line = strsep(&rest, "\n"))) {
        if (strncmp(line, "msgid \"", 7) == 0)
            wanted = names_in(line);
        if (strncmp(line, "msgstr \"", 8) != 0)
            continue;
        found += wanted != 0;
        if (names_in(line) != wanted)
            fail_msg("other names in braces: %s", line);
    }
    assert_true(found > 50);
    free(text);
}

/* ---- Numbers. ---- */

static void speak_ukrainian(void)
{
    const char *build = getenv("BUILD");
    static char catalogues[256];

    snprintf(catalogues, sizeof catalogues, "%s/locale",
             build && *build ? build : "build");
    language_begin(catalogues);
    assert_true(language_choose("uk"));
}

static void numbers_have_the_form_that_goes_with_them(void **state)
{
    static const struct {
        uint64_t number;
        const char *said;
    } numbers[] = {
        {0, "через 0 ходів"},     {1, "через 1 хід"},   {2, "через 2 ходи"},
        {4, "через 4 ходи"},      {5, "через 5 ходів"}, {11, "через 11 ходів"},
        {14, "через 14 ходів"},   {21, "через 21 хід"}, {22, "через 22 ходи"},
        {111, "через 111 ходів"},
    };
    char text[64];

    (void)state;
    speak_ukrainian();
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        snprintf(text, sizeof text,
                 ngettext("after %" PRIu64 " move", "after %" PRIu64 " moves",
                          numbers[i].number),
                 numbers[i].number);
        assert_string_equal(text, numbers[i].said);
    }
    assert_true(language_choose("en"));
}

/* ---- Room. ---- */

/* Where a word has a column of its own, it is not cut there. */
static void words_fit_their_columns(void **state)
{
    static const struct {
        int columns;
        const char *words[12]; /* Then NULL. */
    } places[] = {
        /* A task's state, when stepping. */
        {7, {"waits", "can", "time", "moves", "new", "running", "sleeps"}},
        /* Beside the menu. */
        {9, {"goal", "you said", "it did"}},
        /* What a check has come to. */
        {16,
         {"compiles", "runs freely", "all schedules", "keeps the point",
          "is a schedule", "fits the program", "breaks it", "number of moves"}},
        /* What `interleave doctor` looks at. */
        {16,
         {"lessons", "runtime", "shared memory", "watching", "kernel states",
          "open files", "message queues", "programs' memory", "compiler"}},
        /* Titles of panes that have half of a small screen. */
        {36,
         {"who waits for whom", "turns: how often passed over", "objects",
          "switches: %lu, waited + time was up", "tasks: one moves",
          "variables", "output"}},
    };

    (void)state;
    speak_ukrainian();
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        for (const char *const *word = places[i].words; *word; word++) {
            assert_string_not_equal(_(*word), *word);
            if (canvas_width(_(*word)) > places[i].columns)
                fail_msg("more than %d columns: %s", places[i].columns,
                         _(*word));
        }
    }
    assert_true(language_choose("en"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_is_translated),
        cmocka_unit_test(no_translation_is_of_a_text_that_is_no_more),
        cmocka_unit_test(directives_agree),
        cmocka_unit_test(names_in_braces_agree),
        cmocka_unit_test(numbers_have_the_form_that_goes_with_them),
        cmocka_unit_test(words_fit_their_columns),
    };

    return cmocka_run_group_tests(tests, extract, NULL);
}
