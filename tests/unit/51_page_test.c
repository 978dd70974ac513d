/* Markdown, laid out for a width. */
#include "tui/pages/page.h"

#include "tui/drawing/text.h"

#include <glob.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A line's text, which the caller frees. */
static char *line_text(const struct page_line *line)
{
    size_t length = 1;

    for (size_t i = 0; i < line->count; i++)
        length += strlen(line->parts[i].text);
    char *text = malloc(length);
    *text = '\0';
    for (size_t i = 0; i < line->count; i++)
        strcat(text, line->parts[i].text);
    return text;
}

/* The page as it is drawn, without blanks at the ends of lines. */
static char *set(const char *markdown, int width, const char *source)
{
    struct page *page = page_new(markdown, width, source);
    struct canvas *canvas =
        canvas_new(page->count ? (int)page->count : 1, 200, false);

    page_draw(page, 0, canvas, canvas_box(canvas));
    char *dump = canvas_dump(canvas);
    canvas_free(canvas);
    page_free(page);
    return dump;
}

static void expect_page(const char *markdown, int width, const char *expected)
{
    char *dump = set(markdown, width, NULL);

    assert_string_equal(dump, expected);
    free(dump);
}

static enum role role_of(const struct page *page, const char *text)
{
    for (size_t i = 0; i < page->count; i++) {
        for (size_t j = 0; j < page->lines[i].count; j++) {
            if (strcmp(page->lines[i].parts[j].text, text) == 0)
                return page->lines[i].parts[j].role;
        }
    }
    return ROLE_COUNT;
}

static void joins_lines_and_wraps_them_at_words(void **state)
{
    (void)state;
    expect_page("one two\nthree four five\n", 20, "one two three four\nfive\n");
    expect_page("12345678901234567890 x\n", 20, "12345678901234567890\nx\n");
    expect_page("1234567890123456789 x\n", 21, "1234567890123456789 x\n");
}

static void has_a_blank_line_between_blocks_and_none_around(void **state)
{
    (void)state;
    expect_page("\n\n# Title\n\n\n\nText.\n\n## More\nText.\n\n", 40,
                "Title\n\nText.\n\nMore\n\nText.\n");
    expect_page("", 40, "\n");
}

static void gives_each_kind_of_text_its_role(void **state)
{
    struct page *page = page_new("# Title\n\n## Part\n\nplain **bold** *it* "
                                 "`code`\n\n    block\n",
                                 60, NULL);

    (void)state;
    assert_int_equal(role_of(page, "Title"), ROLE_TITLE);
    assert_int_equal(role_of(page, "Part"), ROLE_HEADING);
    assert_int_equal(role_of(page, "plain"), ROLE_TEXT);
    assert_int_equal(role_of(page, "bold"), ROLE_STRONG);
    assert_int_equal(role_of(page, "it"), ROLE_STRONG);
    assert_int_equal(role_of(page, "code"), ROLE_CODE);
    assert_int_equal(role_of(page, "block"), ROLE_CODE);
    page_free(page);
}

static void keeps_the_parts_of_a_word_together(void **state)
{
    (void)state;
    expect_page("aaaaaaaaaaaaaaaa (**b**`c`d), end\n", 20,
                "aaaaaaaaaaaaaaaa\n(bcd), end\n");
}

static void indents_lists_and_their_second_lines(void **state)
{
    (void)state;
    expect_page("- one two three four five\n- six\n", 20,
                "• one two three four\n  five\n• six\n");
    expect_page("1. one two three four five\n2. six\n", 20,
                "1. one two three\n   four five\n2. six\n");
    expect_page("9. nine\n10. ten eleven twelve thirteen\n", 20,
                "9. nine\n10. ten eleven\n   twelve thirteen\n");
}

static void puts_lists_within_lists_further_in(void **state)
{
    (void)state;
    expect_page("- one\n  - two\n    - three\n- four\n", 30,
                "• one\n  • two\n    • three\n• four\n");
    expect_page("1. one\n   - two\n2. three\n", 30,
                "1. one\n   • two\n2. three\n");
}

