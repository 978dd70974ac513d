/* picture.c - screens and panes on a canvas of our own. */
#include "tui/export/picture.h"

#include "must.h"
#include "tui/drawing/text.h"
#include "tui/lab.h"
#include "tui/views/view.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct picture {
    struct lab lab;
    struct progress progress; /* None. */
    struct canvas *canvas;
    const char *pane;
};

struct picture *picture_new(struct session *session,
                            struct catalogue *catalogue,
                            const struct export_options *options)
{
    struct picture *picture = must_allocate(1, sizeof *picture);

    picture->pane = options->pane;
    picture->canvas =
        canvas_new(options->rows, options->columns, options->ascii);
    picture->lab =
        (struct lab){.catalogue = catalogue, .progress = &picture->progress};
    lab_open_first(&picture->lab, &(struct lab_options){.session = session});
    return picture;
}

static bool draw_pane(struct picture *picture)
{
    const struct session *session = picture->lab.session;
    struct scene scene = {.model = session_model(session),
                          .lesson = session_lesson(session)};

    for (int pane = 0; pane < PANE_COUNT; pane++) {
        if (strcmp(pane_name((enum pane)pane), picture->pane) != 0)
            continue;
        view_of((enum pane)pane)
            ->draw(&scene, INT_MAX, picture->canvas,
                   canvas_box(picture->canvas));
        return true;
    }
    return false;
}

const struct canvas *picture_draw(struct picture *picture)
{
    struct lab *lab = &picture->lab;

    canvas_clear(picture->canvas);
    if (picture->pane)
        return draw_pane(picture) ? picture->canvas : NULL;
    lab_shown(lab)->draw(lab, picture->canvas);
    return picture->canvas;
}

void picture_free(struct picture *picture)
{
    canvas_free(picture->canvas);
    free(picture);
}

static const struct cell *cell_at(const struct canvas *canvas, int row,
                                  int column)
{
    return &canvas->cells[row * canvas->columns + column];
}

/* A blank looks the same in every role but a reversed one. */
static bool is_blank(const struct cell *cell)
{
    return (cell->glyph == ' ' || cell->glyph == 0) &&
           cell->role != ROLE_SELECTED && cell->role != ROLE_ALARM;
}

static int end_of_row(const struct canvas *canvas, int row)
{
    int end = canvas->columns;

    while (end > 0 && is_blank(cell_at(canvas, row, end - 1)))
        end--;
    return end;
}

void picture_row(const struct canvas *canvas, int row, stretch_visit *visit,
                 void *context)
{
    int end = end_of_row(canvas, row);
    char *text = must_allocate((size_t)canvas->columns * 4 + 1, 1);

    for (int column = 0; column < end;) {
        struct stretch stretch = {.column = column,
                                  .role = cell_at(canvas, row, column)->role,
                                  .text = text};
        char *at = text;

        while (column < end &&
               cell_at(canvas, row, column)->role == stretch.role) {
            uint32_t glyph = cell_at(canvas, row, column++)->glyph;
            char encoded[5];

            text_encode(glyph ? glyph : ' ', encoded);
            at = stpcpy(at, encoded);
        }
        *at = '\0';
        stretch.columns = column - stretch.column;
        visit(&stretch, context);
    }
    free(text);
}
