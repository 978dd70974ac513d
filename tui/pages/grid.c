/* grid.c - laying a table out. */
#include "tui/pages/grid.h"

#include "must.h"
#include "tui/drawing/canvas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 12, GAP = 2, NARROWEST = 8 };

struct row {
    char *cells[COLUMNS]; /* NULL: empty. */
    size_t count;
    size_t lines;
};

struct grid {
    struct row *rows;
    size_t count;
    size_t columns;
    int widths[COLUMNS];
};

struct grid *grid_new(void)
{
    return must_allocate(1, sizeof(struct grid));
}

void grid_free(struct grid *grid)
{
    if (!grid)
        return;
    for (size_t i = 0; i < grid->count; i++) {
        for (size_t j = 0; j < COLUMNS; j++)
            free(grid->rows[i].cells[j]);
    }
    free(grid->rows);
    free(grid);
}

void grid_add_row(struct grid *grid)
{
    grid->rows = must_resize(grid->rows, grid->count + 1, sizeof *grid->rows);
    grid->rows[grid->count++] = (struct row){.lines = 1};
}

void grid_add_cell(struct grid *grid)
{
    struct row *row = grid->count ? &grid->rows[grid->count - 1] : NULL;

    if (!row || row->count == COLUMNS)
        return;
    row->cells[row->count++] = must_copy("");
    if (row->count > grid->columns)
        grid->columns = row->count;
}

void grid_add_text(struct grid *grid, const char *text, size_t length)
{
    struct row *row = grid->count ? &grid->rows[grid->count - 1] : NULL;

    if (!row || row->count == 0)
        return;
    char **cell = &row->cells[row->count - 1];
    char *longer = must_print("%s%.*s", *cell, (int)length, text);
    free(*cell);
    *cell = longer;
}

static const char *cell_at(const struct row *row, size_t column)
{
    return row->cells[column] ? row->cells[column] : "";
}

/* Sets the words of a cell into lines; the `wanted`-th is copied to `line`, a
   string in `size` bytes. Returns how many lines there are. */
static size_t set_cell(const char *cell, int width, size_t wanted, char *line,
                       size_t size)
{
    size_t lines = 0;
    int column = 0;

    *line = '\0';
    for (const char *at = cell; *at;) {
        size_t length = strcspn(at, " ");
        char *word = must_print("%.*s", (int)length, at);
        int word_width = canvas_width(word);

        if (column > 0 && column + 1 + word_width > width) {
            lines++;
            column = 0;
        }
        if (lines == wanted) {
            size_t used = strlen(line);

            snprintf(line + used, size - used, "%s%s", column ? " " : "", word);
        }
        column += word_width + (column > 0);
        free(word);
        at += length;
        at += strspn(at, " ");
    }
    return lines + 1;
}

static int widest(const struct grid *grid, size_t column)
{
    int most = 0;

    for (size_t i = 0; i < grid->count; i++) {
        int width = canvas_width(cell_at(&grid->rows[i], column));

        if (width > most)
            most = width;
    }
    return most;
}

/* Takes from the widest column until all fit, or none can give more. */
static void share(struct grid *grid, int width)
{
    for (;;) {
        size_t most = 0;
        int total = -GAP;

        for (size_t i = 0; i < grid->columns; i++) {
            total += grid->widths[i] + GAP;
            if (grid->widths[i] > grid->widths[most])
                most = i;
        }
        if (total <= width || grid->widths[most] <= NARROWEST)
            return;
        grid->widths[most]--;
    }
}

size_t grid_lay_out(struct grid *grid, int width)
{
    size_t lines = 0;
    char line[4];

    for (size_t i = 0; i < grid->columns; i++)
        grid->widths[i] = widest(grid, i);
    share(grid, width);
    for (size_t i = 0; i < grid->count; i++) {
        struct row *row = &grid->rows[i];

        row->lines = 1;
        for (size_t j = 0; j < grid->columns; j++) {
            size_t tall = set_cell(cell_at(row, j), grid->widths[j], SIZE_MAX,
                                   line, sizeof line);

            if (tall > row->lines)
                row->lines = tall;
        }
        lines += row->lines;
    }
    return lines;
}

/* The row that a line is of; `line` becomes the line within it. */
static const struct row *row_at(const struct grid *grid, size_t *line)
{
    for (size_t i = 0; i < grid->count; i++) {
        if (*line < grid->rows[i].lines)
            return &grid->rows[i];
        *line -= grid->rows[i].lines;
    }
    return NULL;
}

char *grid_line(const struct grid *grid, size_t line)
{
    const struct row *row = row_at(grid, &line);
    char *text = must_copy("");

    for (size_t i = 0; row && i < grid->columns; i++) {
        char part[512];

        set_cell(cell_at(row, i), grid->widths[i], line, part, sizeof part);
        int gap = grid->widths[i] + GAP - canvas_width(part);
        bool last = i + 1 == grid->columns;
        char *longer = must_print("%s%s%*s", text, part, last ? 0 : gap, "");
        free(text);
        text = longer;
    }
    return text;
}

bool grid_is_heading(const struct grid *grid, size_t line)
{
    return grid->count > 0 && line < grid->rows[0].lines;
}
