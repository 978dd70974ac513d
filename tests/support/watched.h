/* watched.h - running a program under observation, for tests.

   There is no screen: the trace, the model, what the program printed and how
   it ended are in a struct. Every run has a deadline, after which the program
   is ended, so a test of a program that hangs fails instead of hanging too.

       struct watched *w = watched_run("contention", "3", NULL);
       assert_int_equal(w->status, 0);
       assert_int_equal(watched_count(w, OP_LOCK, STAGE_DID), 3000);
       watched_free(w);

   Programs are those of tests/programs, by name; a name with a slash is a
   path below the build folder (`lessons/5_locks/lock`), and one that begins
   with a slash is a path as it is. The build folder is $BUILD, or build.

   One thread at a time. Nothing here asserts: tests do. */
#ifndef SUPPORT_WATCHED_H
#define SUPPORT_WATCHED_H

#include "model/model.h"
#include "trace/trace.h"
#include "watch/watch.h"

enum { WATCHED_DEADLINE_MS = 20000 };

struct watched_options {
    const char *program;
    char *const *arguments; /* After the name, then NULL; or NULL. */
    const char *runtime;    /* NULL: the build folder's. */
    const char *source;     /* As in watch_options. */
    unsigned deadline_ms;   /* 0: WATCHED_DEADLINE_MS. */
    uint32_t pace_us;
    bool count_only;
    bool timed;
    bool paused; /* From the start. */
};

struct watched {
    struct watch *watch; /* NULL: it could not be started. */
    struct trace *trace;
    struct model *model; /* Always after all of the trace. */
    size_t applied;
    uint64_t deadline_ns;

    /* Known at the end. */
    struct watch_counts counts;
    int status;   /* As from waitpid. */
    bool in_time; /* It ended by itself before the deadline. */

    /* What it has printed up to now, with a NUL after it. */
    char *output;
    size_t output_length;
    char why[256]; /* It could not be started. */
};

/* From start to end. The program's arguments follow its name, then NULL. */
struct watched *watched_run(const char *program, ...);
struct watched *watched_run_with(const struct watched_options *options);

/* In steps: starts it, */
struct watched *watched_start(const struct watched_options *options);

/* follows it until `is_so` of what is known (false: the deadline passed, or
   the program ended without it), */
typedef bool watched_question(const struct watched *watched);
bool watched_until(struct watched *watched, watched_question *is_so);

/* follows it for so long, whatever happens, */
void watched_for(struct watched *watched, unsigned ms);

/* and follows it to its end. Further calls do nothing. */
void watched_finish(struct watched *watched);

/* Ends what still runs. */
void watched_free(struct watched *watched);

/* ---- Asking. ---- */

/* How many events of the operation reached the stage; by any task. */
size_t watched_count(const struct watched *watched, enum operation op,
                     enum stage stage);

/* The first of them at or after an index; NULL: there is none. */
const struct event *watched_find(const struct watched *watched,
                                 enum operation op, enum stage stage,
                                 size_t from);
size_t watched_index(const struct watched *watched, const struct event *event);

/* Does the sentence of some event contain these words? */
bool watched_says(const struct watched *watched, const char *words);

/* The task that is called so ("T1"), the object with this name, or 0. */
uint32_t watched_task(const struct watched *watched, const char *name);
uint32_t watched_object(const struct watched *watched, const char *name);

/* All sentences, one in a line, for a test that must explain itself. */
void watched_print(const struct watched *watched);

/* What must be true of every trace: times never go back, everything is
   introduced before it is spoken of, the model is that of the trace, and a
   recording of it reads back whole. NULL: it is so; else what is not. */
const char *watched_flaw(const struct watched *watched);

/* Where things are. In static memory, until the next call. */
const char *watched_program(const char *name);
const char *watched_runtime(void);

/* For a test that starts sessions: they look for the runtime beside the
   running program (place.h). */
bool watched_put_runtime_beside(void);

#endif
