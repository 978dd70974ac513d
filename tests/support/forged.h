/* forged.h - an area that no program writes to: the test does.

   Times are nanoseconds of CLOCK_MONOTONIC, as an area has them on machines
   without a time stamp counter; forged_now() is one long enough past for the
   collector to pass it on. */
#ifndef SUPPORT_FORGED_H
#define SUPPORT_FORGED_H

#include "trace/area.h"
#include "trace/object.h"
#include "trace/trace.h"
#include "watch/collect.h"

struct forged {
    struct area *area;
    int descriptor;
    struct trace *trace;
    struct translator *translator;
    struct collector *collector;
    uint64_t start; /* The collector's, by the area's clock. */
};

struct forged forged_new(void);
void forged_free(struct forged *forged);

/* A live task in a slot, the first of a process of its own, or (birth of the
   process's first task given) another of that one. */
void forged_task(struct forged *forged, unsigned slot, uint32_t birth,
                 uint32_t process);

/* A record at the end of a slot's ring. `ns` after the collector's start. */
void forged_record(struct forged *forged, unsigned slot, uint64_t ns,
                   enum operation op, enum stage stage, uint64_t object,
                   int64_t value);
void forged_text(struct forged *forged, unsigned slot, uint64_t ns,
                 const char *text);

/* Waits until records of up to `ns` after the start are old. */
void forged_settle(const struct forged *forged, uint64_t ns);

/* The n-th operation in the trace, from 0; NULL: there are fewer. */
const struct event *forged_operation(const struct forged *forged, size_t n);
size_t forged_count(const struct forged *forged, enum event_type type);

#endif
