/* retelling.h - a schedule that a search found, told.

   The program is run once more under that schedule, on real tasks, with
   everything recorded; then the trace is asked what happened. */
#ifndef TUI_SEARCHING_RETELLING_H
#define TUI_SEARCHING_RETELLING_H

#include "model/why.h"
#include "search/report.h"
#include "tui/session.h"

enum { STORY_LINES = 12 };

struct retelling {
    bool held;            /* The program did the same as in the search. */
    enum verdict verdict; /* What the model makes of it, or VERDICT_NONE. */
    char message[2 * SENTENCE];
    char brief[SENTENCE]; /* The same for a narrow row; "": there is none. */
    char story[STORY_LINES][SENTENCE];
    unsigned story_count;
};

/* What is looked for in the run. */
struct retold {
    const struct decision *moves;
    uint32_t count;
    const char *input;              /* As exploring_options has it. */
    enum ended ended;               /* Or ENDED_NOT, for a flaw: */
    const struct flaw_report *flaw; /* NULL: none. */
    const char *save;               /* A file for the schedule; NULL: none. */
    const char *name;               /* Of the schedule. */
};

/* Tells it all; `path`, `arguments` and the moves are the caller's. */
void retell(const char *path, char *const *arguments,
            const struct lesson *lesson, const struct retold *wanted,
            struct retelling *retelling);

/* The same bit by bit, for who has other things to do: the wanted moves last
   as long as the teller. */
struct teller;
struct teller *teller_new(const char *path, char *const *arguments,
                          const struct lesson *lesson,
                          const struct retold *wanted,
                          struct retelling *retelling);
bool teller_pump(struct teller *teller, int patience_ms); /* False: told. */
void teller_free(struct teller *teller);

#endif
