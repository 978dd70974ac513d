/* found.h - what a search has found, on the screen: the ways in which runs end
   with their shares, and the story of the one that is selected. */
#ifndef TUI_SCREENS_FOUND_H
#define TUI_SCREENS_FOUND_H

#include "tui/lab.h"

/* Returns how far the story can be scrolled. */
int found_draw(const struct lab *lab, struct canvas *canvas, struct box area);

/* How the runs of a finding ended, or what was wrong on the way, in `columns`.
   What does not fit is cut, but where others begin alike, what they have in
   common is left out instead: "car 1 was here / 2 / 3". */
void found_say(const struct verdicts *verdicts, unsigned finding, int columns,
               char *text, size_t size);

/* NULL: nothing has been found yet. */
struct finding_found *found_selected(const struct lab *lab);

#endif
