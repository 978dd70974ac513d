/* lines.h - what the program printed, line by line. */
#ifndef TUI_VIEWS_LINES_H
#define TUI_VIEWS_LINES_H

#include "model/model.h"

#include <stdbool.h>

enum { OUTPUT_LINE = 256 }; /* Of longer ones the beginning. */

/* One line of output: the model's pieces need not end where lines do. */
struct line {
    char text[OUTPUT_LINE];
    size_t length;
};

struct lines {
    const struct model *model;
    uint64_t piece;
    uint32_t at;
};

/* From the oldest that the model still has. */
struct lines lines_start(const struct model *model);

/* False: there are no more. */
bool lines_next(struct lines *lines, struct line *line);

#endif
