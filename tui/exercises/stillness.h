/* stillness.h - does a program that runs by itself still do anything?

   Looked at twice, a task that was switched to no time in between has waited
   all the while. Where all of them have, and each waits for what only another
   task can do (a lock, a pipe, a child), without a limit of time, they wait
   for ever: that is certain, however short the time was. */
#ifndef TUI_EXERCISES_STILLNESS_H
#define TUI_EXERCISES_STILLNESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct stillness {
    uint64_t seen; /* At the latest look: a sum over what its tasks did. */
    bool runs;     /* Then one ran, or could; */
    bool waits;    /* or all waited for each other, */
    bool for_ever; /* and will for ever. */
    double since;  /* As it is it has been from then on; 0: never looked. */
    double cpu_s;  /* Used until then by it, and by what it started. */
};

/* Looks at a process and what is below it, at the time `now` in seconds. */
void stillness_look(struct stillness *stillness, pid_t pid, double now);

#endif
