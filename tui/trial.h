/* trial.h - a lesson's schedule, tried: does it fit the program, and how does
   the run end when it is played on in turn? */
#ifndef TUI_TRIAL_H
#define TUI_TRIAL_H

#include "model/describe.h"
#include "tui/lesson.h"

#include <stdbool.h>
#include <stdint.h>

struct trial {
    bool fits;
    char why[SENTENCE]; /* Why not. */

    /* What follows is known where it fits. */
    int outcome; /* Of the page, from 1; 0: none, or it has not come to one. */
    uint64_t breaks_after; /* Moves after which there was the verdict that the
                              page wants it broken with; 0: none. */
};

/* `path` is the schedule's file. */
struct trial schedule_try(const struct lesson *lesson, const char *path);

#endif
