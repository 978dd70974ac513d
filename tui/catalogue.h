/* catalogue.h - which lessons there are.

   A lesson is NAME.c and NAME.md in a chapter's folder (lessons/README.md).
   They are found by looking, so adding one edits nothing else. */
#ifndef TUI_CATALOGUE_H
#define TUI_CATALOGUE_H

#include "tui/lesson.h"

struct catalogue {
    struct lesson *lessons; /* By chapter, then order. */
    size_t count;
};

/* Reads all lessons under `lessons`; their programs are under `programs`.
   A folder that cannot be read has none. */
struct catalogue *catalogue_read(const char *lessons, const char *programs);
void catalogue_free(struct catalogue *catalogue);

/* A folder's name without the number that orders it. */
const char *catalogue_chapter(const char *folder);

/* By "deadlock", "hazards/deadlock" or a path of its .c or .md. NULL: none;
   then `nearest`, if any lesson comes near, is its name. */
const struct lesson *catalogue_find(const struct catalogue *catalogue,
                                    const char *name, const char **nearest);

#endif
