/* inside.h - the file system that a sandbox sees (view.c), for sandbox.c. */
#ifndef TUI_GRADING_INSIDE_H
#define TUI_GRADING_INSIDE_H

#include "tui/grading/sandbox.h"

#define VIEW_SCRATCH  "/scratch" /* What can be written is in there. */
#define VIEW_BENCH    VIEW_SCRATCH "/bench"
#define VIEW_AREAS    VIEW_SCRATCH "/areas"
#define VIEW_PROGRAMS VIEW_SCRATCH "/programs"

/* In a mount namespace of one's own: makes the root anew. What can be written
   to belongs to `owner`. False with errno set, and view_step() names what could
   not be done. */
bool view_make(const struct sandbox_options *options, unsigned owner);
const char *view_step(void);

/* In a network namespace of one's own: programs may talk to themselves. */
bool view_raise_loopback(void);

/* The programs' folder can be written to no more. */
bool view_seal(void);

#endif
