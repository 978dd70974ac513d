/* 66_difference_test.c - in which lines two programs differ. */
#include "tui/lessons/difference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Each line as its sign, both numbers, and its text. */
static void expect(const char *first, const char *second, const char *wanted)
{
    struct difference *difference = difference_new(first, second);
    char found[1024] = "";

    for (size_t i = 0; i < difference->count; i++) {
        const struct difference_line *line = &difference->lines[i];
        size_t used = strlen(found);

        snprintf(found + used, sizeof found - used, "%c%u,%u %.*s\n",
                 " -+"[line->side], line -> first, line -> second,
                 line -> length, line -> text);
    }
    difference_free(difference);
    assert_string_equal(found, wanted);
}

static void of_one_text_with_itself_is_nothing(void **state)
{
    (void)state;
    expect("a\nb\n", "a\nb\n", " 1,1 a\n 2,2 b\n");
    expect("", "", "");
}

static void is_what_only_one_of_them_has(void **state)
{
    (void)state;
    expect("a\nb\nc\n", "a\nc\n", " 1,1 a\n-2,2 b\n 3,2 c\n");
    expect("a\nc\n", "a\nb\nc\n", " 1,1 a\n+2,2 b\n 2,3 c\n");
    expect("", "a\n", "+1,1 a\n");
    expect("a", "", "-1,1 a\n");
}

static void keeps_as_many_lines_as_can_be_kept(void **state)
{
    (void)state;
    expect("x\na\nb\nc\n", "a\nb\nc\nx\n",
           "-1,1 x\n 2,1 a\n 3,2 b\n 4,3 c\n+5,4 x\n");
}

static void leaves_the_comment_at_the_head_out(void **state)
{
    (void)state;
    expect("/* one\n   two */\na\n", "/* another */\na\nb\n",
           " 3,2 a\n+4,3 b\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_one_text_with_itself_is_nothing),
        cmocka_unit_test(is_what_only_one_of_them_has),
        cmocka_unit_test(keeps_as_many_lines_as_can_be_kept),
        cmocka_unit_test(leaves_the_comment_at_the_head_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
