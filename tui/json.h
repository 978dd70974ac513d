/* json.h - the same as text for programs: JSON objects on standard output. */
#ifndef TUI_JSON_H
#define TUI_JSON_H

#include "tui/exercises/exercise.h"
#include "tui/keeping/progress.h"
#include "tui/lessons/catalogue.h"
#include "tui/session.h"

/* All lessons, and behind them all exercises, an array: what is a lesson has
   "lesson", what is an exercise has "exercise". The shelf may be NULL. */
void json_list(const struct catalogue *catalogue, const struct shelf *shelf,
               const struct progress *progress);

/* A run that is over, an object. */
void json_run(struct session *session);

#endif
