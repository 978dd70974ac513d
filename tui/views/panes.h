/* panes.h - the panes of a run on the screen: which there are, which has the
   focus, how far each is scrolled. The state is lab->run. */
#ifndef TUI_VIEWS_PANES_H
#define TUI_VIEWS_PANES_H

#include "tui/lab.h"
#include "tui/views/view.h"

/* All panes that are wanted; one alone where it is zoomed, or where the screen
   is too small for several. */
void panes_draw(struct lab *lab, const struct scene *scene,
                struct canvas *canvas, struct box area);

/* True: the command was for the panes, and is done. */
bool panes_act(struct lab *lab, const struct scene *scene,
               enum command command);

/* Gives the pane at this place the focus. */
void panes_click(struct lab *lab, int row, int column);

#endif
