/* canvas.c - drawing into cells. */
#include "tui/drawing/canvas.h"

#include "must.h"
#include "tui/drawing/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

struct canvas *canvas_new(int rows, int columns, bool ascii)
{
    struct canvas *canvas = must_allocate(1, sizeof *canvas);

    canvas->ascii = ascii;
    canvas_resize(canvas, rows, columns);
    return canvas;
}

void canvas_free(struct canvas *canvas)
{
    if (!canvas)
        return;
    free(canvas->cells);
    free(canvas);
}

void canvas_resize(struct canvas *canvas, int rows, int columns)
{
    free(canvas->cells);
    canvas->rows = rows > 0 ? rows : 1;
    canvas->columns = columns > 0 ? columns : 1;
    canvas->cells = must_allocate(
        (size_t)canvas->rows * (size_t)canvas->columns, sizeof *canvas->cells);
    canvas_clear(canvas);
}

void canvas_clear(struct canvas *canvas)
{
    size_t count = (size_t)canvas->rows * (size_t)canvas->columns;

    for (size_t i = 0; i < count; i++)
        canvas->cells[i] = (struct cell){' ', ROLE_TEXT};
}

struct box canvas_box(const struct canvas *canvas)
{
    return (struct box){0, 0, canvas->rows, canvas->columns};
}

/* What stands for a glyph where only ASCII can be shown. */
static uint32_t in_ascii(uint32_t glyph)
{
    static const struct {
        uint32_t glyph;
        char ascii;
    } substitutes[] = {
        {0x2500, '-'},  /* ─ */ {0x2501, '='}, /* ━ */
        {0x2502, '|'},  /* │ */ {0x2550, '='}, /* ═ */
        {0x252c, '+'},  /* ┬ */ {0x2534, '+'}, /* ┴ */
        {0x251c, '|'},  /* ├ */ {0x2514, '`'}, /* └ */
        {0x250c, '+'},  /* ┌ */ {0x2510, '+'}, /* ┐ */
        {0x2518, '+'},  /* ┘ */ {0x253c, '+'}, /* ┼ */
        {0x2524, '+'},  /* ┤ */ {0x2591, '~'}, /* ░ */
        {0x2592, ':'},  /* ▒ */ {0x2593, '#'}, /* ▓ */
        {0x2588, '#'},  /* █ */ {0x25b6, '>'}, /* ▶ */
        {0x25b8, '>'},  /* ▸ */ {0x203a, '>'}, /* › */
        {0x2192, '>'},  /* → */ {0x2026, '~'}, /* … */
        {0x2022, '*'},  /* • */ {0x00b7, '.'}, /* · */
        {0x2713, '+'},  /* ✓ */ {0x2717, 'x'}, /* ✗ */
        {0x2013, '-'},  /* – */ {0x2014, '-'}, /* — */
        {0x2018, '\''}, {0x2019, '\''},        {0x201c, '"'},
        {0x201d, '"'},  {0x00d7, 'x'},         /* × */ {0x2191, '^'}, /* ↑ */
        {0x2193, 'v'},  /* ↓ */ {0x25cf, '*'},                        /* ● */
        {0x25cb, 'o'},                                                /* ○ */
    };

    if (glyph < 0x80)
        return glyph;
    for (size_t i = 0; i < sizeof substitutes / sizeof *substitutes; i++) {
        if (substitutes[i].glyph == glyph)
            return (unsigned char)substitutes[i].ascii;
    }
    return '?';
}

/* A glyph that takes one cell, whatever was asked for. */
static uint32_t presentable(const struct canvas *canvas, uint32_t glyph)
{
    if (glyph == '\t')
        return ' ';
    if (glyph < 0x20 || (glyph >= 0x7f && glyph < 0xa0))
        return '?';
    if (canvas->ascii)
        return in_ascii(glyph);
    if (glyph >= 0x300 && wcwidth((wchar_t)glyph) != 1)
        return '?';
    return glyph;
}

void canvas_put(struct canvas *canvas, struct box area, int row, int column,
                enum role role, uint32_t glyph)
{
    int y = area.row + row;
    int x = area.column + column;

    if (row < 0 || column < 0 || row >= area.rows || column >= area.columns ||
        y < 0 || x < 0 || y >= canvas->rows || x >= canvas->columns)
        return;
    canvas->cells[(size_t)y * (size_t)canvas->columns + (size_t)x] =
        (struct cell){presentable(canvas, glyph), role};
}

int canvas_text(struct canvas *canvas, struct box area, int row, int column,
                enum role role, const char *text)
{
    uint32_t glyph;

    while ((glyph = text_next(&text)))
        canvas_put(canvas, area, row, column++, role, glyph);
    return column;
}

int canvas_print(struct canvas *canvas, struct box area, int row, int column,
                 enum role role, const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return canvas_text(canvas, area, row, column, role, text);
}

int canvas_width(const char *text)
{
    int width = 0;

    while (text_next(&text))
        width++;
    return width;
}

int canvas_field(const char *text, int columns)
{
    return columns + (int)strlen(text) - canvas_width(text);
}

int canvas_fit(struct canvas *canvas, struct box area, int row, int column,
               int end, enum role role, const char *text)
{
    struct box part = area;

    if (end < part.columns)
        part.columns = end;
    if (column >= part.columns)
        return column;
    if (column + canvas_width(text) <= part.columns)
        return canvas_text(canvas, part, row, column, role, text);
    part.columns--;
    canvas_text(canvas, part, row, column, role, text);
    part.columns++;
    canvas_put(canvas, part, row, part.columns - 1, role, 0x2026); /* … */
    return part.columns;
}

void canvas_line(struct canvas *canvas, struct box area, int row, int column,
                 int end, enum role role, uint32_t glyph)
{
    for (; column < end; column++)
        canvas_put(canvas, area, row, column, role, glyph);
}

void canvas_mark(struct canvas *canvas, struct box area, int row, int column,
                 int end, enum role role)
{
    int y = area.row + row;

    if (row < 0 || row >= area.rows || y < 0 || y >= canvas->rows)
        return;
    for (; column < end && column < area.columns; column++) {
        int x = area.column + column;

        if (x >= 0 && x < canvas->columns)
            canvas->cells[(size_t)y * (size_t)canvas->columns + (size_t)x]
                .role = role;
    }
}

char *canvas_dump(const struct canvas *canvas)
{
    size_t width = (size_t)canvas->columns * 4 + 2;
    char *text = must_allocate((size_t)canvas->rows * width + 1, 1);
    char *to = text;

    for (int row = 0; row < canvas->rows; row++) {
        char *end = to;

        for (int column = 0; column < canvas->columns; column++) {
            char encoded[5];
            uint32_t glyph = canvas
                                 ->cells[(size_t)row * (size_t)canvas->columns +
                                         (size_t)column]
                                 .glyph;

            text_encode(glyph, encoded);
            to = stpcpy(to, encoded);
            if (glyph != ' ')
                end = to;
        }
        to = end;
        *to++ = '\n';
        *to = '\0';
    }
    return text;
}

struct box box_inside(struct box area, int top, int left, int bottom, int right)
{
    area.row += top;
    area.column += left;
    area.rows -= top + bottom;
    area.columns -= left + right;
    if (area.rows < 0)
        area.rows = 0;
    if (area.columns < 0)
        area.columns = 0;
    return area;
}
