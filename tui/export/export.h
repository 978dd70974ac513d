/* export.h - a recorded run in forms that others read.

   Each form is one file here with one struct export_form. It is given a
   session that shows a recording (or a program that is over), moves in it as
   it likes, and writes to a stream. */
#ifndef TUI_EXPORT_EXPORT_H
#define TUI_EXPORT_EXPORT_H

#include "tui/lessons/catalogue.h"
#include "tui/session.h"

#include <stdio.h>

struct export_options {
    int rows; /* Of pictures: a terminal's. */
    int columns;
    bool ascii;
    size_t at;        /* Steps done in a picture; SIZE_MAX: all. */
    const char *pane; /* That alone is in the picture; NULL: the screen. */
};

struct export_form {
    const char *name;
    const char *what;

    /* False: `why` holds a line that says why not. That the stream cannot be
       written to is for the caller to see. */
    bool (*write)(struct session *session, struct catalogue *catalogue,
                  const struct export_options *options, FILE *to, char *why,
                  size_t why_size);
};

/* NULL: no form has that name. */
const struct export_form *export_form(const char *name);

/* Ends with a form without a name. */
extern const struct export_form *const export_forms[];

extern const struct export_form html_form;
extern const struct export_form svg_form;
extern const struct export_form perfetto_form;
extern const struct export_form cast_form;
extern const struct export_form text_form;

/* What the run is called: the lesson's title, or the program. */
const char *export_title(const struct session *session);

#endif
