/* wholes.h - variables put together: the members of a structure, the elements
   of an array. */
#ifndef TUI_VIEWS_WHOLES_H
#define TUI_VIEWS_WHOLES_H

#include "tui/views/view.h"

enum { WHOLE_NAME = 64 };

struct part {
    uint32_t object;
    char name[WHOLE_NAME]; /* ".balance", "[2].row"; "" for all of it. */
};

struct whole {
    char name[WHOLE_NAME]; /* "account 1", "table"; of one part, all of it. */
    struct part *parts;    /* By name where they are elements. */
    size_t count;
};

struct wholes {
    struct whole *list; /* In the order in which they were first used. */
    size_t count;
    struct part *parts;
};

struct wholes wholes_of(const struct scene *scene);
void wholes_free(struct wholes *wholes);

/* Its elements are in a row from the first, and stand for themselves: there is
   no need to say which is which. */
bool whole_is_row(const struct whole *whole);

#endif
