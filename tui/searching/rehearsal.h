/* rehearsal.h - an exploration of a program that makes processes.

   Real tasks and a baton carry it: it is started anew for each run. That is
   some thousand times slower than fibers, and sees no races. */
#ifndef TUI_SEARCHING_REHEARSAL_H
#define TUI_SEARCHING_REHEARSAL_H

#include "search/report.h"

struct rehearsal;

/* Results go into the report, whose options say how to search. Strings are
   the caller's; `input` is the file that each run reads, or NULL. */
struct rehearsal *rehearsal_new(const char *path, char *const *arguments,
                                const char *input, struct exploration *report);
void rehearsal_free(struct rehearsal *rehearsal);

/* Goes on for so long. False: it is over. */
bool rehearsal_pump(struct rehearsal *rehearsal, int patience_ms);

#endif
