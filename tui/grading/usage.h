/* usage.h - what a process and all that it started use, at this moment. */
#ifndef TUI_GRADING_USAGE_H
#define TUI_GRADING_USAGE_H

#include <stdint.h>
#include <sys/types.h>

struct usage {
    unsigned tasks;  /* Processes and threads, without the first process. */
    uint64_t memory; /* Bytes; what several share counts once. */
};

struct usage usage_below(pid_t first);

/* Ends all that it has started, but not itself. */
void usage_end_below(pid_t first);

#endif
