/* judged.h - a program or a lesson explored, and what is said of it.

   Programs are named by their paths in the build folder. What asserts, asserts
   on the main thread. */
#ifndef SUPPORT_JUDGED_H
#define SUPPORT_JUDGED_H

#include "tui/lessons/catalogue.h"
#include "tui/searching/verdicts.h"

struct judged {
    struct catalogue *catalogue; /* Of a lesson. */
    const struct lesson *lesson;
    char *path;
    char *arguments[4];
    char folder[64]; /* For schedules. */
    struct exploring *exploring;
    struct verdicts *verdicts;
};

/* What is at `path` already, with the arguments that are there. */
void judged_path(struct judged *judged,
                 const struct exploring_options *options);
void judged_lesson(struct judged *judged, const char *name,
                   const struct exploring_options *options);

/* For two seconds at most; of tests/corpus, by its name. */
void judged_program(struct judged *judged, const char *path);
void judged_corpus(struct judged *judged, const char *name);

void judged_forget(struct judged *judged);

/* Where programs are. */
const char *judged_build_folder(void);

#endif
