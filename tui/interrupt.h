/* interrupt.h - being asked to stop: by Ctrl-C, by the end of the terminal,
   by another process. What was started is ended first. */
#ifndef TUI_INTERRUPT_H
#define TUI_INTERRUPT_H

/* From now on SIGINT, SIGTERM and SIGHUP are only noted. */
void interrupt_watch(void);

/* The signal that asked, or 0. */
int interrupt_wanted(void);

#endif
