/* progress.h - what a student has done, kept between runs.

   A text file, one line a lesson:

       hazards/deadlock predicted 1 happened 1 runs 3

   written whole and renamed into place, so it is never half a file. What
   another lab has written meanwhile is kept, but for what is newer here. Where
   it cannot be written the lab works all the same, and forgets. */
#ifndef TUI_PROGRESS_H
#define TUI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress_line {
    char *lesson;  /* "hazards/deadlock" */
    int predicted; /* Which choice, from 1; 0: none yet. */
    int happened;  /* Which outcome, in the latest run; 0: none of them. */
    unsigned runs;

    struct progress_known { /* Of these, what the file said when last seen. */
        int predicted;
        int happened;
        unsigned runs;
    } known;
};

struct progress {
    struct progress_line *lines;
    size_t count;
};

struct progress *progress_read(void);
void progress_free(struct progress *progress);

/* The lesson's line; made where there is none. */
struct progress_line *progress_of(struct progress *progress,
                                  const char *lesson);

/* The same; NULL where there is none. */
const struct progress_line *progress_find(const struct progress *progress,
                                          const char *lesson);

/* False with errno set where it cannot be kept. */
bool progress_write(struct progress *progress);

#endif
