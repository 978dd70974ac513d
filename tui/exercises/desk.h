/* desk.h - the student's own copy of the exercises.

   `interleave init` makes one and remembers where. Without one, exercises are
   worked on where they are, as in a checkout. */
#ifndef TUI_EXERCISES_DESK_H
#define TUI_EXERCISES_DESK_H

#include "tui/exercises/exercise.h"

/* The student's file: in or above the working folder, or in the copy that was
   made last, or the exercise itself. The caller frees it. */
char *desk_file(const struct exercise *exercise);

/* The copy made last, which the caller frees; NULL: none. */
char *desk_folder(void);

/* Copies what students work on to a folder, which is made, and remembers it.
   Files that are there stay as they are: *kept counts them, *copied the
   others. False with errno set. */
bool desk_make(const struct shelf *shelf, const char *folder, unsigned *copied,
               unsigned *kept);

/* Puts a file back as it came; what it was is kept beside it, and *backup is
   its name, which the caller frees. False with errno set. */
bool desk_reset(const struct exercise *exercise, const char *file,
                char **backup);

/* Where a check puts its programs and schedules; made if it is not there. The
   caller frees it. NULL with errno set. */
char *desk_bench(const struct exercise *exercise);

#endif
