/* export.c - the list of forms, and what several of them use. */
#include "tui/export/export.h"

#include "tui/plain.h"

#include <string.h>

/* Sentences go to standard output, which is where exports go. */
static bool write_text(struct session *session, struct catalogue *catalogue,
                       const struct export_options *options, FILE *to,
                       char *why, size_t why_size)
{
    const struct plain_options plain = {.times = false};

    (void)catalogue;
    (void)options;
    (void)to;
    (void)why;
    (void)why_size;
    plain_follow(session, &plain);
    plain_ending(session, NULL);
    return true;
}

const struct export_form text_form = {"text", "the story in plain sentences",
                                      write_text};

const struct export_form *const export_forms[] = {
    &html_form, &svg_form, &perfetto_form, &cast_form, &text_form, NULL};

const struct export_form *export_form(const char *name)
{
    for (size_t i = 0; export_forms[i]; i++) {
        if (strcmp(export_forms[i]->name, name) == 0)
            return export_forms[i];
    }
    return NULL;
}

const char *export_title(const struct session *session)
{
    const struct lesson *lesson = session_lesson(session);

    return lesson ? lesson->title : session_program(session);
}
