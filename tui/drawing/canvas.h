/* canvas.h - a screen of cells that anything can be drawn into.

   A cell is a character and a role: what it means, not how it looks. A screen
   (screen.c) or a test shows the cells. Nothing here knows a terminal.

   Coordinates are from 0, rows before columns. Whatever is drawn is clipped
   to its area, and areas to the canvas. */
#ifndef TUI_DRAWING_CANVAS_H
#define TUI_DRAWING_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum role {
    ROLE_TEXT,
    ROLE_DIM, /* Beside the point. */
    ROLE_TITLE,
    ROLE_HEADING,
    ROLE_STRONG,
    ROLE_CODE,
    ROLE_COMMENT,
    ROLE_KEY, /* Something to press. */
    ROLE_BORDER,
    ROLE_FOCUS,    /* The border of what the keys act on. */
    ROLE_SELECTED, /* The line that Enter acts on. */
    ROLE_RUNNING,
    ROLE_WANTS,
    ROLE_WAITING,
    ROLE_SLEEPING,
    ROLE_ENDED,
    ROLE_HELD,
    ROLE_ALARM, /* It has gone wrong. */
    ROLE_GOOD,  /* It has gone right. */
    ROLE_COUNT
};

struct cell {
    uint32_t glyph;
    enum role role;
};

struct canvas {
    int rows;
    int columns;
    bool ascii; /* Glyphs beyond ASCII are replaced as they are drawn. */
    struct cell *cells;
};

struct box {
    int row;
    int column;
    int rows;
    int columns;
};

struct canvas *canvas_new(int rows, int columns, bool ascii);
void canvas_free(struct canvas *canvas);

/* Changes the size; what was drawn is gone. */
void canvas_resize(struct canvas *canvas, int rows, int columns);
void canvas_clear(struct canvas *canvas);
struct box canvas_box(const struct canvas *canvas);

/* One glyph, within `area`. */
void canvas_put(struct canvas *canvas, struct box area, int row, int column,
                enum role role, uint32_t glyph);

/* UTF-8 text on one row of an area. Returns the column behind it, whether or
   not it fitted. A tab is a space, other control characters are "?". */
int canvas_text(struct canvas *canvas, struct box area, int row, int column,
                enum role role, const char *text);
__attribute__((format(printf, 6, 7))) int
canvas_print(struct canvas *canvas, struct box area, int row, int column,
             enum role role, const char *format, ...);

/* The same with an ellipsis where it does not fit before column `end`; nothing
   where there is no column before it. */
int canvas_fit(struct canvas *canvas, struct box area, int row, int column,
               int end, enum role role, const char *text);

/* A row of one glyph, from `column` to before `end`. */
void canvas_line(struct canvas *canvas, struct box area, int row, int column,
                 int end, enum role role, uint32_t glyph);

/* Gives cells of a row another role, and leaves their glyphs. */
void canvas_mark(struct canvas *canvas, struct box area, int row, int column,
                 int end, enum role role);

/* Columns that text takes. */
int canvas_width(const char *text);

/* What printf's %-*s, which counts bytes, is to be given for a field of so many
   columns with this text in it. */
int canvas_field(const char *text, int columns);

/* The cells as lines of UTF-8 without trailing blanks; the caller frees it. */
char *canvas_dump(const struct canvas *canvas);

/* The part of `area` that is inside it by so many rows and columns. */
struct box box_inside(struct box area, int top, int left, int bottom,
                      int right);

#endif
