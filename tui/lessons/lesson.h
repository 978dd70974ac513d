/* lesson.h - one lesson: its program, and what its page says of it.

   lessons/README.md describes the page for authors. */
#ifndef TUI_LESSONS_LESSON_H
#define TUI_LESSONS_LESSON_H

#include "tui/lessons/stop.h"
#include "tui/pane.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* When an outcome is what happened: all of the conditions are true. */
enum condition_kind {
    CONDITION_OTHERWISE,
    CONDITION_EXIT,
    CONDITION_SIGNAL,
    CONDITION_VERDICT,
    CONDITION_PRINTS
};

struct condition {
    enum condition_kind kind;
    char *word; /* What follows the first word. */
};

enum { CONDITIONS = 4 };

struct outcome {
    char *text;    /* What the student reads. */
    bool possible; /* False: a decoy. */
    struct condition conditions[CONDITIONS];
    size_t condition_count; /* 0: cannot be told to have happened. */
};

struct lesson {
    char *chapter; /* "hazards" */
    char *folder;  /* "4_hazards" */
    char *name;    /* "deadlock" */
    char *source;  /* Paths. */
    char *text;    /* Of the source, as found; NULL: it cannot be read. */
    char *page;
    char *program; /* Where the build puts it. */

    /* From the page's header; "" where it does not say. */
    char *title;
    char *goal;
    char *python;
    char *question;
    char *owner;     /* The lock whose owner is of interest. */
    char **watch;    /* Names of objects, then NULL; or NULL. */
    char **compare;  /* The same of lessons: those that differ by little, */
    char **requires; /* and those to be read before. */
    int order;
    unsigned minutes; /* That it takes on the path that is followed; 0. */
    uint32_t pace_us;
    enum pane panes[PANE_COUNT];
    size_t pane_count;
    struct outcome *outcomes;
    size_t outcome_count;
    bool sampled;          /* Too large to be explored completely. */
    char *breaks;          /* The verdict to reach when stepping; "": none. */
    unsigned breaks_moves; /* The shortest way known. */
    struct stop *stops;    /* When it is presented. */
    size_t stop_count;
    char *body;      /* The Markdown after the header. */
    bool translated; /* These words are not the original's. */
};

/* Reads a page's text into a lesson. Problems are appended to `problems`, if
   that is not NULL, a line each. */
void lesson_parse(struct lesson *lesson, const char *text, char **problems);
void lesson_fini(struct lesson *lesson);

/* The panes that a text like "source tasks" names. Returns how many. */
size_t lesson_panes(const char *value, enum pane panes[PANE_COUNT]);

/* What the page calls a file that it links to, whatever folder it is in: the
   link's text. The caller frees it; NULL: there is no link. */
char *lesson_link(const struct lesson *lesson, const char *path);

/* "hazards/deadlock", which names it for good. The caller frees it. */
char *lesson_key(const struct lesson *lesson);

#endif