static void leaves_code_as_it_is_however_wide(void **state)
{
    (void)state;
    expect_page(
        "```c\nint main(void)  /* spaces  kept */\n\n    return 0;\n"
        "```\n\nafter\n",
        20,
        "    int main(void)  /* spaces  kept */\n\n        return 0;\n\n"
        "after\n");
}

static void puts_a_bar_before_a_quote(void **state)
{
    (void)state;
    expect_page("> one two three four five\n\nafter\n", 20,
                "│ one two three four\n│ five\n\nafter\n");
}

static void sets_a_table_in_columns(void **state)
{
    (void)state;
    expect_page("| a | bb |\n|---|---|\n| ccc | d |\n| e | `f` |\n", 40,
                "a    bb\nccc  d\ne    f\n");
}

static void wraps_the_cells_of_a_table(void **state)
{
    (void)state;
    expect_page("| name | what it is for |\n|---|---|\n"
                "| lock | one at a time in here |\n",
                22,
                "name  what it is for\nlock  one at a time in\n      here\n");
}

static void has_text_behind_a_table(void **state)
{
    (void)state;
    expect_page("before\n\n| a | b |\n|---|---|\n| c | d |\n\nafter\n", 40,
                "before\n\na  b\nc  d\n\nafter\n");
}

static void writes_the_line_of_a_mark(void **state)
{
    static const char source[] = "int a;\nint b; /* @here */\n/* @there */\n";
    char *dump =
        set("At `@here`, then `@there`; `@nowhere` and @here.\n", 78, source);

    (void)state;
    assert_string_equal(dump, "At line 2, then line 3; @nowhere and @here.\n");
    free(dump);
}

static void finds_marks_by_their_whole_name(void **state)
{
    static const char source[] = "x\n/* @lock_both */\n/* @lock */\n/* @un */";

    (void)state;
    assert_int_equal(page_mark_line(source, "lock", 4), 3);
    assert_int_equal(page_mark_line(source, "lock_both", 9), 2);
    assert_int_equal(page_mark_line(source, "un", 2), 4);
    assert_int_equal(page_mark_line(source, "unlock", 6), 0);
    assert_int_equal(page_mark_line(source, "oc", 2), 0);
    assert_int_equal(page_mark_line(NULL, "un", 2), 0);
    assert_int_equal(page_mark_line("", "un", 2), 0);
}

static void knows_the_usual_entities(void **state)
{
    (void)state;
    expect_page("a &lt; b &amp;&amp; c &gt; d &quot;e&quot;\n", 40,
                "a < b && c > d \"e\"\n");
}

static void is_laid_out_at_20_columns_at_least(void **state)
{
    (void)state;
    expect_page("one two three four five six\n", 1,
                "one two three four\nfive six\n");
}

/* May a line be wider? Code is not broken, nor is a word; and a table of many
   columns has a least width. */
static bool may_be_wider(const char *text, int width)
{
    const char *words = text + strspn(text, " •│123456789.");
    bool is_table = strstr(words, "  ") != NULL;

    return strncmp(text, "    ", 4) == 0 || !strchr(words, ' ') ||
           (is_table && width < 40);
}

static void expect_no_line_too_wide(const char *path, const char *markdown)
{
    for (int width = 20; width <= 120; width++) {
        struct page *page = page_new(markdown, width, NULL);

        for (size_t i = 0; i < page->count; i++) {
            const struct page_line *line = &page->lines[i];
            char *text = line_text(line);
            bool well =
                canvas_width(text) <= width || may_be_wider(text, width);

            if (!well)
                print_error("%s at %d: %s\n", path, width, text);
            assert_true(well);
            free(text);
        }
        page_free(page);
    }
}

