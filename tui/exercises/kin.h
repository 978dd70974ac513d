/* kin.h - a process and all that it started, read from /proc. */
#ifndef TUI_EXERCISES_KIN_H
#define TUI_EXERCISES_KIN_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct kin_process {
    pid_t pid;
    pid_t parent;
    char state; /* The kernel's letter: R, S, Z. */
    unsigned threads;
    uint64_t ticks; /* Of processor time, also of children waited for. */
};

struct kin {
    struct kin_process *items;
    size_t count;
};

/* The first, and what is below it at this moment. A process whose parent has
   ended is below whom it was given to. Call kin_fini. */
struct kin kin_read(pid_t first);
void kin_fini(struct kin *kin);

#endif
