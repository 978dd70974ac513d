/* Which language the lab speaks, on a system that has the locale of none. */
#include "tui/pages/language.h"

#include "tests/support/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char catalogues[256];

static const char english[] = "leave the lab";
static const char ukrainian[] = "вийти з лабораторії";

/* As the lab starts, with these in the environment; NULL: not there. */
static void begin(const char *lang, const char *language)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG",
                                        "LANGUAGE"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unsetenv(names[i]);
    if (lang)
        setenv("LANG", lang, 1);
    if (language)
        setenv("LANGUAGE", language, 1);
    language_begin(catalogues);
}

static void expect_speaks(const char *code)
{
    bool is_english = strcmp(code, "en") == 0;

    assert_string_equal(language_code(), code);
    assert_string_equal(_(english), is_english ? english : ukrainian);
}

static void speaks_english_where_nothing_is_said(void **state)
{
    (void)state;
    begin(NULL, NULL);
    expect_speaks("en");
    begin("C.UTF-8", NULL);
    expect_speaks("en");
}

static void speaks_what_it_is_told_to_in_any_locale(void **state)
{
    static const char *const locales[] = {NULL, "C", "C.UTF-8", "xx_YY.UTF-8",
                                          "en_US.UTF-8"};

    (void)state;
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        begin(locales[i], NULL);
        assert_true(language_choose("uk"));
        expect_speaks("uk");
        assert_true(language_choose("en"));
        expect_speaks("en");
        assert_true(language_choose("uk_UA.UTF-8"));
        expect_speaks("uk");
    }
}

static void takes_the_language_of_the_environment(void **state)
{
    (void)state;
    begin("uk_UA.UTF-8", NULL); /* Whether the system has it, or not. */
    expect_speaks("uk");
    begin("C.UTF-8", "uk");
    expect_speaks("uk");
    begin("C.UTF-8", "xx:uk:en");
    expect_speaks("uk");
}

static void does_as_gettext_does_where_two_disagree(void **state)
{
    (void)state;
    begin("uk_UA.UTF-8", "en");
    expect_speaks("en");
    begin("C", "uk");
    expect_speaks("en");
}

static void knows_no_language_that_it_has_no_catalogue_of(void **state)
{
    static const char *const codes[] = {"xx", "", "../uk", "UK", "uk/", "_"};

    (void)state;
    begin("C.UTF-8", NULL);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        assert_false(language_choose(codes[i]));
    expect_speaks("en");
    char *all = language_all();
    assert_string_equal(all, "en, uk");
    free(all);
}

static void expect_page(const char *page, const char *read)
{
    char *path = language_page(stage_file("%s", page));

    assert_string_equal(strrchr(path, '/') + 1, read);
    free(path);
}

static void reads_the_page_of_its_language_where_there_is_one(void **state)
{
    static const char both[] = "title: B\norder: 3\n\nb\n";
    static const char other[] = "title: U\n\nu\n";

    (void)state;
    stage_write("pages/both.md", both, sizeof both - 1);
    stage_write("pages/both.uk.md", other, sizeof other - 1);
    stage_write("pages/one.md", "\no\n", 3);
    begin("C.UTF-8", "uk");
    expect_page("pages/both.md", "both.uk.md");
    expect_page("pages/one.md", "one.md");
    expect_page("pages/none.md", "none.md");
    expect_page("pages/both", "both");
    char *text = language_page_text(stage_file("pages/both.md"));
    assert_string_equal(text, "title: U\norder: 3\n\nu\n");
    free(text);
    assert_null(language_page_text(stage_file("pages/none.md")));
    begin("C.UTF-8", NULL);
    expect_page("pages/both.md", "both.md");
}

int main(void)
{
    const char *build = getenv("BUILD");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(speaks_english_where_nothing_is_said),
        cmocka_unit_test(speaks_what_it_is_told_to_in_any_locale),
        cmocka_unit_test(takes_the_language_of_the_environment),
        cmocka_unit_test(does_as_gettext_does_where_two_disagree),
        cmocka_unit_test(knows_no_language_that_it_has_no_catalogue_of),
        cmocka_unit_test(reads_the_page_of_its_language_where_there_is_one),
    };

    snprintf(catalogues, sizeof catalogues, "%s/locale",
             build && *build ? build : "build");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
