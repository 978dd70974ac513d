/* flaws.h - what goes wrong in a run without ending it: races, misuse, locks
   left behind. Tasks are named by their places. */
#ifndef RUNTIME_FLAWS_H
#define RUNTIME_FLAWS_H

#include "search/report.h"

/* Where flaws are told. False: there is no memory. */
bool flaws_prepare(struct exploration *report, const struct search *search);

/* A new run begins; a task makes another; a task ends, and a lock that it
   leaves behind is locked for ever. */
void flaws_begin(void);
void flaws_note_create(unsigned parent, unsigned child);
void flaws_note_end(unsigned task);

/* The run is over; with status 0. */
void flaws_note_exit(bool succeeds);

#endif
