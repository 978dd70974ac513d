/* checking.h - judging a student's file, in four layers.

   1. It compiles, without warnings. 2. It does its job when it runs freely:
   cmocka tests. 3. The check's scenario holds under all schedules. 4. It still
   has the point of the task: what should go on in parallel does.

   Where a program is to be broken, the file is a schedule: is it one, does the
   program follow it, does that break it, and how many moves does it take?

   No answer depends on timing: the search decides before the free run, which
   may have been lucky, and is limited by schedules rather than by time. */
#ifndef TUI_EXERCISES_CHECKING_H
#define TUI_EXERCISES_CHECKING_H

#include "search/report.h"
#include "tui/exercises/answer.h"
#include "tui/exercises/exercise.h"
#include "tui/searching/retelling.h"
#include "words.h"

/* Of who starts more than any task needs, however he was found out. */
#define CHECKING_CROWD                                                         \
    N_("it starts far more processes or threads than the task needs")

enum layer {
    LAYER_COMPILES,
    LAYER_FREELY,
    LAYER_SCHEDULES,
    LAYER_POINT,
    LAYER_COUNT
};

enum layer_state {
    LAYER_PENDING, /* Not come to it, */
    LAYER_GOOD,
    LAYER_BAD,
    LAYER_OPEN /* or it can say nothing. */
};

struct check_layer {
    enum layer_state state;
    enum check_answer answer;
    char text[2 * SENTENCE];
};

struct check_result {
    enum check_answer answer; /* ANSWER_NONE: it is not over. */
    enum check_answer wrong; /* The same, but for a file that nobody changed. */
    enum layer layer;        /* That said so. */
    struct check_layer layers[LAYER_COUNT];
    char message[2 * SENTENCE];

    char story[STORY_LINES][SENTENCE];
    unsigned story_count;
    char covered[640]; /* "all schedules (2 runs ...)"; "": none. */
    uint64_t schedules;
    double seconds;

    /* The simplest schedule that fails; NULL: none. They last as long as the
       checking, and the files as long as its folder. */
    const char *program;
    const char *schedule; /* A file. */
    const struct decision *moves;
    uint32_t move_count;
};

struct checking_options {
    const struct exercise *exercise;
    const char *file;   /* The student's. */
    const char *folder; /* Is there; programs and schedules go into it. */
    bool answer_only;   /* What cannot change the answer is left out. */

    const char *programs; /* What is compiled goes here; NULL: the folder. */

    /* Called when all is compiled, before any of it runs. NULL: nothing is. */
    void (*compiled)(void *context);

    /* Called when nothing runs but the free run, which begins. NULL: nothing
       is. */
    void (*freely)(void *context);
    void *context;
};

struct checking;

/* NULL: it could not be begun, and `why` says so. Strings are the caller's,
   and outlive it. */
struct checking *checking_start(const struct checking_options *options,
                                char *why, size_t why_size);

/* Goes on, at most for so long. False: it is over. */
bool checking_pump(struct checking *checking, int patience_ms);

/* Ends with what is known. */
void checking_stop(struct checking *checking);

/* As far as it is known. */
const struct check_result *checking_result(const struct checking *checking);
void checking_free(struct checking *checking);

/* Removes what checks have left in a folder, and the folder. */
void checking_clean(const struct exercise *exercise, const char *folder);

/* "runs freely" */
const char *layer_name(const struct exercise *exercise, enum layer layer);

#endif
