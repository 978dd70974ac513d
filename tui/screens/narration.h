/* narration.h - what is said of a program under control. */
#ifndef TUI_SCREENS_NARRATION_H
#define TUI_SCREENS_NARRATION_H

#include "tui/screens/news.h"

/* "STEP 14/37 LOOKING BACK, clock 2 ms, T1 moved" */
void narrate_place(const struct lab *lab, char *text, size_t size);

/* "break it: deadlock, 5 moves, shortest known 9"; "": the lesson does not
   ask for it. Says it in fewer words where that is more than so many columns.
   True: it is reached here. */
bool narrate_exercise(const struct lab *lab, int columns, char *text,
                      size_t size);

/* What the last move did, or what is more important; and what could be done
   next, where that is not plain. */
void narrate(const struct lab *lab, struct news *news);

#endif
