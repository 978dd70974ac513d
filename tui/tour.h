/* tour.h - keys that a page asks its reader to press.

   A page names what a key does, not the key: `key:pause` in code font. Its
   reader sees "[ ] Space", and "[x] Space" from the day on which it was
   pressed where it does something. Names are those of the list in command.h,
   in small letters, with "-" for "_". */
#ifndef TUI_TOUR_H
#define TUI_TOUR_H

#include "tui/command.h"

#include <stdbool.h>
#include <stddef.h>

/* The command that a page names next, and goes on behind it; COMMAND_NONE: it
   names none any more. What is no command's name is passed over, and is put
   into `unknown`, if that is not NULL, with its length. */
struct tour_slip {
    const char *at; /* NULL: none. */
    size_t length;
};
enum command tour_next(const char **page, struct tour_slip *unknown);

/* The page as it is read. The caller frees it. */
char *tour_filled(const char *page, const bool tried[COMMAND_COUNT]);

#endif
