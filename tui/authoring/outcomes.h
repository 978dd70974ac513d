/* outcomes.h - what a lesson's program can do, against what its page says.

   The search explores the program, and each way in which a run ended is judged
   as a student's run is. A page whose coverage is complete lists exactly what
   was found. One that says `sampled` lists all that was found, and each that it
   lists was found, or is reached by one of its schedules; there may be more.
   The schedules must fit, and the shortest that breaks it must be as long as
   the page says. */
#ifndef TUI_AUTHORING_OUTCOMES_H
#define TUI_AUTHORING_OUTCOMES_H

#include "tui/lessons/lesson.h"

#include <stdbool.h>
#include <stdint.h>

struct outcomes {
    uint64_t *runs; /* That ended in each of the page's outcomes. */
    unsigned found; /* Different ends, before they were judged. */
    uint64_t schedules;
    bool complete;
    char *problems; /* A line each; "": the page is right. */
};

/* Explores for at most so long; a sampled one until all has been seen. The
   program is the lesson's, with ".step" behind its name. */
struct outcomes *outcomes_check(const struct lesson *lesson, double seconds);
void outcomes_free(struct outcomes *outcomes);

#endif
