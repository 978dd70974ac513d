/* building.h - programs of lessons that nobody has built.

   The lab's own are built with it. Those of a folder given by --lessons are
   compiled when they are wanted, into $XDG_CACHE_HOME/interleave/programs. */
#ifndef TUI_LESSONS_BUILDING_H
#define TUI_LESSONS_BUILDING_H

#include "tui/lessons/lesson.h"

#include <stdbool.h>
#include <stddef.h>

/* Sees to it that a lesson's program is there, and no older than its source:
   the plain one, or that whose reads and writes are seen. False: it cannot be
   made, and `why` says so. What the compiler says is shown if `loud`. */
bool building_prepare(const struct lesson *lesson, bool controlled, bool loud,
                      char *why, size_t why_size);

#endif
