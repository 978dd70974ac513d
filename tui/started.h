/* started.h - what a run was started with, kept so that it can be started
   again. */
#ifndef TUI_STARTED_H
#define TUI_STARTED_H

#include "tui/session.h"

/* Copies the options and their strings, all but where it is recorded to: only
   the first run is. */
void started_keep(struct session_options *kept,
                  const struct session_options *options);
void started_forget(struct session_options *kept);

/* The arguments with spaces between; the caller frees them. */
char *started_joined(char *const *arguments);

#endif
