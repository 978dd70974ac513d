/* exercises.h - what the commands about exercises share. */
#ifndef TUI_CLI_EXERCISES_H
#define TUI_CLI_EXERCISES_H

#include "tui/exercises/answer.h"
#include "tui/exercises/exercise.h"
#include "tui/keeping/progress.h"

/* All exercises; the caller frees it. */
struct shelf *exercises_shelf(void);

/* NULL: there is none of that name, and it has been said. */
const struct exercise *exercises_find(const struct shelf *shelf,
                                      const char *name);

/* The name that a command was given, if any. Its `doc` is for --help; `yes`
   may be NULL, else there is an option --yes. */
const char *exercises_name(int argc, char **argv, const char *doc, bool *yes);

/* The one of that name; without a name, that which is next. NULL: it has been
   said why. */
const struct exercise *exercises_chosen(const struct shelf *shelf,
                                        const char *name);

/* The first that is not passed yet; NULL: all are. */
const struct exercise *exercises_next(const struct shelf *shelf,
                                      const struct progress *progress);

/* Notes what a check came to in the progress. */
void exercises_note(const struct exercise *exercise, enum check_answer answer);

/* The schedule that the last check left on its bench; the caller frees it.
   NULL: none. */
char *exercises_failing(const struct exercise *exercise, const char *bench);

#endif
