/* alone.h - a program run without the lab, for comparison with one under it.

   It gets what the lab would give it: a session and a terminal of its own
   that leaves bytes as they are, no input, and the same folder. */
#ifndef SUPPORT_ALONE_H
#define SUPPORT_ALONE_H

#include <stdbool.h>
#include <stddef.h>

struct alone {
    char *output; /* All that it printed, with a NUL after it. */
    size_t length;
    int status;   /* As from waitpid. */
    bool in_time; /* It ended before the deadline: 20 s. */
};

/* A program as in watched.h and its arguments, then NULL. `preload`: with the
   runtime in it all the same, and no lab to watch. */
struct alone alone_run(bool preload, char *const *arguments);
void alone_fini(struct alone *alone);

#endif
