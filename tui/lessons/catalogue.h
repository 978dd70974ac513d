/* catalogue.h - which lessons there are.

   A lesson is NAME.c and NAME.md in a chapter's folder (lessons/README.md).
   They are found by looking, so adding one edits nothing else. */
#ifndef TUI_LESSONS_CATALOGUE_H
#define TUI_LESSONS_CATALOGUE_H

#include "tui/lessons/lesson.h"

struct catalogue {
    struct lesson *lessons; /* By chapter, then order; or along a path. */
    size_t count;
    unsigned minutes; /* That the path takes; 0: none is followed. */
};

/* Reads all lessons under `lessons`; their programs are under `programs`.
   A folder that cannot be read has none. */
struct catalogue *catalogue_read(const char *lessons, const char *programs);
/* Keeps only the lessons of a path, in its order: a file NAME.path beside the
   chapters, with a lesson's name and minutes in each line, and comments after
   "#". False: `why` says what is wrong with it. */
bool catalogue_follow(struct catalogue *catalogue, const char *lessons,
                      const char *path, char *why, size_t why_size);

void catalogue_free(struct catalogue *catalogue);

/* A folder's name without the number that orders it. */
const char *catalogue_chapter(const char *folder);

/* By "deadlock", "hazards/deadlock" or a path of its .c or .md. NULL: none;
   then `nearest`, if any lesson comes near, is its name. */
const struct lesson *catalogue_find(const struct catalogue *catalogue,
                                    const char *name, const char **nearest);

#endif
