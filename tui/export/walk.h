/* walk.h - through a recorded run, a step at a time.

   Under control a step is a move, else an operation. The last step is the end
   of the program, unless it was the lab that ended it: then it is what there
   was to be seen before. */
#ifndef TUI_EXPORT_WALK_H
#define TUI_EXPORT_WALK_H

#include "tui/session.h"

struct walk {
    struct session *session;
    uint64_t moves;  /* Of the whole run; 0: it was not under control. */
    bool shows_end;  /* The program ended by itself. */
    uint64_t length; /* Steps in all. */
    uint64_t at;     /* The step that is looked at, from 1. */
};

/* Looks at the first step. */
void walk_begin(struct walk *walk, struct session *session);

/* At the next one. False: there is none. */
bool walk_on(struct walk *walk);

/* What was done in the step; NULL: it is the program's end, or nothing was. */
const struct event *walk_deed(const struct walk *walk);

#endif
