/* examiner.h - judging one submission, inside its sandbox. */
#ifndef TUI_GRADING_EXAMINER_H
#define TUI_GRADING_EXAMINER_H

#include "tui/exercises/exercise.h"

enum { EXAMINER_S = 60 }; /* Then it is over, whatever it does. */

/* Judges the text of a student's file, and writes what came of it to `out`: an
   object as of telling_json(). The verdict goes this way alone: what the
   student wrote runs in other processes, which do not have `out`. */
void examiner_judge(const struct exercise *exercise, const char *text, int out);

#endif
