/* The canvas: clipping, characters of every kind, ASCII in their place. */
#include "tui/drawing/canvas.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect_dump(const struct canvas *canvas, const char *expected)
{
    char *dump = canvas_dump(canvas);

    assert_string_equal(dump, expected);
    free(dump);
}

/* Draws a text at the start of a canvas of one row, and compares it. */
static void expect_text(bool ascii, int columns, const char *text,
                        const char *expected)
{
    struct canvas *canvas = canvas_new(1, columns, ascii);

    canvas_text(canvas, canvas_box(canvas), 0, 0, ROLE_TEXT, text);
    char *dump = canvas_dump(canvas);
    dump[strcspn(dump, "\n")] = '\0';
    assert_string_equal(dump, expected);
    free(dump);
    canvas_free(canvas);
}

static void is_blank_at_first_and_after_clearing(void **state)
{
    struct canvas *canvas = canvas_new(2, 3, false);

    (void)state;
    expect_dump(canvas, "\n\n");
    canvas_text(canvas, canvas_box(canvas), 1, 0, ROLE_ALARM, "xyz");
    expect_dump(canvas, "\nxyz\n");
    canvas_clear(canvas);
    expect_dump(canvas, "\n\n");
    assert_int_equal(canvas->cells[3].role, ROLE_TEXT);
    canvas_free(canvas);
}

static void forgets_what_was_drawn_when_resized(void **state)
{
    struct canvas *canvas = canvas_new(1, 3, false);

    (void)state;
    canvas_text(canvas, canvas_box(canvas), 0, 0, ROLE_TEXT, "abc");
    canvas_resize(canvas, 2, 2);
    expect_dump(canvas, "\n\n");
    assert_int_equal(canvas_box(canvas).rows, 2);
    assert_int_equal(canvas_box(canvas).columns, 2);
    canvas_free(canvas);
}

static void has_a_cell_at_least(void **state)
{
    struct canvas *canvas = canvas_new(0, -5, false);

    (void)state;
    assert_int_equal(canvas->rows, 1);
    assert_int_equal(canvas->columns, 1);
    canvas_text(canvas, canvas_box(canvas), 0, 0, ROLE_TEXT, "ab");
    expect_dump(canvas, "a\n");
    canvas_free(canvas);
}

static void clips_to_the_canvas_on_every_side(void **state)
{
    struct canvas *canvas = canvas_new(3, 5, false);
    struct box larger = {-2, -2, 20, 20};

    (void)state;
    for (int row = 0; row < 20; row++)
        canvas_text(canvas, larger, row, 0, ROLE_TEXT,
                    "0123456789abcdefghijklmnop");
    expect_dump(canvas, "23456\n23456\n23456\n");
    canvas_put(canvas, larger, 1000000000, 1000000000, ROLE_TEXT, 'x');
    canvas_put(canvas, larger, -1, -1, ROLE_TEXT, 'x');
    expect_dump(canvas, "23456\n23456\n23456\n");
    canvas_free(canvas);
}

static void clips_to_the_area(void **state)
{
    struct canvas *canvas = canvas_new(3, 6, false);
    struct box area = {1, 2, 1, 3};

    (void)state;
    for (int row = -1; row < 3; row++)
        canvas_text(canvas, area, row, -1, ROLE_TEXT, "abcdefgh");
    expect_dump(canvas, "\n  bcd\n\n");
    canvas_free(canvas);
}

static void tells_where_a_text_ends_whether_or_not_it_fits(void **state)
{
    struct canvas *canvas = canvas_new(1, 4, false);
    struct box all = canvas_box(canvas);

    (void)state;
    assert_int_equal(canvas_text(canvas, all, 0, 1, ROLE_TEXT, "ab"), 3);
    assert_int_equal(canvas_text(canvas, all, 0, 1, ROLE_TEXT, "abcdefg"), 8);
    assert_int_equal(canvas_text(canvas, all, 7, 0, ROLE_TEXT, "abc"), 3);
    assert_int_equal(canvas_print(canvas, all, 0, 0, ROLE_TEXT, "%d!", 42), 3);
    expect_dump(canvas, "42!c\n");
    canvas_free(canvas);
}

static void puts_an_ellipsis_where_a_text_does_not_fit(void **state)
{
    struct canvas *canvas = canvas_new(2, 8, false);
    struct box all = canvas_box(canvas);

    (void)state;
    canvas_fit(canvas, all, 0, 1, 6, ROLE_TEXT, "abcde");
    canvas_fit(canvas, all, 1, 1, 6, ROLE_TEXT, "abcdef");
    expect_dump(canvas, " abcde\n abcd…\n");
    canvas_free(canvas);
}

