/* grid.h - the cells of a table, set side by side within a width.

   Cells are gathered row by row; columns get the width they ask for while
   there is room, and the widest give way; words are not broken. The first row
   is the heading. */
#ifndef TUI_PAGES_GRID_H
#define TUI_PAGES_GRID_H

#include <stdbool.h>
#include <stddef.h>

struct grid;

struct grid *grid_new(void);
void grid_free(struct grid *grid);

void grid_add_row(struct grid *grid);
void grid_add_cell(struct grid *grid); /* To the newest row. */
void grid_add_text(struct grid *grid, const char *text, size_t length);

/* Decides the columns' widths. Returns how many lines there are. */
size_t grid_lay_out(struct grid *grid, int width);

/* One line, which the caller frees; and whether it is of the heading. */
char *grid_line(const struct grid *grid, size_t line);
bool grid_is_heading(const struct grid *grid, size_t line);

#endif
