/* json.h - the same as text for programs: JSON objects on standard output. */
#ifndef TUI_JSON_H
#define TUI_JSON_H

#include "tui/catalogue.h"
#include "tui/progress.h"
#include "tui/session.h"

/* All lessons, an array. */
void json_lessons(const struct catalogue *catalogue,
                  const struct progress *progress);

/* A run that is over, an object. */
void json_run(struct session *session);

#endif
