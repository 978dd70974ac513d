/* work.h - the part of a task that takes long.

   work() stands for what a real program would spend its time on: reading a
   page, cooking, a computation. Tasks that are in it at the same moment work
   in parallel, and `interleave check` looks for that. Leave the calls where
   they are needed, and do not replace them. */
#ifndef EXERCISE_WORK_H
#define EXERCISE_WORK_H

#ifdef CHECK
void work(void);
#else
#include <time.h>

static inline void work(void)
{
    const struct timespec moment = {.tv_nsec = 200000};

    nanosleep(&moment, NULL);
}
#endif

#endif
