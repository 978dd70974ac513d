/* keeper.h - the process between the lab and the program it watches.

   The program may fork, leave its parent, change its session and ignore
   signals. The keeper is a subreaper: whatever the program starts stays below
   it, so it can find and end all of it. It does so when the lab asks, when
   the lab dies in whatever way, and before it ends itself; and it tells the
   lab of every child and orphan that ends. It has no terminal and ignores the
   lab's. If the keeper itself is killed, the lab does its work.

       lab ◀─ reports ─ keeper ─▶ program ─▶ what it forks
           ─ orders ──▶                                            */
#ifndef WATCH_KEEPER_H
#define WATCH_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum report_kind {
    REPORT_STARTED, /* The program: `pid`. */
    REPORT_REFUSED, /* It could not be started: `status` is the errno. */
    REPORT_ENDED,   /* A child: `pid`, and `status` as from waitpid. */
    REPORT_EMPTY,   /* Nothing the program started is left. */
};

/* Reports are written whole, so a pipe keeps them whole. */
struct report {
    enum report_kind kind;
    int32_t pid;
    int32_t status;
};

/* What the keeper starts. Descriptors are the caller's. */
struct keeper_order {
    const char *path;
    char *const *arguments;
    char *const *environment;
    int input;            /* The program's standard input, */
    int terminal;         /* and its terminal: standard output and error. */
    bool fixed_addresses; /* The same memory layout on each run. */
};

struct keeper {
    pid_t pid;
    int reports; /* To be read; not blocking. */
    int orders;  /* Closing it ends everything. */
};

/* Starts a keeper and, below it, the program. 0, or an error number. */
int keeper_start(struct keeper *keeper, const struct keeper_order *order);

/* Ends the program and all it started, and the keeper. Returns when that is
   done, or after three seconds. */
void keeper_end(struct keeper *keeper);

#endif
