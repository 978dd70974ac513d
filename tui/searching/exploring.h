/* exploring.h - an exploration while it goes on. */
#ifndef TUI_SEARCHING_EXPLORING_H
#define TUI_SEARCHING_EXPLORING_H

#include "search/report.h"

#include <stdbool.h>
#include <stddef.h>

struct exploring_options {
    struct search_options search;
    double seconds;        /* 0: no limit. */
    uint32_t ends_at;      /* Bits of enum ended: outcomes that end it, */
    uint32_t flaws_end_at; /* and of enum flaw_kind. */
    bool by_fork;          /* A process for each schedule. */
    const char *input;     /* A file that each run reads as its input, from its
                              beginning; NULL: nothing. */
    uint64_t runs_after;   /* The first that fails, at most; 0: no limit. */
};

/* As many as there are processors for us: what search.jobs may best be. */
uint32_t exploring_jobs(void);

struct exploring;

/* NULL: it could not be started, and `why` says so. Strings are the caller's,
   and outlive it. */
struct exploring *exploring_start(const char *path, char *const *arguments,
                                  const struct exploring_options *options,
                                  char *why, size_t why_size);
void exploring_free(struct exploring *exploring);

/* Waits for news, at most so long. False: it is over. */
bool exploring_pump(struct exploring *exploring, int patience_ms);
void exploring_stop(struct exploring *exploring);

/* The lab itself carries it: it goes on only while it is pumped. */
bool exploring_needs_us(const struct exploring *exploring);

/* Another one when the search goes over to real tasks; the one before lasts as
   long as the exploration, too. */
const struct exploration *exploring_report(const struct exploring *exploring);
double exploring_seconds(const struct exploring *exploring);

/* What was explored. */
const char *exploring_path(const struct exploring *exploring);
const char *exploring_input(const struct exploring *exploring); /* Or NULL. */
char *const *exploring_arguments(const struct exploring *exploring);

#endif
