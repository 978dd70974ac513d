/* target.h - what the command line names: a lesson, a program, a source file.

   Lessons are taken with their memory accesses visible; a source file is
   compiled so, to a program that lasts as long as the target. */
#ifndef TUI_CLI_TARGET_H
#define TUI_CLI_TARGET_H

#include "tui/keeping/leftover.h"
#include "tui/lessons/catalogue.h"

#include <argp.h>
#include <limits.h>

struct target {
    struct catalogue *catalogue;
    const struct lesson *lesson; /* NULL: none. */
    const char *nearest;         /* Lesson, to a name that is none. */
    char **program;              /* As named, with its arguments. */
    size_t count;
    char *folder; /* Of what was compiled; NULL. */
    struct leftover leftover;

    /* Once it is prepared. */
    char path[PATH_MAX];
    char *alone[2];
    char *const *arguments; /* Name first, then NULL. */
};

void target_init(struct target *target);

/* An argument that is no option: the name, or after it one of the program's.
   Those that begin with a dash come after "--". */
void target_take(struct target *target, char *argument);

/* Finds or compiles it. 0; or the exit status, and it has been said why. */
int target_prepare(struct target *target);

/* Removes what was compiled. */
void target_fini(struct target *target);

#endif
