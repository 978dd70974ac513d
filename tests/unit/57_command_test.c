/* The one table of commands. */
#include "tui/command.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    int key;
    int alternative;
    int where;
    const char *name;
} table[] = {{0, 0, 0, ""},
#define X(id, key, alternative, places, label, help)                           \
    {key, alternative, places, #id},
             COMMANDS(X)
#undef X
};

static const enum where places[] = {
    IN_MENU,    IN_PAGE,     IN_QUESTION, IN_RUN,   IN_STEP,
    IN_EXPLORE, IN_EXERCISE, IN_PRESENT,  IN_NOTES, IN_WELCOME};
enum { PLACES = sizeof places / sizeof *places };

static void no_key_means_two_things_on_one_screen(void **state)
{
    (void)state;
    for (int i = 1; i < COMMAND_COUNT; i++) {
        for (int j = 1; j < COMMAND_COUNT; j++) {
            if (i == j || !(table[i].where & table[j].where))
                continue;
            if (table[i].key == table[j].key ||
                table[i].key == table[j].alternative ||
                (table[i].alternative &&
                 table[i].alternative == table[j].alternative))
                print_error("%s and %s\n", table[i].name, table[j].name);
            assert_int_not_equal(table[i].key, table[j].key);
            assert_int_not_equal(table[i].key, table[j].alternative);
            if (table[i].alternative != KEY_NONE)
                assert_int_not_equal(table[i].alternative,
                                     table[j].alternative);
        }
    }
}

static void every_key_finds_its_command_where_it_works(void **state)
{
    (void)state;
    for (int i = 1; i < COMMAND_COUNT; i++) {
        for (int place = 0; place < PLACES; place++) {
            bool works = (table[i].where & (int)places[place]) != 0;

            if (works)
                assert_int_equal(command_for(table[i].key, places[place]), i);
            else
                assert_int_not_equal(command_for(table[i].key, places[place]),
                                     i);
            if (works && table[i].alternative)
                assert_int_equal(
                    command_for(table[i].alternative, places[place]), i);
        }
    }
}

static void every_command_has_help_and_works_somewhere(void **state)
{
    (void)state;
    for (int i = 1; i < COMMAND_COUNT; i++) {
        const char *help = command_help((enum command)i);

        assert_true(strlen(help) > 1);
        assert_true(strlen(help) < 66); /* On one line of 80 columns. */
        assert_false(isupper((unsigned char)*help) &&
                     islower((unsigned char)help[1]));
        assert_int_not_equal(command_where((enum command)i), 0);
        assert_non_null(command_label((enum command)i));
    }
}

static void every_key_has_a_name_that_can_be_read(void **state)
{
    (void)state;
    for (int i = 1; i < COMMAND_COUNT; i++) {
        const char *name = command_key_name((enum command)i);

        assert_true(strlen(name) > 0);
        assert_true(strlen(name) < 12);
        for (; *name; name++)
            assert_true(*name > ' ' && *name < 0x7f);
    }
}

static void names_the_keys_that_are_no_characters(void **state)
{
    (void)state;
    assert_string_equal(command_key_name(COMMAND_OPEN), "Enter");
    assert_string_equal(command_key_name(COMMAND_PAUSE), "Space");
    assert_string_equal(command_key_name(COMMAND_NEXT_PANE), "Tab");
    assert_string_equal(command_key_name(COMMAND_LAST_PANE), "Shift-Tab");
    assert_string_equal(command_key_name(COMMAND_BACK), "Esc");
    assert_string_equal(command_key_name(COMMAND_REDRAW), "Ctrl-L");
    assert_string_equal(command_key_name(COMMAND_SCREEN_DOWN), "PgDn");
    assert_string_equal(command_key_name(COMMAND_QUIT), "q");
}

/* What users of terminals have in their fingers (style.md). */
static void keeps_to_the_habits_of_terminals(void **state)
{
    (void)state;
    for (int i = 0; i < PLACES; i++) {
        assert_int_equal(command_for('q', places[i]), COMMAND_QUIT);
        assert_int_equal(command_for(KEY_FUNCTION_10, places[i]), COMMAND_QUIT);
        assert_int_equal(command_for(KEY_ESCAPE, places[i]), COMMAND_BACK);
        assert_int_equal(command_for('?', places[i]), COMMAND_HELP);
        assert_int_equal(command_for(KEY_FUNCTION_1, places[i]), COMMAND_HELP);
        assert_int_equal(command_for('j', places[i]), COMMAND_DOWN);
        assert_int_equal(command_for('k', places[i]), COMMAND_UP);
        assert_int_equal(command_for('g', places[i]), COMMAND_TOP);
        assert_int_equal(command_for('G', places[i]), COMMAND_BOTTOM);
        assert_int_equal(command_for('m', places[i]), COMMAND_MOUSE);
    }
    assert_int_equal(command_for('/', IN_MENU), COMMAND_SEARCH);
    assert_int_equal(command_for(' ', IN_RUN), COMMAND_PAUSE);
    assert_int_equal(command_for(KEY_TABULATOR, IN_RUN), COMMAND_NEXT_PANE);
    assert_int_equal(command_for('h', IN_PAGE), COMMAND_LEFT);
    assert_int_equal(command_for('l', IN_MENU), COMMAND_RIGHT);
}

/* h, j, k and l are for moving, on every screen, from day one. */
static void gives_hjkl_to_nothing_else(void **state)
{
    (void)state;
    for (int i = 0; i < PLACES; i++) {
        enum command left = command_for('h', places[i]);
        enum command right = command_for('l', places[i]);

        assert_true(left == COMMAND_LEFT || left == COMMAND_STEP_BACK ||
                    left == COMMAND_NONE);
        assert_true(right == COMMAND_RIGHT || right == COMMAND_STEP_ON ||
                    right == COMMAND_NONE);
    }
}

/* Arrows and letters do the same: so do Left and h, Right and l, in a run. */
static void does_the_same_for_arrows_and_letters(void **state)
{
    (void)state;
    for (int i = 0; i < PLACES; i++) {
        assert_int_equal(command_for(KEY_ARROW_LEFT, places[i]),
                         command_for('h', places[i]));
        assert_int_equal(command_for(KEY_ARROW_RIGHT, places[i]),
                         command_for('l', places[i]));
    }
}

static void means_nothing_by_other_keys(void **state)
{
    (void)state;
    for (int i = 0; i < PLACES; i++) {
        assert_int_equal(command_for(KEY_NONE, places[i]), COMMAND_NONE);
        assert_int_equal(command_for('Q', places[i]), COMMAND_NONE);
        assert_int_equal(command_for(0x10ffff, places[i]), COMMAND_NONE);
        assert_int_equal(command_for(-1, places[i]), COMMAND_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_means_two_things_on_one_screen),
        cmocka_unit_test(every_key_finds_its_command_where_it_works),
        cmocka_unit_test(every_command_has_help_and_works_somewhere),
        cmocka_unit_test(every_key_has_a_name_that_can_be_read),
        cmocka_unit_test(names_the_keys_that_are_no_characters),
        cmocka_unit_test(keeps_to_the_habits_of_terminals),
        cmocka_unit_test(gives_hjkl_to_nothing_else),
        cmocka_unit_test(does_the_same_for_arrows_and_letters),
        cmocka_unit_test(means_nothing_by_other_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