static void fits_to_the_area_where_that_is_narrower(void **state)
{
    struct canvas *canvas = canvas_new(1, 10, false);
    struct box area = {0, 2, 1, 4};

    (void)state;
    canvas_fit(canvas, area, 0, 0, 100, ROLE_TEXT, "abcdefgh");
    expect_dump(canvas, "  abc…\n");
    canvas_free(canvas);
}

/* What stands there already was put there by somebody who had the room. */
static void draws_nothing_where_there_is_no_room_at_all(void **state)
{
    struct canvas *canvas = canvas_new(1, 6, false);
    struct box all = canvas_box(canvas);

    (void)state;
    canvas_text(canvas, all, 0, 0, ROLE_TEXT, "abcdef");
    canvas_fit(canvas, all, 0, 6, 6, ROLE_TEXT, "more");
    expect_dump(canvas, "abcdef\n");
    canvas_fit(canvas, all, 0, 8, 6, ROLE_TEXT, "more");
    expect_dump(canvas, "abcdef\n");
    canvas_fit(canvas, all, 0, 3, 3, ROLE_TEXT, "more");
    expect_dump(canvas, "abcdef\n");
    canvas_free(canvas);
}

static void gives_cells_a_role_and_leaves_their_glyphs(void **state)
{
    struct canvas *canvas = canvas_new(2, 5, false);
    struct box all = canvas_box(canvas);

    (void)state;
    canvas_text(canvas, all, 0, 0, ROLE_TEXT, "abcde");
    canvas_mark(canvas, all, 0, 1, 3, ROLE_SELECTED);
    canvas_mark(canvas, all, 0, 4, 99, ROLE_ALARM);
    canvas_mark(canvas, all, -1, 0, 5, ROLE_ALARM);
    canvas_mark(canvas, all, 2, 0, 5, ROLE_ALARM);
    expect_dump(canvas, "abcde\n\n");
    assert_int_equal(canvas->cells[0].role, ROLE_TEXT);
    assert_int_equal(canvas->cells[1].role, ROLE_SELECTED);
    assert_int_equal(canvas->cells[2].role, ROLE_SELECTED);
    assert_int_equal(canvas->cells[3].role, ROLE_TEXT);
    assert_int_equal(canvas->cells[4].role, ROLE_ALARM);
    assert_int_equal(canvas->cells[5].role, ROLE_TEXT);
    canvas_free(canvas);
}

static void draws_lines_within_the_area(void **state)
{
    struct canvas *canvas = canvas_new(1, 6, false);
    struct box area = {0, 1, 1, 4};

    (void)state;
    canvas_line(canvas, area, 0, -3, 99, ROLE_BORDER, 0x2500);
    expect_dump(canvas, " ────\n");
    canvas_free(canvas);
}

static void shows_utf8_as_it_is(void **state)
{
    (void)state;
    expect_text(false, 20, "äöü → ▶ ─━▒", "äöü → ▶ ─━▒");
}

static void takes_one_cell_for_whatever_a_character_would_take(void **state)
{
    (void)state;
    expect_text(false, 20, "漢字ab", "??ab");    /* Two cells wide. */
    expect_text(false, 20, "e\xcc\x81x", "e?x"); /* None: combining. */
    expect_text(false, 20,
                "a\xe2\x80\x8d"
                "b",
                "a?b"); /* None: a joiner. */
    expect_text(false, 20, "\xf0\x9f\x98\x80!", "?!");
}

static void shows_that_bytes_are_no_utf8(void **state)
{
    (void)state;
    expect_text(false, 20,
                "a\xff"
                "b",
                "a\xef\xbf\xbd"
                "b");
    expect_text(false, 20, "\xc3(", "\xef\xbf\xbd("); /* Half of one. */
    expect_text(false, 20, "x\xc3", "x\xef\xbf\xbd"); /* At the end. */
    expect_text(false, 20, "\xe2\x82", "\xef\xbf\xbd");
    expect_text(false, 20, "\xc0\xaf!", "\xef\xbf\xbd!"); /* Too long a form. */
    expect_text(false, 20, "\xed\xa0\x80!", "\xef\xbf\xbd!"); /* Surrogate. */
    expect_text(false, 20, "\xf7\xbf\xbf\xbf!", "\xef\xbf\xbd!");
    expect_text(true, 20,
                "a\xff"
                "b",
                "a?b");
}

static void lets_no_control_character_through(void **state)
{
    char text[] = "x_x";

    (void)state;
    for (int letter = 1; letter < 0x20; letter++) {
        text[1] = (char)letter;
        expect_text(false, 20, text, letter == '\t' ? "x x" : "x?x");
        expect_text(true, 20, text, letter == '\t' ? "x x" : "x?x");
    }
    expect_text(false, 20, "x\177x", "x?x");
    expect_text(false, 20, "x\xc2\x9bx", "x?x"); /* CSI, as one of C1. */
}

