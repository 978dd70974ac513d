/* judge.h - what to make of a task that still goes on.

   A deadlock is a fact; these are signs, each with the number behind it, so
   that a viewer can judge for himself. They are computed from the model when
   asked for. */
#ifndef MODEL_JUDGE_H
#define MODEL_JUDGE_H

#include "model/model.h"

enum {
    JUDGE_PASSES = 10,     /* Passed over so often in one wait: it starves. */
    JUDGE_FAILED_TRIES = 8 /* In a row, by two tasks: neither gets on. */
};
#define JUDGE_BUSY_NS                                                          \
    UINT64_C(1000000000) /* Computes, and does no operation. */
#define JUDGE_HELD_NS UINT64_C(1000000000) /* Held while others wait. */

enum mark {
    MARK_NONE,
    MARK_STUCK,      /* In a deadlock, or waits for what cannot come. */
    MARK_STARVES,    /* `count`: times passed over in this wait. */
    MARK_FUTILE,     /* `count`: tries that failed in a row; others too. */
    MARK_SPINS,      /* `ns`: busy so long without an operation; or */
                     /* `count`: times it yielded in a row. */
    MARK_HOLDS_LONG, /* `ns`: has held `object` while others wait. */
};

struct judgement {
    enum mark mark; /* The gravest. */
    uint32_t object;
    uint32_t count;
    uint64_t ns;
};

struct judgement judge_task(const struct model *model, uint32_t task);

/* "starves: passed over 12 times"; "" for none. Returns `text`. */
const char *describe_judgement(const struct model *model,
                               const struct judgement *judgement, char *text,
                               size_t size);

/* The verdict on a whole run as far as it has come: the gravest of what is
   stuck, what was found, and the signs above. */
enum verdict judge_run(const struct model *model);

#endif
