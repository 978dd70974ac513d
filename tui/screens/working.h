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

/* Steps the program that is to be broken along the student's schedule, to go on
   from there. */
void working_break(struct lab *lab);

/* The file that the moves made are for: the schedule of what is to be broken.
   NULL: it is not that what is stepped. */
const char *working_schedule(const struct lab *lab);

/* Is it the student's own copy that is worked on? Else it says how to get
   one. */
bool working_is_own(struct lab *lab);

/* The page of the exercise's lesson. */
void working_open_lesson(struct lab *lab);

#endif
