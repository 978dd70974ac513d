/* picture.h - the lab's screen of a run, drawn where no terminal is. */
#ifndef TUI_EXPORT_PICTURE_H
#define TUI_EXPORT_PICTURE_H

#include "tui/drawing/canvas.h"
#include "tui/export/export.h"
#include "tui/lessons/catalogue.h"
#include "tui/session.h"

struct picture;

/* `session` and `catalogue` outlive it. */
struct picture *picture_new(struct session *session,
                            struct catalogue *catalogue,
                            const struct export_options *options);

/* What is to be seen now; lasts until the next call. NULL: there is no pane of
   that name. */
const struct canvas *picture_draw(struct picture *picture);
void picture_free(struct picture *picture);

/* Cells of one role that stand beside each other in a row. */
struct stretch {
    int column;
    int columns;
    enum role role;
    char *text; /* UTF-8. */
};

/* Calls `visit` for each stretch of a row, blanks at its end left out. */
typedef void stretch_visit(const struct stretch *stretch, void *context);
void picture_row(const struct canvas *canvas, int row, stretch_visit *visit,
                 void *context);

#endif
