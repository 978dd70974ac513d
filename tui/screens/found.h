/* found.h - what a search has found, on the screen: the ways in which runs end
   with their shares, and the story of the one that is selected. */
#ifndef TUI_SCREENS_FOUND_H
#define TUI_SCREENS_FOUND_H

#include "tui/lab.h"

void found_draw(const struct lab *lab, struct canvas *canvas, struct box area);

/* NULL: nothing has been found yet. */
struct finding_found *found_selected(const struct lab *lab);

#endif
