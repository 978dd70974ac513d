/* layout.h - where the panes of a run go.

   Source or processes are large, on the left; tasks and objects on the right
   of them; the timeline takes a band below; and what is left shares the
   bottom. Every pane has a title row above it. */
#ifndef TUI_VIEWS_LAYOUT_H
#define TUI_VIEWS_LAYOUT_H

#include "tui/drawing/canvas.h"
#include "tui/pane.h"
#include "tui/views/view.h"

struct pane_list {
    enum pane panes[PANE_COUNT];
    size_t count;
};

struct layout {
    struct box areas[PANE_COUNT]; /* Of 0 rows: not shown. */
    struct border {
        int column;
        int row;
        int rows;
    } borders[2]; /* Between left and right. */
    int border_count;
};

void layout_make(struct layout *layout, const struct pane_list *list,
                 const struct scene *scene, struct box area);

/* Draws what separates left from right. */
void layout_borders(const struct layout *layout, struct canvas *canvas);

#endif
