/* trial.h - a schedule, tried: does it fit the program, what has happened then,
   and how does the run end when it is played on in turn? */
#ifndef TUI_AUTHORING_TRIAL_H
#define TUI_AUTHORING_TRIAL_H

#include "model/describe.h"
#include "tui/lessons/lesson.h"

#include <stdbool.h>
#include <stdint.h>

struct trial {
    bool fits;
    char why[SENTENCE]; /* Why not. */

    /* What follows is known where it fits. */
    const char *verdict; /* Where the schedule ends: "ok", "deadlock". */
    int outcome; /* Of the page, from 1; 0: none, or it has not come to one. */
    uint64_t breaks_after; /* Moves after which there was the verdict that the
                              page wants it broken with; 0: none. */
};

/* Follows the schedule in the file `path`, and no further: `name` is what it
   should call its program, `program` that program, whose accesses are seen, and
   `wanted` the verdict that breaks_after is about. */
struct trial schedule_follow(const char *path, const char *name,
                             const char *program, const char *wanted);

/* The same of a schedule of a lesson, whose `break` is wanted; it is then
   played on to its outcome. */
struct trial schedule_try(const struct lesson *lesson, const char *path);

#endif
