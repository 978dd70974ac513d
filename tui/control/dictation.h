/* dictation.h - a controlled run told in sentences, its moves read as lines.

   What --plain shows of `interleave step`. Each line is one command (see
   dictation_help); a sentence tells each thing that happens. */
#ifndef TUI_CONTROL_DICTATION_H
#define TUI_CONTROL_DICTATION_H

#include "tui/control/step.h"

#include <stdio.h>

struct dictation_options {
    FILE *input;
    const char *schedule; /* A file to follow first; NULL: none. */
    bool quiet;           /* Does not tell what each task could do next. */
};

/* Returns the exit status: 0 well, 1 the program failed, 2 a line that is no
   command. */
int dictation_follow(struct step *step, struct session *session,
                     const struct dictation_options *options);

#endif
