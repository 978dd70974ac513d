/* exercises.h - what the commands about exercises share. */
#ifndef TUI_CLI_EXERCISES_H
#define TUI_CLI_EXERCISES_H

#include "tui/exercises/answer.h"
#include "tui/exercises/exercise.h"

/* All exercises; the caller frees it. */
struct shelf *exercises_shelf(void);

/* NULL: there is none of that name, and it has been said. */
const struct exercise *exercises_find(const struct shelf *shelf,
                                      const char *name);

/* Notes what a check came to in the progress. */
void exercises_note(const struct exercise *exercise, enum check_answer answer);

/* The schedule that the last check left on its bench; the caller frees it.
   NULL: none. */
char *exercises_failing(const struct exercise *exercise, const char *bench);

#endif
