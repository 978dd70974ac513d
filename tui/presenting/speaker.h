/* speaker.h - what the speaker's own terminal knows of the lecture.

   The one who presents writes it, whole and renamed into place, to
   `presenting` in the folder of the lab's state; `interleave notes`, on a
   second terminal, reads it. A text file:

       process 4711
       lesson hazards/deadlock
       stop 3
       began 1790000000
       hands 3 0 12 */
#ifndef TUI_PRESENTING_SPEAKER_H
#define TUI_PRESENTING_SPEAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HANDS = 9, HANDS_MOST = 9999 };

struct speaker {
    char lesson[256]; /* As lesson_key() has it. */
    size_t at;        /* Stop, from 0. */
    int64_t began;    /* Seconds since 1970. */
    unsigned hands[HANDS];
};

/* False with errno set: it cannot be kept. */
bool speaker_write(const struct speaker *speaker);

/* False: nobody presents. */
bool speaker_read(struct speaker *speaker);

/* Nobody presents any more. */
void speaker_end(void);

#endif
