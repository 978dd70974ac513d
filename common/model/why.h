/* why.h - why things are as they are: a walk back through the trace.

   Why does T1 wait? Because T2 holds what it wants; since when; why T2 does not
   let it go; and so on to the cause, or around to T1. Why is counter 1?
   Because T2 wrote it, from what it had read before T1 wrote: T1's update is
   lost. Each line is a sentence, and names the event that it is about. */
#ifndef MODEL_WHY_H
#define MODEL_WHY_H

#include "model/describe.h"
#include "trace/trace.h"

enum { WHY_LINES = 12 };

struct why {
    unsigned count;
    struct why_line {
        char text[SENTENCE];
        uint64_t move; /* The move in which it happened, from 1; 0: none. */
    } lines[WHY_LINES];
};

/* The model is that of the first `position` events of the trace. */
void why_task(const struct model *model, const struct trace *trace,
              size_t position, uint32_t task, struct why *why);
void why_variable(const struct model *model, const struct trace *trace,
                  size_t position, uint32_t object, struct why *why);

/* What there is to ask about: what is stuck, else the variable that was
   written last, else the task that moved last. */
void why_now(const struct model *model, const struct trace *trace,
             size_t position, struct why *why);

#endif
