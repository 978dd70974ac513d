/* 57_tour_test.c - keys that a page asks its reader to press. */
#include "tui/tour.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const bool none[COMMAND_COUNT];

static void expect_filled(const char *page, const bool *tried,
                          const char *wanted)
{
    char *filled = tour_filled(page, tried);

    assert_string_equal(filled, wanted);
    free(filled);
}

static void every_command_is_found_by_its_name(void **state)
{
    (void)state;
    for (int i = 1; i < COMMAND_COUNT; i++) {
        const char *name = command_name((enum command)i);

        assert_null(strpbrk(name, "_ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        assert_int_equal(command_named(name, strlen(name)), i);
    }
    assert_int_equal(command_named("pau", 3), COMMAND_NONE);
    assert_int_equal(command_named("", 0), COMMAND_NONE);
}

static void its_reader_sees_the_key_and_whether_it_was_pressed(void **state)
{
    bool tried[COMMAND_COUNT] = {[COMMAND_ZOOM] = true};

    (void)state;
    expect_filled("- `key:pause` stops\n- `key:zoom` widens\n", tried,
                  "- `[ ] Space` stops\n- `[x] z` widens\n");
}

static void what_names_no_key_stays_as_it_is(void **state)
{
    (void)state;
    expect_filled("", none, "");
    expect_filled("key:pause, `@mark`, `key", none, "key:pause, `@mark`, `key");
    expect_filled("`key:nothing` and `key:help`", none,
                  "`key:nothing` and `[ ] ?`");
    expect_filled("at the end `key:quit", none, "at the end `[ ] q");
}

static void a_page_names_its_keys_one_after_the_other(void **state)
{
    const char *page = "`key:help` `key:nothing` `key:move-back`";
    struct tour_slip unknown = {0};

    (void)state;
    assert_int_equal(tour_next(&page, &unknown), COMMAND_HELP);
    assert_null(unknown.at);
    assert_int_equal(tour_next(&page, &unknown), COMMAND_MOVE_BACK);
    assert_int_equal(unknown.length, strlen("nothing"));
    assert_memory_equal(unknown.at, "nothing", unknown.length);
    assert_int_equal(tour_next(&page, NULL), COMMAND_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_is_found_by_its_name),
        cmocka_unit_test(its_reader_sees_the_key_and_whether_it_was_pressed),
        cmocka_unit_test(what_names_no_key_stays_as_it_is),
        cmocka_unit_test(a_page_names_its_keys_one_after_the_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
