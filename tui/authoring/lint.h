/* lint.h - what an author would want to know of a lesson before others see it.

   lessons/README.md has the rules. */
#ifndef TUI_AUTHORING_LINT_H
#define TUI_AUTHORING_LINT_H

#include "tui/lessons/catalogue.h"

/* What is wrong with a lesson's two files, without running anything: a line
   each, which the caller frees; "" where nothing is. Names of other lessons
   are looked up in the catalogue. */
char *lint_lesson(const struct lesson *lesson,
                  const struct catalogue *catalogue);

#endif
