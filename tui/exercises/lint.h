/* lint.h - what an author would want to know of an exercise before students see
   it. exercises/README.md has the rules. */
#ifndef TUI_EXERCISES_LINT_H
#define TUI_EXERCISES_LINT_H

#include "tui/exercises/exercise.h"

/* What is wrong with the page and the files, without running anything: a line
   each, which the caller frees; "" where nothing is. */
char *lint_exercise(const struct exercise *exercise);

/* The same of what checks say: does the stub fail as it should, does the
   solution pass? `folder` is one for their programs. */
char *lint_exercise_checks(const struct exercise *exercise, const char *folder);

#endif
