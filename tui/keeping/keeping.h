/* keeping.h - a run kept in a file while it goes on. */
#ifndef TUI_KEEPING_KEEPING_H
#define TUI_KEEPING_KEEPING_H

#include "trace/recording.h"

#include <stdbool.h>
#include <stddef.h>

struct keeping {
    struct recorder *recorder; /* NULL: it is not kept, or no longer. */
    char problem[128];         /* Why the file is not whole; or "". */
};

/* `path` may be NULL: then nothing is kept. False: `why` says so in a line. */
bool keeping_start(struct keeping *keeping, const char *path,
                   const struct recording_about *about, char *why,
                   size_t why_size);

/* Writes what is new, or gives up. */
void keeping_write(struct keeping *keeping, const struct trace *trace,
                   const struct recording_about *about);
void keeping_finish(struct keeping *keeping, const struct trace *trace,
                    const struct recording_about *about);

#endif
