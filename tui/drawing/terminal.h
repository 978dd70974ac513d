/* terminal.h - the one place that knows curses.

   Shows canvases, reads keys, and gives the terminal back as it was: at the
   end, when the lab is suspended, and when it crashes.

   One terminal, used by one thread. */
#ifndef TUI_DRAWING_TERMINAL_H
#define TUI_DRAWING_TERMINAL_H

#include "tui/drawing/canvas.h"

#include <stdbool.h>

struct terminal_options {
    bool no_colour;
};

/* Can a terminal of this type show the lab, and in how many colours? It need
   not be there. False: `why` says in a line why not. */
bool terminal_can_show(const char *type, int *colours, char *why,
                       size_t why_size);

/* False: the terminal cannot show the lab; `why` says so in a line. */
bool terminal_open(const struct terminal_options *options, char *why,
                   size_t why_size);
void terminal_close(void);

/* Its size now, in cells. */
void terminal_size(int *rows, int *columns);

/* Shows a canvas of the terminal's size. */
void terminal_show(const struct canvas *canvas);

/* Shows everything anew next time: something else may have drawn. */
void terminal_forget(void);

/* The next key (command.h), or 0 when none is waiting. Of a click also the
   place. */
int terminal_key(int *row, int *column);

/* The descriptor that becomes readable with a key. */
int terminal_descriptor(void);

/* Gives the terminal back, stops the lab as Ctrl-Z does, and returns when it is
   continued, with the terminal taken again. */
void terminal_suspend(void);

/* The same for a command of the shell's, which has the terminal until it ends.
   False: it could not be run, or failed. */
bool terminal_lend(const char *command);

void terminal_mouse(bool on);

/* True once after the size changed, and after Ctrl-Z was pressed. */
bool terminal_was_resized(void);
bool terminal_wants_suspend(void);

/* Does the locale's character set hold more than ASCII? Asked once, before
   anything is drawn. */
bool terminal_is_utf8(void);

#endif
