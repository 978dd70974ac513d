/* prose.h - a paragraph on a screen, in one role. */
#ifndef TUI_SCREENS_PROSE_H
#define TUI_SCREENS_PROSE_H

#include "tui/drawing/canvas.h"

/* Draws Markdown from `row` and `column` of the area on, broken into lines that
   fit. Returns the row behind it. */
int prose_draw(struct canvas *canvas, struct box area, int row, int column,
               enum role role, const char *text);

/* Rows that it takes in so many columns. */
int prose_rows(const char *text, int columns);

#endif