static void never_exceeds_the_width_in_any_lesson(void **state)
{
    glob_t found;

    (void)state;
    assert_int_equal(glob("lessons/*/*.md", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char *text = text_of_file(found.gl_pathv[i]);
        const char *body = strstr(text, "\n\n");

        assert_non_null(body);
        expect_no_line_too_wide(found.gl_pathv[i], body);
        free(text);
    }
    assert_true(found.gl_pathc > 0);
    globfree(&found);
}

static void never_exceeds_the_width_with_lists_quotes_and_tables(void **state)
{
    (void)state;
    expect_no_line_too_wide(
        "made up",
        "A paragraph of many a word, **some of them bold**, `some code`.\n\n"
        "- an item that goes on for longer than a line of twenty\n"
        "  - and one within it, of many words too, and of some more\n\n"
        "10. the tenth of many, with words enough for a second line\n\n"
        "> somebody said that all of this must fit, whatever the width\n\n"
        "| a | b |\n|---|---|\n| of many words | as is this one |\n");
}

static void survives_what_is_hardly_markdown(void **state)
{
    static const char *const odd[] = {
        "`",
        "```",
        "|",
        "| a\n|-\n",
        "[",
        "- ",
        "1. ",
        "> ",
        "#",
        "&;",
        "**",
        "| | |\n|-|-|\n| | |\n",
        "- - - - - - - - - - - - - x",
        "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > x",
        "1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. x",
        "\xff\xfe",
        "a\\\nb",
        "***\n"};

    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        for (int width = 20; width < 60; width += 13) {
            char *dump = set(odd[i], width, "/* @x */");

            assert_non_null(dump);
            free(dump);
        }
    }
}

/* A word longer than is kept of one is cut, and nothing else is harmed. */
static void bears_a_word_of_any_length(void **state)
{
    static char word[3000];

    (void)state;
    memset(word, 'w', sizeof word - 1);
    char *dump = set(word, 40, NULL);
    assert_true(strlen(dump) > 100);
    free(dump);
}

static void numbers_its_links_to_schedules(void **state)
{
    struct page *page =
        page_new("One [update lost](a.lost.sched), or [both](a.both.sched); "
                 "see [elsewhere](other.md).",
                 60, NULL);
    char *text = line_text(&page->lines[0]);

    (void)state;
    assert_string_equal(text,
                        "One update lost [1], or both [2]; see elsewhere.");
    assert_int_equal(page->schedule_count, 2);
    assert_string_equal(page->schedules[0], "a.lost.sched");
    assert_string_equal(page->schedules[1], "a.both.sched");
    assert_int_equal(role_of(page, "[1]"), ROLE_KEY);
    free(text);
    page_free(page);
}

static int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : 1; /* For bullets and bars. */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joins_lines_and_wraps_them_at_words),
        cmocka_unit_test(has_a_blank_line_between_blocks_and_none_around),
        cmocka_unit_test(gives_each_kind_of_text_its_role),
        cmocka_unit_test(keeps_the_parts_of_a_word_together),
        cmocka_unit_test(indents_lists_and_their_second_lines),
        cmocka_unit_test(puts_lists_within_lists_further_in),
        cmocka_unit_test(leaves_code_as_it_is_however_wide),
        cmocka_unit_test(puts_a_bar_before_a_quote),
        cmocka_unit_test(sets_a_table_in_columns),
        cmocka_unit_test(wraps_the_cells_of_a_table),
        cmocka_unit_test(has_text_behind_a_table),
        cmocka_unit_test(writes_the_line_of_a_mark),
        cmocka_unit_test(finds_marks_by_their_whole_name),
        cmocka_unit_test(knows_the_usual_entities),
        cmocka_unit_test(numbers_its_links_to_schedules),
        cmocka_unit_test(is_laid_out_at_20_columns_at_least),
        cmocka_unit_test(never_exceeds_the_width_in_any_lesson),
        cmocka_unit_test(never_exceeds_the_width_with_lists_quotes_and_tables),
        cmocka_unit_test(survives_what_is_hardly_markdown),
        cmocka_unit_test(bears_a_word_of_any_length),
    };

    return cmocka_run_group_tests(tests, use_utf8, NULL);
}
