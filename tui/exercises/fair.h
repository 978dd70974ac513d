/* fair.h - does a student's file keep away from what judges it?

   A check's tests run in the same process as the student's functions: who looks
   for them there could change what they say. No exercise needs the means to do
   that, so a file that names them is not judged. What the exercise itself, its
   check or its solution names is allowed. */
#ifndef TUI_EXERCISES_FAIR_H
#define TUI_EXERCISES_FAIR_H

#include "tui/exercises/exercise.h"

/* What is not fair in a file's text, "line 7: it uses ptrace, ...", which the
   caller frees. NULL: nothing. */
char *fair_complaint(const struct exercise *exercise, const char *text);

#endif
