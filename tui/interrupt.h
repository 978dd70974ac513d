/* interrupt.h - being asked to stop: by Ctrl-C, by the end of the terminal,
   by another process. What was started is ended first. */
#ifndef TUI_INTERRUPT_H
#define TUI_INTERRUPT_H

#include <poll.h>

/* From now on SIGINT, SIGTERM and SIGHUP are only noted. */
void interrupt_watch(void);

/* The signal that asked, or 0. */
int interrupt_wanted(void);

/* From now on these three, SIGWINCH and SIGTSTP come in interrupt_poll() alone.
   Else one could come between a look at what was noted and the wait, and would
   be seen when something else ends that: perhaps never. */
void interrupt_hold(void);
void interrupt_release(void);

/* poll(), broken off by a signal however early that came. */
int interrupt_poll(struct pollfd *wait_for, nfds_t count, int timeout_ms);

#endif
