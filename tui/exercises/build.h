/* build.h - the commands that make programs of a student's file and a check. */
#ifndef TUI_EXERCISES_BUILD_H
#define TUI_EXERCISES_BUILD_H

#include "tui/exercises/exercise.h"

/* Each is a list of arguments, to be forgotten with wordlist_free(). `file` is
   an absolute path. */

/* Compiles the file alone, with warnings, to nothing. */
char **build_alone(const struct exercise *exercise, const char *file);

/* The check, to run freely. */
char **build_freely(const struct exercise *exercise, const char *file,
                    const char *program);

/* The check, to be run under a search. */
char **build_searched(const struct exercise *exercise, const char *file,
                      const char *program);

/* The program that a schedule is to break. */
char **build_broken(const struct exercise *exercise, const char *program);

#endif
