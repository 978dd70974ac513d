/* output.c - what the program printed, newest at the bottom; and what the
   student said it would do. */
#include "tui/drawing/text.h"
#include "tui/views/lines.h"
#include "tui/views/view.h"
#include "words.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* Bytes of a text that stand in one row: all that fits, up to a space if there
   is one in its second half. */
static size_t row_of(const char *text, int columns)
{
    char row[OUTPUT_LINE];
    int characters = columns;

    if (canvas_width(text) <= columns)
        return strlen(text);
    do {
        snprintf(row, sizeof row, "%.*s", text_prefix(text, characters), text);
    } while (canvas_width(row) > columns && --characters > 1);
    size_t length = strlen(row);
    const char *space = strrchr(row, ' ');

    return space && (size_t)(space - row) > length / 2
               ? (size_t)(space - row) + 1
               : length;
}

/* Draws a line in as many rows as it takes, and returns how many; on no canvas
   it only counts them. */
static int draw_line(const char *text, struct canvas *canvas, struct box area,
                     int row)
{
    int first = row;

    do {
        char part[OUTPUT_LINE];
        size_t length = row_of(text, area.columns);

        snprintf(part, sizeof part, "%.*s", (int)length, text);
        if (canvas && row >= 0)
            canvas_fit(canvas, area, row, 0, area.columns, ROLE_TEXT, part);
        text += length;
        row++;
    } while (*text && area.columns > 1);
    return row - first;
}

static int printed_rows(const struct scene *scene, int columns)
{
    struct lines lines = lines_start(scene->model);
    struct line line;
    int rows = 0;

    while (lines_next(&lines, &line))
        rows += draw_line(line.text, NULL, (struct box){.columns = columns}, 0);
    return rows;
}

static int output_rows(const struct scene *scene, int columns)
{
    return printed_rows(scene, columns) + (scene->said ? 1 : 0);
}

static void title(const struct scene *scene, char *text, size_t size)
{
    (void)scene;
    snprintf(text, size, _("output"));
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    struct box rest = area;
    struct lines lines = lines_start(scene->model);
    struct line line;

    if (scene->said && area.rows > 1) {
        int column = canvas_text(canvas, area, 0, 0, ROLE_DIM, _("you said: "));
        canvas_fit(canvas, area, 0, column, area.columns, ROLE_STRONG,
                   scene->said);
        rest = box_inside(area, 1, 0, 0, 0);
    }
    int rows = printed_rows(scene, area.columns);
    int row = -clamp_scroll(scroll, rows, rest.rows);
    while (lines_next(&lines, &line))
        row += draw_line(line.text, canvas, rest, row);
    if (rows == 0)
        canvas_text(canvas, rest, 0, 0, ROLE_DIM, _("nothing printed yet"));
}

const struct view output_view = {title, output_rows, draw};
