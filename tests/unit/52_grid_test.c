/* A table's cells, set side by side within a width. */
#include "tui/pages/grid.h"

#include "tui/drawing/canvas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A grid of rows, each a list of cells that ends with NULL. */
static struct grid *make(const char *const rows[][8], size_t count)
{
    struct grid *grid = grid_new();

    for (size_t i = 0; i < count; i++) {
        grid_add_row(grid);
        for (size_t j = 0; rows[i][j]; j++) {
            grid_add_cell(grid);
            grid_add_text(grid, rows[i][j], strlen(rows[i][j]));
        }
    }
    return grid;
}

static void expect_lines(struct grid *grid, int width,
                         const char *const *expected, size_t count)
{
    assert_int_equal(grid_lay_out(grid, width), count);
    for (size_t i = 0; i < count; i++) {
        char *line = grid_line(grid, i);

        assert_string_equal(line, expected[i]);
        free(line);
    }
}

static void gives_columns_the_width_they_ask_for(void **state)
{
    static const char *const rows[][8] = {{"a", "bb", "c"},
                                          {"dddd", "e", "ff"}};
    static const char *const lines[] = {"a     bb  c", "dddd  e   ff"};
    struct grid *grid = make(rows, 2);

    (void)state;
    expect_lines(grid, 80, lines, 2);
    grid_free(grid);
}

static void takes_from_the_widest_where_there_is_no_room(void **state)
{
    static const char *const rows[][8] = {
        {"name", "meaning"}, {"lock", "one at a time may be in here"}};
    static const char *const lines[] = {
        "name  meaning", "lock  one at a time may", "      be in here"};
    struct grid *grid = make(rows, 2);

    (void)state;
    expect_lines(grid, 24, lines, 3);
    grid_free(grid);
}

static void does_not_break_words(void **state)
{
    static const char *const rows[][8] = {
        {"pthread_mutex_lock pthread_mutex_unlock", "x"}};
    static const char *const lines[] = {"pthread_mutex_lock  x",
                                        "pthread_mutex_unlock"};
    struct grid *grid = make(rows, 1);

    (void)state;
    expect_lines(grid, 21, lines, 2);
    grid_free(grid);
}

static void fits_any_width_that_words_allow(void **state)
{
    static const char *const rows[][8] = {
        {"what it is", "when to use it", "what it costs"},
        {"a lock of one", "when two want one", "a little at most"},
        {"a lock of many", "when many want to read", "a bit more than that"}};
    struct grid *grid = make(rows, 3);

    (void)state;
    for (int width = 28; width < 100; width++) {
        size_t lines = grid_lay_out(grid, width);

        for (size_t i = 0; i < lines; i++) {
            char *line = grid_line(grid, i);

            assert_true(canvas_width(line) <= width);
            free(line);
        }
    }
    grid_free(grid);
}

static void has_a_first_row_that_is_the_heading(void **state)
{
    static const char *const rows[][8] = {{"a heading of many words", "b"},
                                          {"c", "d"}};
    struct grid *grid = make(rows, 2);
    size_t lines = grid_lay_out(grid, 14);

    (void)state;
    assert_true(lines > 2);
    assert_true(grid_is_heading(grid, 0));
    assert_true(grid_is_heading(grid, lines - 2));
    assert_false(grid_is_heading(grid, lines - 1));
    grid_free(grid);
}

static void leaves_cells_empty_that_a_row_does_not_have(void **state)
{
    static const char *const rows[][8] = {
        {"a", "b", "c"}, {"d"}, {"", "", "e"}};
    static const char *const lines[] = {"a  b  c", "d     ", "      e"};
    struct grid *grid = make(rows, 3);

    (void)state;
    expect_lines(grid, 80, lines, 3);
    grid_free(grid);
}

static void gathers_a_cell_from_pieces(void **state)
{
    struct grid *grid = grid_new();

    (void)state;
    grid_add_row(grid);
    grid_add_cell(grid);
    grid_add_text(grid, "one tw", 6);
    grid_add_text(grid, "o xxx", 1);
    assert_int_equal(grid_lay_out(grid, 80), 1);
    char *line = grid_line(grid, 0);
    assert_string_equal(line, "one two");
    free(line);
    grid_free(grid);
}

static void counts_columns_by_characters(void **state)
{
    static const char *const rows[][8] = {{"ä→", "x"}, {"abc", "y"}};
    static const char *const lines[] = {"ä→   x", "abc  y"};
    struct grid *grid = make(rows, 2);

    (void)state;
    expect_lines(grid, 80, lines, 2);
    grid_free(grid);
}

static void bears_what_makes_no_sense(void **state)
{
    struct grid *grid = grid_new();

    (void)state;
    assert_int_equal(grid_lay_out(grid, 80), 0);
    grid_add_text(grid, "nowhere", 7);
    grid_add_cell(grid);
    assert_int_equal(grid_lay_out(grid, 80), 0);
    grid_add_row(grid);
    grid_add_text(grid, "no cell", 7);
    for (int i = 0; i < 40; i++)
        grid_add_cell(grid); /* More than are kept. */
    grid_add_text(grid, "last", 4);
    assert_int_equal(grid_lay_out(grid, 1), 1);
    char *line = grid_line(grid, 0);
    assert_non_null(strstr(line, "last"));
    free(line);
    line = grid_line(grid, 7);
    assert_string_equal(line, "");
    free(line);
    grid_free(grid);
    grid_free(NULL);
}

static void bears_a_word_of_any_length(void **state)
{
    static char word[2000];
    struct grid *grid = grid_new();

    (void)state;
    memset(word, 'w', sizeof word);
    grid_add_row(grid);
    grid_add_cell(grid);
    grid_add_text(grid, word, sizeof word);
    grid_add_cell(grid);
    grid_add_text(grid, "x", 1);
    assert_int_equal(grid_lay_out(grid, 40), 1);
    char *line = grid_line(grid, 0);
    assert_true(strlen(line) > 100);
    free(line);
    grid_free(grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_columns_the_width_they_ask_for),
        cmocka_unit_test(takes_from_the_widest_where_there_is_no_room),
        cmocka_unit_test(does_not_break_words),
        cmocka_unit_test(fits_any_width_that_words_allow),
        cmocka_unit_test(has_a_first_row_that_is_the_heading),
        cmocka_unit_test(leaves_cells_empty_that_a_row_does_not_have),
        cmocka_unit_test(gathers_a_cell_from_pieces),
        cmocka_unit_test(counts_columns_by_characters),
        cmocka_unit_test(bears_what_makes_no_sense),
        cmocka_unit_test(bears_a_word_of_any_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
