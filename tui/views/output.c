/* output.c - what the program printed, newest at the bottom; and what the
   student said it would do. */
#include "tui/views/lines.h"
#include "tui/views/view.h"
#include "words.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static int output_rows(const struct scene *scene, int columns)
{
    struct lines lines = lines_start(scene->model);
    struct line line;
    int rows = scene->said ? 1 : 0;

    (void)columns;
    while (lines_next(&lines, &line))
        rows++;
    return rows;
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
    int rows = output_rows(scene, area.columns) - (scene->said ? 1 : 0);
    int row = -clamp_scroll(scroll, rows, rest.rows);
    for (; lines_next(&lines, &line); row++) {
        if (row >= 0)
            canvas_fit(canvas, rest, row, 0, rest.columns, ROLE_TEXT,
                       line.text);
    }
    if (rows == 0)
        canvas_text(canvas, rest, 0, 0, ROLE_DIM, _("nothing printed yet"));
}

const struct view output_view = {title, output_rows, draw};
