/* hearing.h - races and misuse in a program whose processes real tasks carry.

   The same judgement as of one process (races.h): memory in shared mappings is
   one, that of each process is its own. */
#ifndef WATCH_HEARING_H
#define WATCH_HEARING_H

#include "search/deeds.h"
#include "search/report.h"

struct hearing;

struct hearing *hearing_new(struct exploration *report,
                            const struct search *search);
void hearing_free(struct hearing *hearing);

void hearing_begin(struct hearing *hearing); /* A new run. */

/* Task `birth` was made by task `creator`; before anything is heard of it. */
void hearing_meet(struct hearing *hearing, uint32_t birth, uint32_t creator);

/* Takes the deeds of the last move: afterwards there are none. */
void hearing_take(struct hearing *hearing, const struct scheduler *scheduler,
                  struct deeds *deeds);

#endif
