/* panel.h - what is asked below the panes of a program under control: why it
   is so, until when a task moves, which schedule, under what name to save. */
#ifndef TUI_SCREENS_PANEL_H
#define TUI_SCREENS_PANEL_H

#include "tui/lab.h"

void panel_open(struct lab *lab, enum command command);

/* Rows that it takes, of so many that there are. */
int panel_rows(const struct lab *lab, int rows);
void panel_draw(const struct lab *lab, struct canvas *canvas, struct box area);

/* True: the key was for the panel. */
bool panel_type(struct lab *lab, int key);

#endif
