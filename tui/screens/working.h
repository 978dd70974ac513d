/* working.h - what the exercise screen says, as one page. */
#ifndef TUI_SCREENS_WORKING_H
#define TUI_SCREENS_WORKING_H

#include "tui/lab.h"

/* The Markdown of it all: what the check says, the task, the hints that were
   asked for; or the solution. The caller frees it. */
char *working_page(const struct exercise_state *state);

/* The row of the laid-out page where the last hint begins. */
int working_hint_row(const struct exercise_state *state);

/* For the title's end: "CHECKING, 1,234 schedules", "data race". */
void working_state(const struct exercise_state *state, bool passed, char *text,
                   size_t size);

/* The page of the exercise's lesson. */
void working_open_lesson(struct lab *lab);

#endif
