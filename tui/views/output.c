/* output.c - what the program printed, newest at the bottom; and what the
   student said it would do. */
#include "tui/views/view.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* One line of output: a piece of the model's pieces, which need not end where
   lines do. */
struct line {
    char text[256];
    size_t length;
};

/* Walks the pieces of output, line by line. */
struct walk {
    const struct model *model;
    uint64_t piece;
    uint32_t at;
};

static struct walk walk_start(const struct model *model)
{
    struct walk walk = {.model = model};

    if (model->output_count > OUTPUTS)
        walk.piece = model->output_count - OUTPUTS;
    return walk;
}

static bool walk_line(struct walk *walk, struct line *line)
{
    bool any = false;

    line->length = 0;
    while (walk->piece < walk->model->output_count) {
        const struct output *piece =
            &walk->model->outputs[walk->piece % OUTPUTS];

        while (walk->at < piece->length) {
            char letter = piece->text[walk->at++];

            any = true;
            if (letter == '\n') {
                line->text[line->length] = '\0';
                return true;
            }
            if (letter != '\r' && line->length + 1 < sizeof line->text)
                line->text[line->length++] = letter ? letter : '?';
        }
        walk->piece++;
        walk->at = 0;
    }
    line->text[line->length] = '\0';
    return any;
}

static int output_rows(const struct scene *scene, int columns)
{
    struct walk walk = walk_start(scene->model);
    struct line line;
    int rows = scene->said ? 1 : 0;

    (void)columns;
    while (walk_line(&walk, &line))
        rows++;
    return rows;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    (void)scene;
    snprintf(text, size, "output");
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    struct box rest = area;
    struct walk walk = walk_start(scene->model);
    struct line line;

    if (scene->said && area.rows > 1) {
        int column = canvas_text(canvas, area, 0, 0, ROLE_DIM, "you said: ");
        canvas_fit(canvas, area, 0, column, area.columns, ROLE_STRONG,
                   scene->said);
        rest = box_inside(area, 1, 0, 0, 0);
    }
    int rows = output_rows(scene, area.columns) - (scene->said ? 1 : 0);
    int row = -clamp_scroll(scroll, rows, rest.rows);
    for (; walk_line(&walk, &line); row++) {
        if (row >= 0)
            canvas_fit(canvas, rest, row, 0, rest.columns, ROLE_TEXT,
                       line.text);
    }
    if (rows == 0)
        canvas_text(canvas, rest, 0, 0, ROLE_DIM, "nothing printed yet");
}

const struct view output_view = {title, output_rows, draw};
