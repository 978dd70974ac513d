/* simplify.h - simpler schedules for what a search has found.

   A schedule found by chance has more preemptions than it needs. One after the
   other is taken out: whom it interrupts goes on for as long as it later does,
   and the rest is done as before, as far as it can be. What shows the same and
   is simpler is kept (report.h), until nothing gets simpler or the effort is
   spent. N. Jalbert, K. Sen, "A Trace Simplification Technique for Effective
   Debugging of Concurrent Programs", FSE 2010. */
#ifndef RUNTIME_SIMPLIFY_H
#define RUNTIME_SIMPLIFY_H

#include "search/report.h"

/* `run` makes the run that the search has been told to follow, and notes what
   it shows; false: enough. */
void simplify(struct search *search, const struct exploration *report,
              bool (*run)(void));

#endif
