/* steps.h - a run as what is to be seen after each operation. */
#ifndef TUI_EXPORT_STEPS_H
#define TUI_EXPORT_STEPS_H

#include "tui/session.h"

#include <jansson.h>

enum { EXPORT_STEPS = 5000, EXPORT_COLUMNS = 64 };

/* An object for page.html:

       title, goal, program, tasks: names
       files: [{name, lines}]         each source
       panes: names                   those of rows, in order
       rows:  [[[role, text], ...]]   each row once
       steps: [{say, alarm, file, at, act, lanes, panes}]

   A step leaves out what is as it was in the one before. `at` places tasks in
   the source: [name, file, line, role]; `lanes` has a letter for each task,
   the mark of its state, or h where it runs and holds something; `act` is who
   did something, and what; `panes` has for each pane its title and rows, as
   indices of `rows`. The caller releases it. */
json_t *export_steps(struct session *session);

#endif
