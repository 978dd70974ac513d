/* launch.h - a program's start: its terminal, its environment, its keeper. */
#ifndef WATCH_LAUNCH_H
#define WATCH_LAUNCH_H

#include "watch/keeper.h"
#include "watch/watch.h"

#include <stdbool.h>
#include <stddef.h>

/* Gives the program a terminal, whose other side is put in *terminal, and the
   area, and starts it below a keeper. False: `why` says so in a line. */
bool launch(struct keeper *keeper, const struct watch_options *options,
            int area_descriptor, int *terminal, char *why, size_t why_size);

#endif
