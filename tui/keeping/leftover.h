/* leftover.h - a folder that is gone when the lab is, however it ends.

   A process of its own waits for the end of the lab, which may be killed at
   any moment, and removes what that could not. */
#ifndef TUI_KEEPING_LEFTOVER_H
#define TUI_KEEPING_LEFTOVER_H

#include <sys/types.h>

struct leftover {
    pid_t guard; /* 0: none. */
    int lab;     /* Open as long as the lab lives. */
};

/* From now on the folder, with the file `name` in it, does not outlive the
   lab. Where that cannot be had, it may. */
struct leftover leftover_guard(const char *folder, const char *name);

/* Removes both. */
void leftover_remove(struct leftover *leftover, const char *folder,
                     const char *name);

#endif
