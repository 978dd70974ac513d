/* forms.h - marks, in the forms that people and other programs read.

   The same marks make the same bytes: times are told only if asked for. */
#ifndef TUI_GRADING_FORMS_H
#define TUI_GRADING_FORMS_H

#include "tui/grading/grading.h"

#include <stdio.h>

struct marks {
    const struct mark *items;
    size_t count;
    bool times;
};

/* Those that are not over are left out. */
void form_table(FILE *to, const struct marks *marks);
void form_csv(FILE *to, const struct marks *marks);
void form_json(FILE *to, const struct marks *marks);
void form_junit(FILE *to, const struct marks *marks);
void form_gradescope(FILE *to, const struct marks *marks);

#endif
