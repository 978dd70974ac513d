/* trace.h - the events of one run, in order.

   A trace grows at its end and is never changed, so a position in it (an
   index) names a moment of the run for good. It owns the strings of its
   events: equal strings are kept once.

       struct trace *t = trace_new();
       trace_append(t, &event);
       for (size_t i = 0; i < trace_length(t); i++)
           model_apply(m, trace_at(t, i));

   One thread at a time. Running out of memory ends the program. */
#ifndef TRACE_TRACE_H
#define TRACE_TRACE_H

#include "trace/event.h"

#include <stdbool.h>
#include <stddef.h>

struct trace;

struct trace *trace_new(void);
void trace_free(struct trace *trace);

/* Keeps at most `events` from now on: see trace_append. */
void trace_limit(struct trace *trace, size_t events);

/* Appends a copy of the event and of its strings. False where the trace has
   reached its limit: the event is then not kept, only counted. Definitions
   are always kept. */
bool trace_append(struct trace *trace, const struct event *event);

size_t trace_length(const struct trace *trace);

/* How many events trace_append refused. */
size_t trace_refused(const struct trace *trace);

/* The event at an index below the length. Stays valid, and in its place. */
const struct event *trace_at(const struct trace *trace, size_t index);

/* All that the program printed, as far as it was kept, with a NUL after its
   `length` bytes. The caller frees it. */
char *trace_output(const struct trace *trace, uint64_t *length);

/* A lasting copy of a string, or of `length` bytes with a NUL after them. */
const char *trace_string(struct trace *trace, const char *string);
const char *trace_bytes(struct trace *trace, const char *bytes, size_t length);

#endif
