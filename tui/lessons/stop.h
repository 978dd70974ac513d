/* stop.h - a stop on the way through a lesson that is presented.

   A page's header has them in order, `stop: KIND WHAT | NOTES`:

       say TEXT          one idea, alone on the screen
       ask               the lesson's question; the room raises hands
       apply WORDS       the schedule NAME.WORDS.sched, before its first move
       run to @MARK      on in it, until a task stands at the mark
       run to end        on in it, to where it ends
       show PANES        these panes, from here on
       reveal            what happened, beside what the room said

   The notes are for the speaker. */
#ifndef TUI_LESSONS_STOP_H
#define TUI_LESSONS_STOP_H

#include <stdbool.h>

enum stop_kind {
    STOP_SAY,
    STOP_ASK,
    STOP_APPLY,
    STOP_RUN,
    STOP_SHOW,
    STOP_REVEAL,
    STOP_KINDS
};

struct stop {
    enum stop_kind kind;
    char *argument; /* "" where the kind takes none. "@mark", "end". */
    char *notes;    /* "" where there are none. */
};

/* False: it is no stop. */
bool stop_parse(const char *value, struct stop *stop);
void stop_fini(struct stop *stop);

/* "say", "ask" ... */
const char *stop_word(enum stop_kind kind);

#endif
