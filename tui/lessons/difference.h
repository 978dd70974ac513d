/* difference.h - in which lines two programs differ. */
#ifndef TUI_LESSONS_DIFFERENCE_H
#define TUI_LESSONS_DIFFERENCE_H

#include <stddef.h>

enum difference_side { IN_BOTH, IN_FIRST, IN_SECOND };

struct difference_line {
    enum difference_side side;
    unsigned first; /* The line's number in the first text, from 1; or of the */
    unsigned second;  /* one that comes next. The same of the second. */
    const char *text; /* Within one of the two texts, */
    int length;       /* which it shares: no NUL behind it. */
};

struct difference {
    struct difference_line *lines;
    size_t count;
};

/* The shortest way from one text to the other, line by line. The comment at
   the head of a program, up to the first end of a comment, is left out: it
   always differs. The texts outlive it. */
struct difference *difference_new(const char *first, const char *second);
void difference_free(struct difference *difference);

#endif
