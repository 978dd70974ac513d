/* shadows.h - what is remembered of the accesses to memory of a run.

   Of each eight bytes those accesses are kept with which a later one could
   race, each with its task's own time: a vector clock tells whether the later
   one comes after it (clocks.h). For races.c. */
#ifndef SEARCH_SHADOWS_H
#define SEARCH_SHADOWS_H

#include "search/clocks.h"
#include "search/races.h"

enum {
    SHADOWS = 1 << 14,
    ACCESSES = 16 /* Kept of eight bytes. */
};

struct access {
    uint64_t where;
    uint32_t time; /* Of its task; 0: none. */
    uint8_t task;
    uint8_t bytes; /* Bits: which of the granule's. */
    uint8_t op;
    uint8_t is; /* Of these: */
};
enum {
    ATOMIC = 1,
    WEAK = 2, /* An atomic one, with less than memory_order_seq_cst. */
    WRITES = 4,
    FREES = 8 /* It gave the memory back. */
};
_Static_assert((int)OP_COUNT <= UINT8_MAX, "an operation is a byte");
_Static_assert(sizeof(struct access) == 16, "an access is two words");

/* Eight bytes of memory. */
struct shadow {
    uint64_t granule;
    uint32_t run;
    uint32_t count;
    struct access accesses[ACCESSES];
};

/* Atomic accesses of one task that nothing orders before or after another's. */
struct unordered {
    uint32_t run;
    uint64_t address; /* Of the first. */
    bool elsewhere;   /* There are others. */
    bool weak;
};

struct shadows {
    struct unordered unordered[TASKS];
    unsigned crossed; /* Tasks with such accesses to more than one place; */
    bool weak;        /* of these, one is weak. */
    struct shadow shadows[SHADOWS];
};

void shadows_begin(struct shadows *shadows);

/* The task accesses the memory that `want` is of; `is` as in struct access.
   True: that races with an earlier access, which *race tells of. */
bool shadows_look(struct shadows *shadows, const struct clocks *clocks,
                  unsigned task, const struct want *want, unsigned is,
                  struct race *race);

/* See races.h. */
void shadows_forget(struct shadows *shadows, const struct clocks *clocks,
                    uint64_t start, uint64_t size);
bool shadows_may_be_weak(const struct shadows *shadows);

#endif
