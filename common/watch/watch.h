/* watch.h - a program under observation, from its start to its end.

   Starting gives the program a terminal of its own, a keeper that holds its
   family together (keeper.h), and an area for the runtime to write to
   (area.h). From then on the caller waits for watch_descriptors to become
   readable, or for a sixtieth of a second, and calls watch_pump: it appends
   to the trace what has happened since.

       struct watch *w = watch_start(&options, trace, why, sizeof why);
       while (watch_state(w) != WATCH_OVER) {
           ... poll ...
           watch_pump(w);
       }
       watch_free(w);

   One thread at a time. */
#ifndef WATCH_WATCH_H
#define WATCH_WATCH_H

#include "trace/trace.h"
#include "watch/control.h"

#include <stdbool.h>
#include <stdint.h>

struct watch;

struct watch_options {
    const char *runtime;    /* Path of libinterleave.so. */
    const char *path;       /* The program: program.h has looked at it. */
    char *const *arguments; /* With the program's name first, then NULL. */
    const char *source;     /* Its text, if it was compiled elsewhere; NULL. */
    int input;              /* Its standard input. */
    bool count_only;        /* Counts operations; records none. */
    bool timed;             /* Each operation with its true time, which costs
                               the program more; not of a controlled one. */
    uint32_t pace_us;
    bool controlled; /* Its tasks move when they are told to (control.h), */
    const struct decision *script; /* and first as this says; or NULL. */
    uint32_t script_length;
    bool judged; /* Controlled: what is done can be heard (control_hear). */
    const struct exploration *explore; /* It is run many times; or NULL. */
    unsigned rows;                     /* The size of its terminal. */
    unsigned columns;
};

enum watch_state {
    WATCH_RUNNING,
    WATCH_LEFT_BEHIND, /* The program has ended; what it started has not. */
    WATCH_OVER         /* Nothing is left, and everything has been told. */
};

enum { WATCH_TASKS_AT_MOST = 4096 }; /* More, and the program is ended. */

/* NULL: it could not be started; `why` says so in a line. */
struct watch *watch_start(const struct watch_options *options,
                          struct trace *trace, char *why, size_t why_size);

/* Ends the program and everything it started, if it still runs. */
void watch_free(struct watch *watch);

/* The same, and then tells how it ended. */
void watch_end(struct watch *watch);

/* Writes descriptors to wait for, for reading. Returns how many, at most 2. */
int watch_descriptors(const struct watch *watch, int descriptors[2]);

void watch_pump(struct watch *watch);

/* What has been found so far, written by the program; NULL: it is not explored.
   Asking it to stop ends it soon. */
const struct exploration *watch_exploration(const struct watch *watch);
void watch_stop_exploring(struct watch *watch);

/* NULL: the program is not controlled. */
struct control *watch_control(struct watch *watch);

enum watch_state watch_state(const struct watch *watch);

/* As from waitpid, once the state is not WATCH_RUNNING; -1: not known. */
int watch_status(const struct watch *watch);

/* Why the program could not be started, as an errno; 0: it was. */
int watch_refused(const struct watch *watch);

/* A delay before each operation; takes effect at once. */
void watch_set_pace(struct watch *watch, uint32_t pace_us);

/* Holds all tasks at their next operation; those that come to none in a fifth
   of a second are stopped by the kernel. */
void watch_pause(struct watch *watch, bool paused);

struct watch_counts {
    uint64_t operations;
    uint64_t lost;         /* Of these, not recorded. */
    uint64_t output;       /* Bytes printed. */
    uint64_t output_kept;  /* Of these, in the trace. */
    uint32_t tasks_unseen; /* For want of a slot. */
    bool too_many;         /* Ended for starting too many tasks. */
    bool damaged;          /* The program has written over the area. */
};
struct watch_counts watch_counts(const struct watch *watch);

/* Nanoseconds since the start, by which events are timed. */
uint64_t watch_now(const struct watch *watch);

#endif
