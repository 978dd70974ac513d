/* drawn.h - what a pane shows of the scene's model, as text. These assert. */
#ifndef SUPPORT_DRAWN_H
#define SUPPORT_DRAWN_H

#include "tui/views/view.h"

/* The pane drawn into so many rows and columns. */
void expect_pane(enum pane pane, const struct scene *scene, int rows,
                 int columns, int scroll, const char *expected);

/* The same of the whole of what the model knows, from the top. */
void expect(enum pane pane, int rows, int columns, const char *expected);
void expect_title(enum pane pane, const char *expected);
int rows_of(enum pane pane);

/* The program prints this. */
void print(const char *text);

#endif
