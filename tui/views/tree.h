/* tree.h - the processes as a tree: who made whom. */
#ifndef TUI_VIEWS_TREE_H
#define TUI_VIEWS_TREE_H

#include "tui/views/view.h"

/* Draws what there is to say of a process, from this column on. */
typedef void tree_teller(const struct scene *scene, uint32_t process,
                         struct canvas *canvas, struct box area, int row,
                         int column);

/* All processes with their branches, a row each, from row `scroll` on. */
void tree_draw(const struct scene *scene, int scroll, struct canvas *canvas,
               struct box area, tree_teller *tell);

/* Rows of it: one for each process. */
int tree_rows(const struct scene *scene, int columns);

/* What stands behind a branch: the process, and the name that it has given
   itself. */
const char *tree_name(const struct model *model, uint32_t process, char *text,
                      size_t size);

/* Columns of the widest branch with a name behind it. */
int tree_width(const struct model *model);

#endif
