/* style.h - what a role looks like: with 256 colours, with 8, with none.

   Blue and orange are told apart by nearly everyone; and each role that
   carries meaning has a word or a mark beside it. */
#ifndef TUI_DRAWING_STYLE_H
#define TUI_DRAWING_STYLE_H

#include "tui/drawing/canvas.h"

enum style_mark {
    STYLE_BOLD = 1,
    STYLE_DIM = 2,
    STYLE_UNDERLINE = 4,
    STYLE_REVERSE = 8
};

struct style {
    short many;        /* Of 256 colours; -1: the screen's own. */
    short few;         /* Of 8. */
    unsigned coloured; /* Marks beside a colour, */
    unsigned plain;    /* and where there are none. */
};

extern const struct style styles[ROLE_COUNT];

/* One of 256 colours as 0xRRGGBB, as terminals usually have it. */
unsigned style_rgb(short colour);

/* What is light enough for a dark page is too light for a white one. */
unsigned style_darker(unsigned rgb);

#endif
