/* progress.h - what a student has done, kept between runs.

   A text file, one line a lesson, and one an exercise:

       hazards/deadlock predicted 1 happened 1 runs 3 broken 12
       exercise hazards/deadlock attempts 4 hints 2 passed 1 shown 0

   `welcomed` once the first start has been seen, and `tried pause zoom`: which
   of the keys that a page asks for have been used. It is written whole and
   renamed into place, so it is never half a file. What another lab has written
   meanwhile is kept, but for what is newer here. Where it cannot be written the
   lab works all the same, and forgets. Two files, from two machines, are merged
   by writing one behind the other: of an exercise that has several lines the
   most counts. */
#ifndef TUI_KEEPING_PROGRESS_H
#define TUI_KEEPING_PROGRESS_H

#include "tui/command.h"

#include <stdbool.h>
#include <stddef.h>

struct progress_line {
    char *lesson;  /* "hazards/deadlock" */
    int predicted; /* Which choice, from 1; 0: none yet. */
    int happened;  /* Which outcome, in the latest run; 0: none of them. */
    unsigned runs;
    unsigned broken; /* By fewest moves, so many, when stepping; 0: not yet. */

    struct progress_known { /* Of these, what the file said when last seen. */
        int predicted;
        int happened;
        unsigned runs;
    } known;
};

struct exercise_line {
    char *exercise;    /* "hazards/deadlock" */
    unsigned attempts; /* Checks of a file that was changed. */
    unsigned hints;    /* Stages seen. */
    bool passed;
    bool shown; /* The solution, before it was passed. */

    unsigned known; /* Attempts, when the file was last seen; */
    unsigned seen;  /* while it is read, the most so far. */
};

struct progress {
    struct progress_line *lines;
    size_t count;
    struct exercise_line *exercises;
    size_t exercise_count;
    bool tried[COMMAND_COUNT];
    bool welcomed; /* Has seen the welcome, or was here before there was one. */
};

struct progress *progress_read(void);
void progress_free(struct progress *progress);

/* The lesson's line; made where there is none. */
struct progress_line *progress_of(struct progress *progress,
                                  const char *lesson);

/* The same; NULL where there is none. */
const struct progress_line *progress_find(const struct progress *progress,
                                          const char *lesson);

/* The same two of an exercise. */
struct exercise_line *progress_of_exercise(struct progress *progress,
                                           const char *exercise);
const struct exercise_line *
progress_find_exercise(const struct progress *progress, const char *exercise);

/* False with errno set where it cannot be kept. */
bool progress_write(struct progress *progress);

#endif
