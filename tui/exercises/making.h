/* making.h - the files of a new exercise, to be written. */
#ifndef TUI_EXERCISES_MAKING_H
#define TUI_EXERCISES_MAKING_H

/* In a chapter's folder, "4_hazards". Prints their names. Returns an exit
   status; files that are there are never written over. */
int making_exercise(const char *chapter, const char *name);

#endif
