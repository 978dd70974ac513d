/* pseudo_screen.c - reading the emulator's screen. */
#include "must.h"
#include "tests/support/pseudo_inside.h"
#include "tui/drawing/text.h"

#include <stdlib.h>
#include <string.h>
#include <termios.h>

static void size_of(const struct pseudo *p, int *rows, int *columns)
{
    vterm_get_size(p->vterm, rows, columns);
}

struct pseudo_cell pseudo_cell(struct pseudo *p, int row, int column)
{
    VTermScreenCell cell;

    memset(&cell, 0, sizeof cell);
    vterm_screen_get_cell(p->screen, (VTermPos){row, column}, &cell);
    return (struct pseudo_cell){
        .glyph = cell.chars[0] ? cell.chars[0] : ' ',
        .width = cell.width,
        .bold = cell.attrs.bold,
        .reverse = cell.attrs.reverse,
        .underline = cell.attrs.underline != 0,
        .coloured = !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ||
                    !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg),
    };
}

/* Writes a row as UTF-8, without trailing blanks. Returns the end. */
static char *write_row(struct pseudo *p, int row, int columns, char *to)
{
    char *end = to;

    for (int column = 0; column < columns; column++) {
        uint32_t glyph = pseudo_cell(p, row, column).glyph;
        char encoded[5];

        if (glyph == (uint32_t)-1) /* The right half of a wide one. */
            continue;
        text_encode(glyph, encoded);
        to = stpcpy(to, encoded);
        if (glyph != ' ')
            end = to;
    }
    *end = '\0';
    return end;
}

const char *pseudo_screen(struct pseudo *p)
{
    int rows;
    int columns;

    size_of(p, &rows, &columns);
    free(p->text);
    p->text = must_allocate((size_t)rows * ((size_t)columns * 4 + 1) + 1, 1);
    char *to = p->text;
    for (int row = 0; row < rows; row++) {
        to = write_row(p, row, columns, to);
        *to++ = '\n';
        *to = '\0';
    }
    return p->text;
}

const char *pseudo_row(struct pseudo *p, int row)
{
    int rows;
    int columns;

    size_of(p, &rows, &columns);
    free(p->text);
    p->text = must_allocate((size_t)columns * 4 + 1, 1);
    if (row < 0)
        row += rows;
    if (row >= 0 && row < rows)
        write_row(p, row, columns, p->text);
    return p->text;
}

bool pseudo_holds(struct pseudo *p, const char *text)
{
    return strstr(pseudo_screen(p), text) != NULL;
}

int pseudo_row_of(struct pseudo *p, const char *text)
{
    int rows;
    int columns;

    size_of(p, &rows, &columns);
    for (int row = 0; row < rows; row++) {
        if (strstr(pseudo_row(p, row), text))
            return row;
    }
    return -1;
}

typedef bool cell_question(const struct pseudo_cell *cell);

static bool any_cell(struct pseudo *p, cell_question *question)
{
    int rows;
    int columns;

    size_of(p, &rows, &columns);
    for (int i = 0; i < rows * columns; i++) {
        struct pseudo_cell cell = pseudo_cell(p, i / columns, i % columns);

        if (question(&cell))
            return true;
    }
    return false;
}

static bool is_coloured(const struct pseudo_cell *cell)
{
    return cell->coloured;
}

static bool is_beyond_ascii(const struct pseudo_cell *cell)
{
    return cell->glyph >= 0x7f;
}

bool pseudo_is_coloured(struct pseudo *p)
{
    return any_cell(p, is_coloured);
}

bool pseudo_is_ascii(struct pseudo *p)
{
    return !any_cell(p, is_beyond_ascii);
}

bool pseudo_in_alternate_screen(const struct pseudo *p)
{
    return p->alternate;
}

bool pseudo_cursor_is_visible(const struct pseudo *p)
{
    return p->cursor;
}

bool pseudo_mouse_is_wanted(const struct pseudo *p)
{
    return p->mouse;
}

bool pseudo_is_sane(const struct pseudo *p)
{
    struct termios now;

    return tcgetattr(p->master, &now) == 0 && (now.c_lflag & ECHO) &&
           (now.c_lflag & ICANON) && (now.c_lflag & ISIG) &&
           (now.c_oflag & OPOST);
}
