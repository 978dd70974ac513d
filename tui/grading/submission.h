/* submission.h - what was handed in: found in files and folders. */
#ifndef TUI_GRADING_SUBMISSION_H
#define TUI_GRADING_SUBMISSION_H

#include "tui/exercises/exercise.h"

#include <stdbool.h>

/* A file EXERCISE.c or EXERCISE-STUDENT.c; with an exercise given, any .c file.
   The student is what the name says; else the first folder below that which is
   graded; else the folder that the file is in; and with an exercise given and
   no folder, the file's name. */
struct submission {
    const struct exercise *exercise;
    char *student;
    char *path;
};

struct submissions {
    struct submission *items; /* By student, exercise, path. */
    size_t count;
    char **strangers; /* .c files of no exercise. */
    size_t stranger_count;
};

/* Takes in a file, or all files of a folder and those in it. Symbolic links in
   folders are left alone. `given` may be NULL. False, with errno set: it cannot
   be read. */
bool submissions_add(struct submissions *submissions, const struct shelf *shelf,
                     const struct exercise *given, const char *path);

/* Puts them in order. */
void submissions_sort(struct submissions *submissions);
void submissions_fini(struct submissions *submissions);

#endif
