/* deeds.h - what a task has done in its move, for who judges it.

   Where a program's processes are carried by real tasks, who searches sees
   them stand before and after a move. What was done in between, the task
   itself writes here; the search takes it before the next move. */
#ifndef SEARCH_DEEDS_H
#define SEARCH_DEEDS_H

#include "scheduler/scheduler.h"

enum { DEEDS = 64 }; /* Of one move; more are left out. */

enum deed_kind {
    DEED_MOVE,  /* What it wanted, with this answer. */
    DEED_TOLD,  /* The want's operation on its object, with its value. */
    DEED_PASS,  /* Who gets the object later comes after this. */
    DEED_FENCE, /* Of the want's memory order. */
};

struct deed {
    uint32_t kind; /* enum deed_kind. */
    uint32_t task; /* Its index in the scheduler. */
    struct want want;
    struct answer answer;
};

struct deeds {
    uint32_t wanted;     /* Somebody takes them. */
    char unmodelled[32]; /* What was asked for; "": nothing. */
    uint32_t count;
    struct deed list[DEEDS];
};

#endif
