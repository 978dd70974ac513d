/* report.h - what an exploration has found so far.

   The explored program writes it, in the area; the lab reads it at any time. */
#ifndef SEARCH_REPORT_H
#define SEARCH_REPORT_H

#include "search/search.h"

enum {
    OUTCOMES = 128,
    OUTCOME_MOVES = 8192,
    OUTCOME_OUTPUT = 1024,
    OUTCOME_TEXT = 128,
    FLAWS = 32
};

/* How a run ended. */
enum ended {
    ENDED_NOT,
    ENDED_EXIT,   /* The status is the exit status. */
    ENDED_SIGNAL, /* The status is the signal. */
    ENDED_ASSERT, /* The text is the expression. */
    ENDED_STUCK,  /* Nobody could move. */
    ENDED_SPIN,   /* Tasks went round, waiting for what nobody would do. */
    ENDED_TOO_LONG,
    ENDED_COMPUTES,   /* A task did no operation for a long time. */
    ENDED_UNMODELLED, /* A task asked for what the text names. */
    ENDED_COUNT
};

struct outcome_report {
    uint32_t ended; /* enum ended. */
    int32_t status;
    uint64_t where; /* Return address or place of a crash; 0. */
    char text[OUTCOME_TEXT];
    uint64_t hash; /* Of all of the output. */
    uint32_t output_length;
    char output[OUTCOME_OUTPUT];
    uint64_t runs;

    /* The simplest run that ends so; of a longer one the first moves. */
    uint32_t preemptions; /* With what counts like them: */
    uint32_t older;       /* so many accesses to older stores. */
    uint32_t switches;
    uint32_t length;
    struct decision moves[OUTCOME_MOVES];
};

enum flaw_kind { FLAW_RACE, FLAW_MISUSE, FLAW_LEAK };

enum leak {
    LEAK_LOCK,   /* Held by a task that ended. */
    LEAK_THREAD, /* Ended, and nobody joins it. */
    LEAK_CHILD,  /* Ended, and its parent never waited for it: a zombie. */
    LEAK_NAME    /* Of an object that outlives the program. */
};

/* What a task did to memory: of a race. */
enum act {
    ACT_ACCESSES,
    ACT_FREES,  /* It gave the memory back, */
    ACT_RETURNS /* or left the function whose variable it was. */
};

/* What went wrong without ending a run. */
struct flaw_report {
    uint32_t kind;   /* enum flaw_kind. */
    uint32_t misuse; /* enum misuse. */
    uint32_t leak;   /* enum leak. */
    uint64_t object; /* Its key. */
    uint64_t first;  /* Return addresses: of a race, of both accesses; of what
                        is used too late, of its end and of the use. */
    uint64_t second;
    uint32_t first_op;
    uint32_t second_op;
    uint32_t first_act; /* enum act. */
    uint32_t second_act;
    uint32_t first_birth;
    uint32_t second_birth;
    uint64_t function; /* Of whose frame the memory is: an address in it; 0: */
    int64_t offset;    /* none; and how far from the frame's end. */

    /* How often it was seen, and the simplest run that shows it. */
    uint64_t runs;
    uint32_t preemptions; /* With what counts like them: */
    uint32_t older;       /* so many accesses to older stores. */
    uint32_t switches;
    uint32_t length;
    struct decision moves[OUTCOME_MOVES];
};

struct exploration {
    /* Written by the lab before the program starts. */
    bool wanted;
    bool by_fork; /* A process for each run, whatever the program calls. */
    struct search_options options;
    uint64_t time_ns; /* Limit; 0: none. */
    uint32_t ends_at; /* Bits of enum ended that end the search; of ENDED_EXIT,
                         where the status is not 0. */
    uint32_t flaws_end_at; /* The same, of enum flaw_kind. */
    uint64_t runs_after;   /* The first that fails, at most, to find a simpler
                              one; 0: as many as there are. */

    _Atomic uint32_t stop; /* Not 0: the lab wants it to end. */

    /* Written by the program. */
    _Atomic uint32_t finished;
    _Atomic uint32_t changes; /* Odd: outcomes or flaws are being changed. */
    bool in_process;  /* Runs in one process; else one process for each. */
    char unsafe[64];  /* Why not: a function that it calls. */
    bool needs_tasks; /* It makes processes, or calls what a fiber cannot do:
                         then that is `unsafe`. */
    char unseen[32];  /* A function that it calls, by which it shares or waits
                         unseen; "": none is known. */
    enum weakness weakness; /* Of what it has been seen to do. */
    bool assumes_order; /* Sequential consistency, of a program in which atomics
                           that ask for less could show more. */
    bool misses_races;  /* Some run had more tasks than races are looked for
                           among. */
    bool sees_memory;   /* It was compiled so that its accesses are seen. */
    struct search_state state;
    uint64_t last_run;   /* That is made because of runs_after; 0: none yet. */
    uint64_t moves;      /* In all runs. */
    uint32_t tasks_most; /* In any run. */

    /* Times that a task said that it works (interleave_work), and, of these,
       that another's latest work came neither before nor after. */
    uint64_t works;
    uint64_t works_together;
    uint32_t outcome_count;
    uint64_t other_outcomes; /* Runs with outcomes beyond those kept. */
    uint32_t flaw_count;
    struct outcome_report outcomes[OUTCOMES];
    struct flaw_report flaws[FLAWS];
};

/* A run of the search has come to this end, of which the caller knows all but
   the hash; and what it printed. */
void report_run(struct exploration *report, const struct search *search,
                struct outcome_report *ending, const char *output,
                size_t length);

/* What `count` explorations that share a search have found comes together in
   one, which readers may look at meanwhile. It may be done again and again. */
void report_merge(struct exploration *into,
                  const struct exploration *const *parts, unsigned count);

/* The present run shows this, of which `runs` and what follows is not read. */
void report_flaw(struct exploration *report, const struct search *search,
                 const struct flaw_report *flaw);

/* The same where one of the same kind, misuse, leak, first and second is known
   from a run as simple: it is counted, and true. Else false: all of it is to be
   reported. */
bool report_again(struct exploration *report, const struct search *search,
                  const struct flaw_report *like);

/* A thread that has ended and is never joined is only left behind if that is
   so in each run, and is all that is wrong: else main was merely faster, or the
   program has other troubles. */
bool report_counts(const struct exploration *report,
                   const struct flaw_report *flaw);

/* How many of a run's first moves are kept of `length`. */
static inline uint32_t report_kept(uint32_t length)
{
    return length < OUTCOME_MOVES ? length : (uint32_t)OUTCOME_MOVES;
}

/* All schedules with fewer preemptions were tried: none is like it. */
bool report_is_minimal(const struct exploration *report, uint32_t preemptions);

#endif