static void substitutes_where_only_ascii_can_be_shown(void **state)
{
    (void)state;
    expect_text(true, 40, "─━│┬└┌ ▶▸› … · ✓✗ ░▒█", "-=|+`+ >>> ~ . +x ~:#");
    expect_text(true, 40, "“quoted” – ‘it’ × • ↓", "\"quoted\" - 'it' x * v");
    expect_text(true, 40, "äß漢\xf0\x9f\x98\x80", "????");
    expect_text(true, 40, "plain ASCII ~!", "plain ASCII ~!");
}

/* Every character that the sources of the lab draw with has one. */
static void has_a_substitute_for_every_glyph_the_lab_uses(void **state)
{
    static const uint32_t used[] = {
        0x2500, 0x2501, 0x2502, 0x2514, 0x252c, 0x2588, 0x2591, 0x2592, 0x25b6,
        0x25b8, 0x2026, 0x2022, 0x00b7, 0x2713, 0x2717, 0x203a, 0x2193};
    struct canvas *canvas = canvas_new(1, 1, true);

    (void)state;
    for (size_t i = 0; i < sizeof used / sizeof *used; i++) {
        canvas_put(canvas, canvas_box(canvas), 0, 0, ROLE_TEXT, used[i]);
        assert_true(canvas->cells[0].glyph < 0x7f);
        assert_int_not_equal(canvas->cells[0].glyph, '?');
    }
    canvas_free(canvas);
}

static void counts_columns_by_characters(void **state)
{
    (void)state;
    assert_int_equal(canvas_width(""), 0);
    assert_int_equal(canvas_width("abc"), 3);
    assert_int_equal(canvas_width("äöü→"), 4);
    assert_int_equal(canvas_width("\xff\xfe"), 2);
}

static void dumps_without_trailing_blanks(void **state)
{
    struct canvas *canvas = canvas_new(3, 4, false);
    struct box all = canvas_box(canvas);

    (void)state;
    canvas_text(canvas, all, 0, 0, ROLE_TEXT, " a  ");
    canvas_text(canvas, all, 1, 0, ROLE_SELECTED, "    ");
    canvas_text(canvas, all, 2, 0, ROLE_TEXT, "→→→→");
    expect_dump(canvas, " a\n\n→→→→\n");
    canvas_free(canvas);
}

static void insets_a_box_but_never_below_nothing(void **state)
{
    struct box box = box_inside((struct box){2, 3, 10, 20}, 1, 2, 3, 4);

    (void)state;
    assert_int_equal(box.row, 3);
    assert_int_equal(box.column, 5);
    assert_int_equal(box.rows, 6);
    assert_int_equal(box.columns, 14);
    box = box_inside((struct box){0, 0, 2, 2}, 5, 5, 5, 5);
    assert_int_equal(box.rows, 0);
    assert_int_equal(box.columns, 0);
}

static int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : 1; /* For wcwidth. */
}

static void pads_to_columns_and_not_to_bytes(void **state)
{
    char text[32];

    (void)state;
    snprintf(text, sizeof text, "%-*s|", canvas_field("lock", 6), "lock");
    assert_string_equal(text, "lock  |");
    snprintf(text, sizeof text, "%-*s|", canvas_field("замок", 6), "замок");
    assert_string_equal(text, "замок |");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_blank_at_first_and_after_clearing),
        cmocka_unit_test(forgets_what_was_drawn_when_resized),
        cmocka_unit_test(has_a_cell_at_least),
        cmocka_unit_test(clips_to_the_canvas_on_every_side),
        cmocka_unit_test(clips_to_the_area),
        cmocka_unit_test(tells_where_a_text_ends_whether_or_not_it_fits),
        cmocka_unit_test(puts_an_ellipsis_where_a_text_does_not_fit),
        cmocka_unit_test(fits_to_the_area_where_that_is_narrower),
        cmocka_unit_test(draws_nothing_where_there_is_no_room_at_all),
        cmocka_unit_test(gives_cells_a_role_and_leaves_their_glyphs),
        cmocka_unit_test(draws_lines_within_the_area),
        cmocka_unit_test(shows_utf8_as_it_is),
        cmocka_unit_test(takes_one_cell_for_whatever_a_character_would_take),
        cmocka_unit_test(shows_that_bytes_are_no_utf8),
        cmocka_unit_test(lets_no_control_character_through),
        cmocka_unit_test(substitutes_where_only_ascii_can_be_shown),
        cmocka_unit_test(has_a_substitute_for_every_glyph_the_lab_uses),
        cmocka_unit_test(counts_columns_by_characters),
        cmocka_unit_test(dumps_without_trailing_blanks),
        cmocka_unit_test(insets_a_box_but_never_below_nothing),
        cmocka_unit_test(pads_to_columns_and_not_to_bytes),
    };

    return cmocka_run_group_tests(tests, use_utf8, NULL);
}
