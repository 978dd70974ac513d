/* until.h - moving one task until something is so.

   "24": it stands before line 24. "blocks": it can no longer move. Any other
   word: the variable of that name has changed. */
#ifndef TUI_CONTROL_UNTIL_H
#define TUI_CONTROL_UNTIL_H

#include "model/model.h"

#include <stdbool.h>

enum { UNTIL_AT_MOST = 1000 }; /* Moves: a task may go round for ever. */

struct until {
    uint32_t task;
    int32_t line;    /* 0: not asked. */
    uint32_t object; /* 0: not asked. */
    uint64_t written;
};

/* False: there is no variable of that name. */
bool until_set(struct until *until, const struct model *model, uint32_t task,
               const char *word);

/* It is so now. That the task blocks is for the caller to notice. */
bool until_is_reached(const struct until *until, const struct model *model);

#endif
