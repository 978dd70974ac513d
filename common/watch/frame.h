/* frame.h - what lies in the frame of a call. For hinted.c. */
#ifndef WATCH_FRAME_H
#define WATCH_FRAME_H

#include "watch/symbols.h"

#include <elfutils/libdw.h>

struct in_frame {
    const char *function;
    Dwarf_Die variable; /* Or parameter. */
    uint64_t into;      /* How far into it. */
};

/* What the function at an address has so far from the end of its frame, which
   is where its caller's begins (DWARF's canonical frame address). False: no
   variable is there, or it is not known. */
bool frame_look(struct symbols *symbols, unsigned image, uint64_t address,
                int64_t offset, struct in_frame *found);

#endif
