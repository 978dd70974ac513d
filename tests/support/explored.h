/* explored.h - a program explored from start to end, for tests.

   In a child with a deadline: an exploration that hangs is a result as any
   other. Nothing here asserts: tests do. */
#ifndef SUPPORT_EXPLORED_H
#define SUPPORT_EXPLORED_H

#include "search/report.h"
#include "tui/searching/exploring.h"

#include <stdbool.h>

/* What can be wrong with a program, as bits. */
enum verdict_class {
    CLASS_NONE = 0,
    CLASS_RACE = 1,
    CLASS_MISUSE = 2,
    CLASS_LEAK = 4,
    CLASS_STUCK = 8, /* A deadlock or a lost wake-up. */
    CLASS_LIVELOCK = 16,
    CLASS_ASSERTION = 32,
    CLASS_CRASH = 64,
    CLASS_OUTPUT = 128, /* Another exit status than 0. */
    CLASS_OTHER = 256   /* No end at all. */
};

enum { EXPLORED_OUTCOMES = 128, EXPLORED_SECONDS = 20 };

struct explored {
    bool in_time; /* It ended by itself. */
    unsigned classes;
    bool complete;
    bool in_process;
    unsigned bound; /* All schedules with fewer preemptions were tried. */
    uint64_t runs;
    uint64_t blocked;
    uint64_t depth;       /* Of the longest schedule kept, in moves. */
    unsigned preemptions; /* Of the schedule kept of a failed assertion. */
    uint64_t simplest;    /* A hash of the simplest schedules that have at most
                          two preemptions. */

    /* Where it was judged: its verdict, and how many of the schedules that show
       something could not be made again, move for move. */
    char verdict[16];
    unsigned strayed;

    /* How runs can end: a hash of each way, in rising order. */
    unsigned outcome_count;
    uint64_t outcomes[EXPLORED_OUTCOMES];
};

/* `program`: a path below the build folder, which is $BUILD or build, and its
   arguments after spaces. */
struct explored explored_run(const char *program,
                             const struct exploring_options *options);

/* The same of several, at most `jobs` at a time. */
void explored_run_all(const char *const *programs, unsigned count,
                      const struct exploring_options *options, unsigned jobs,
                      struct explored *results);

/* From now on, or no longer, what is found is retold and judged too. */
void explored_judge(bool judge);

/* The class that a word of a verdict names; CLASS_NONE for `ok`. */
unsigned explored_class(const char *word);

/* "data-race assertion", in memory that the next call uses again. */
const char *explored_classes(unsigned classes);

#endif
