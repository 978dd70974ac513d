/* controlled.h - runs a program under control, for tests.

   Who moves is decided by a script and, after it, by a seeded generator. A run
   has a deadline, and ends what still runs then.

       struct controlled *run = controlled_run(
           &(struct controlled_options){.program = "x", .seed = 7});
       assert_int_equal(run->end, CONTROLLED_ENDED);
       controlled_free(run);

   Programs are named as in watched.h. Nothing here asserts: tests do. */
#ifndef SUPPORT_CONTROLLED_H
#define SUPPORT_CONTROLLED_H

#include "tests/support/watched.h"

enum { CONTROLLED_DEADLINE_MS = 10000, CONTROLLED_MOVES = 20000 };

struct controlled_options {
    const char *program;
    char *const *arguments; /* After the name, then NULL; or NULL. */
    const struct decision *script;
    uint32_t script_length;
    bool tell_tasks;     /* The tasks follow the script by themselves. */
    uint64_t seed;       /* 0: after the script, the next in turn. */
    bool stop_at_script; /* Nothing is decided after it. */
    unsigned deadline_ms;
    uint32_t moves_at_most;
};

enum controlled_end {
    CONTROLLED_NOT_STARTED,
    CONTROLLED_ENDED,  /* All tasks are gone. */
    CONTROLLED_STUCK,  /* None can move, now or later. */
    CONTROLLED_LONG,   /* As many moves as allowed, or the script's. */
    CONTROLLED_LATE,   /* A task did not come back before the deadline. */
    CONTROLLED_REFUSED /* A decision of the script could not be made. */
};

struct controlled {
    enum controlled_end end;
    struct decision *decisions;
    uint32_t length;
    char *operations; /* A line for each: task, operation, stage, object,
                         value, text, place. */
    char *output;     /* All that was printed; it may hold NUL bytes. */
    size_t output_length;
    int status; /* As from waitpid; -1: it did not end by itself. */
    struct watch_counts counts;
    char why[256]; /* It did not start; who is late. */
};

struct controlled *controlled_run(const struct controlled_options *options);
void controlled_free(struct controlled *run);

/* The first line in which the operations differ; NULL: they are the same. In
   static memory, until the next call. */
const char *controlled_difference(const struct controlled *one,
                                  const struct controlled *other);

#endif
