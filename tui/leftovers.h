/* leftovers.h - what a run leaves behind: children that nobody waited for,
   names that nobody took back.

   All of it is read from the run's trace. */
#ifndef TUI_LEFTOVERS_H
#define TUI_LEFTOVERS_H

#include "search/report.h"
#include "trace/trace.h"

/* The run has ended well: what it leaves is told to the report. */
void leftovers_report(struct exploration *report, const struct search *search,
                      const struct trace *trace);

/* A process that had ended, and was not waited for, when its parent exited; 0:
   there is none. */
uint32_t leftovers_zombie(const struct trace *trace);

/* A name that was opened and not unlinked; NULL: none is. */
const char *leftovers_name(const struct trace *trace);

/* Unlinks those names whose objects did not exist at `since`, in seconds of
   real time: a program that is run for the lab leaves nothing. */
void leftovers_take_back(const struct trace *trace, int64_t since);

#endif
