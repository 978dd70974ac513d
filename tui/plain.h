/* plain.h - a run as text: one sentence per event, nothing else.

   What a screen reader, a pipe and the tests read. No cursor movement, no
   colour; the program's own output stands behind "| ". */
#ifndef TUI_PLAIN_H
#define TUI_PLAIN_H

#include "tui/keeping/progress.h"
#include "tui/session.h"

struct plain_options {
    bool times;   /* Begin each line with the time. */
    bool summary; /* Only how it ended. */
};

/* Follows a session to its end, writing to standard output; ends the program
   when it is stuck for good, or when a signal asks the lab to stop. Returns
   the exit status: 0 well, 1 the program failed, 130 interrupted. */
int plain_follow(struct session *session, const struct plain_options *options);

/* What the program wrote, each line behind "| ". `in_line`: the last such event
   stopped in the middle of a line. Returns whether this one did. */
bool plain_output(const struct event *event, bool in_line);

/* How it ended: "the program ended: exit 0". Returns `text`. */
const char *plain_fate(const struct ending *ending, char *text, size_t size);

/* What the lesson's measuring panes showed in the end, in lines of text;
   without a lesson, what is known of pools and managers. */
void plain_panes(const struct session *session);

/* How a run ended, in a few lines: its panes, the verdict, and the prediction
   if there is one. `progress` may be NULL. */
void plain_ending(struct session *session, const struct progress *progress);

#endif
