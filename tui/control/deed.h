/* deed.h - what was done last in a run that is looked at. */
#ifndef TUI_CONTROL_DEED_H
#define TUI_CONTROL_DEED_H

#include "tui/session.h"

/* Up to what is shown: the newest operation; under control, what the last move
   was for, not yet what its task wants after it. NULL: nothing was done. */
const struct event *deed_of(const struct session *session);

#endif
