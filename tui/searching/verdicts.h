/* verdicts.h - what an exploration amounts to.

   Each way in which runs ended, and each flaw seen on the way, becomes a
   finding; the gravest is what the program does wrong first in the simplest
   failing schedule. A finding has a message, a story, and a schedule that
   `interleave step` opens. "ok" says what was covered. */
#ifndef TUI_SEARCHING_VERDICTS_H
#define TUI_SEARCHING_VERDICTS_H

#include "tui/lessons/lesson.h"
#include "tui/searching/exploring.h"
#include "tui/searching/retelling.h"

enum { FINDINGS_AT_MOST = OUTCOMES + FLAWS };

struct finding_found {
    const char *verdict; /* "deadlock": the design's word, with dashes. */
    const struct outcome_report *outcome; /* NULL: a flaw. */
    const struct flaw_report *flaw;
    const struct decision *moves; /* The simplest run that shows it. */
    uint32_t preemptions;         /* With what counts like them: */
    uint32_t older;               /* so many accesses to older stores. */
    uint32_t length;
    uint64_t runs;

    bool told; /* The rest is known. */
    struct teller *teller;
    char *draft; /* Its schedule, as yet without a name. */
    struct retelling retelling;
    char *schedule; /* Its file; NULL: none was written. */
};

struct verdicts {
    const struct exploring *exploring;
    const struct exploration *report;
    char name[64];       /* The program's, as people call it. */
    const char *verdict; /* "ok", "deadlock", "inconclusive". */
    char covered[640];   /* "all 48 schedules". */
    const struct lesson *lesson;
    const char *folder;

    /* Gravest first; behind them come outcomes in which nothing is wrong. */
    struct finding_found findings[FINDINGS_AT_MOST];
    unsigned count;
    unsigned total; /* With those outcomes. */
};

/* What is known so far, of which nothing is told yet. `lesson` may be NULL.
   Schedules are written into `folder`, if that is not NULL. */
struct verdicts *verdicts_new(const struct exploring *exploring,
                              const struct lesson *lesson, const char *folder);

/* Takes in what has been found since, unless something is just being written.
   While the search goes on, findings stand in the order in which they came.
   Nothing has been told yet. */
void verdicts_gather(struct verdicts *verdicts, bool goes_on);

/* Goes on telling a finding, for so long. False: it is told. */
bool verdicts_retell(struct verdicts *verdicts, unsigned finding,
                     int patience_ms);

/* The same of a search that is over, with all findings told. */
struct verdicts *verdicts_judge(const struct exploring *exploring,
                                const struct lesson *lesson,
                                const char *folder);
void verdicts_free(struct verdicts *verdicts);

/* 0 ok, 1 a failure, 3 nothing can be said. */
int verdicts_status(const struct verdicts *verdicts);

/* "exit 0", "assertion failed: x == 2": how the runs of an outcome ended. */
const char *verdicts_ending(const struct outcome_report *outcome, char *text,
                            size_t size);

/* How it was searched: "in one process". */
const char *verdicts_carrier(const struct verdicts *verdicts, char *text,
                             size_t size);

/* On standard output: as text, or one object of JSON. */
void verdicts_tell(const struct verdicts *verdicts);
void verdicts_json(const struct verdicts *verdicts);

#endif
