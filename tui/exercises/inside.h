/* inside.h - a checking, for the files that make one: checking.c (what is done
   when), freely.c, breaking.c and judge.c (what to make of it). */
#ifndef TUI_EXERCISES_INSIDE_H
#define TUI_EXERCISES_INSIDE_H

#include "tui/exercises/checking.h"
#include "tui/exercises/job.h"
#include "tui/exercises/stillness.h"
#include "tui/searching/exploring.h"
#include "tui/searching/verdicts.h"

enum { TOKEN = 33 }; /* Hexadecimal digits and a NUL. */

/* Why a free run was ended before its time. */
enum free_end {
    FREE_GOES_ON,  /* It was not. */
    FREE_STUCK,    /* All its tasks wait for each other, */
    FREE_STILL,    /* or for something that does not come. */
    FREE_COMPUTES, /* It uses the processor and */
    FREE_LASTS,    /* has no end. */
    FREE_GIVEN_UP  /* The search had failed it already. */
};

enum compiled { ALONE, FREELY, SEARCHED, COMPILED };

struct checking {
    const struct exercise *exercise;
    char *file; /* The student's, absolute. */
    char *folder;
    char *programs[COMPILED]; /* NULL for ALONE. */
    char *outputs[COMPILED];  /* What the compilers said. */
    char *printed;            /* By the free run. */
    char token[TOKEN];        /* That the check gives back if all went well. */
    double started;
    bool answer_only;
    bool stopped;
    void (*compiled)(void *context);
    void (*freely)(void *context);
    void *context;
    bool sealed; /* It was called. */

    struct job compilers[COMPILED];
    struct job free_run;
    struct stillness stillness; /* Of the free run, looked at */
    double looked;              /* then. */
    double free_until;          /* It is given up then; 0: as its limits say. */
    enum free_end free_end;
    char *arguments[2];
    struct exploring *exploring;
    bool out_of_time;          /* The search, before it came to its end. */
    struct verdicts *verdicts; /* Once the search is over. */

    struct check_result result;
};

/* freely.c: what the free run printed and how it ended. Without the token it
   did not pass, whatever it printed. */
struct freely {
    enum check_answer answer;
    bool slept;
    char text[2 * SENTENCE];
};
void freely_read(const struct checking *checking, struct freely *freely);

/* judge.c: each layer of what is over, and then the whole. */
void judge_compiled(struct checking *checking);
void judge_freely(struct checking *checking);
void judge_schedules(struct checking *checking);
void judge_point(struct checking *checking);
void judge_all(struct checking *checking);

/* Notes what a layer came to. */
__attribute__((format(printf, 4, 5))) void
judge_layer(struct checking *checking, enum layer layer,
            enum check_answer answer, const char *format, ...);

/* breaking.c: the file is a schedule, which is to break a program. */
bool is_breaking(const struct checking *checking);
void judge_breaking(struct checking *checking); /* Follows it. */

#endif
