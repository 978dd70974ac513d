/* exercise.h - one exercise: what its page says of it, and where its files are.

   exercises/README.md describes the files for authors. */
#ifndef TUI_EXERCISES_EXERCISE_H
#define TUI_EXERCISES_EXERCISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HINTS = 4 };

struct exercise {
    char *chapter;      /* "hazards" */
    char *folder;       /* "4_hazards" */
    char *name;         /* "race_condition" */
    const char *ending; /* ".c", or ".sched" where a program is broken. */
    char *stub;         /* Paths: as it comes, */
    char *page;
    char *check;
    char *program;    /* That is to be broken, its source. */
    bool own_program; /* It is the exercise's, not its lesson's. */
    char *solution;

    /* From the page's header; "" where it does not say. */
    char *title;
    char *goal;
    char *lesson; /* That it belongs to, "hazards/race_condition". */
    char *fails;  /* The verdict on the stub: "data-race". */
    char *breaks; /* The verdict that a schedule must reach; "": it is code
                     that is handed in. */
    unsigned breaks_moves; /* The shortest way known. */
    int order;
    bool parallel;      /* Two tasks must be able to work() at once. */
    bool may_sleep;     /* Else sleeping is told as missing the point. */
    unsigned tasks;     /* With main, so many at least; 0: no matter. */
    uint64_t schedules; /* That are tried at most. */
    bool processes;     /* It makes some: each schedule takes far longer. */

    char *task; /* The Markdown behind the header, without the hints. */
    char *hints[HINTS];
    unsigned hint_count;
};

/* Reads a page's text into an exercise. Problems are appended to `problems`,
   if that is not NULL, a line each. */
void exercise_parse(struct exercise *exercise, const char *text,
                    char **problems);
void exercise_fini(struct exercise *exercise);

/* "hazards/race_condition", which names it for good. The caller frees it. */
char *exercise_key(const struct exercise *exercise);

/* All there are, by chapter, then order. */
struct shelf {
    struct exercise *exercises;
    size_t count;
};

/* Reads all under `exercises`; their solutions are under `solutions`. A folder
   that cannot be read has none. */
struct shelf *shelf_read(const char *exercises, const char *solutions);
void shelf_free(struct shelf *shelf);

/* By "race_condition", "hazards/race_condition" or a path of its .c. NULL:
   none; then `nearest`, if any comes near, is its name. */
const struct exercise *shelf_find(const struct shelf *shelf, const char *name,
                                  const char **nearest);

/* Of a lesson, by its key; NULL: none. */
const struct exercise *shelf_of_lesson(const struct shelf *shelf,
                                       const char *lesson);

#endif
