/* pane.h - the panes that the lesson screen can be made of. */
#ifndef TUI_PANE_H
#define TUI_PANE_H

enum pane {
    PANE_SOURCE,
    PANE_TASKS,
    PANE_OBJECTS,
    PANE_WAITS,
    PANE_TIMELINE,
    PANE_OUTPUT,
    PANE_PROCESSES,
    PANE_VARIABLES,
    PANE_TURNS,
    PANE_SWITCHES,
    PANE_CHART,
    PANE_OWNER,
    PANE_MEMORY,
    PANE_WORKERS,
    PANE_CLIENTS,
    PANE_COUNT
};

/* "source", as a page's header says it. */
const char *pane_name(enum pane pane);

#endif
