/* new_exercise.h - the files of a new exercise, to be written. */
#ifndef TUI_CLI_NEW_EXERCISE_H
#define TUI_CLI_NEW_EXERCISE_H

/* In a chapter's folder, "4_hazards". Prints their names. Returns an exit
   status; files that are there are never written over. */
int cli_new_exercise(const char *chapter, const char *name);

#endif
