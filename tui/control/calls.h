/* calls.h - a call of the library as one move.

   A program that uses common/parallel makes most of its moves inside. Unless a
   student wants to see those, a task that has moved goes on until it stands in
   the program's own source again, cannot move, has a choice, or begins the
   next call: it is where this one began, or about to begin a second task.
   These are moves like any others: they are counted, written down, and taken
   back together. */
#ifndef TUI_CONTROL_CALLS_H
#define TUI_CONTROL_CALLS_H

#include "trace/trace.h"
#include "watch/control.h"

#include <stdbool.h>
#include <stdint.h>

struct model;

struct library_call {
    uint32_t task;
    uint32_t entered; /* The site of its first operation inside; 0: none yet. */
    bool began;       /* It has begun a task or process. */
};

/* Before the task moves. */
struct library_call call_begin(const struct model *model, uint32_t task);

/* After it has moved: it is to move once more. `choice`: what it can do; NULL:
   it is not there any more. */
bool call_goes_on(struct library_call *call, const struct model *model,
                  const struct choice *choice);

/* The place before the moves that belong together and end at this one, or
   after those that begin at it: so many moves. */
uint64_t calls_before(const struct trace *trace, uint64_t moves);
uint64_t calls_after(const struct trace *trace, uint64_t moves);

/* The program has been seen inside the library. */
bool calls_are_made(const struct model *model);

#endif
