/* place.h - where the lab's own files are, and the student's.

   Run from a checkout, all is beside the program; installed, under PREFIX.
   Strings last as long as the program. */
#ifndef TUI_KEEPING_PLACE_H
#define TUI_KEEPING_PLACE_H

#include <stdbool.h>

const char *place_runtime(void);     /* libinterleave.so */
const char *place_lessons(void);     /* The folder of chapters. */
const char *place_own_lessons(void); /* The lab's, whatever was given. */
const char *place_programs(void);    /* The same of lessons compiled. */
const char *place_exercises(void);   /* As they come, and their checks. */
const char *place_solutions(void);
const char *place_words(void); /* Catalogues of messages, by language. */

/* From now on the lessons are those of this folder, which somebody else wrote;
   their programs are kept in a cache. False: there is no such folder. */
bool place_give_lessons(const char *folder);
bool place_lessons_are_given(void);

/* With those above it. False: it cannot be made. */
bool place_make_folder(const char *path);

/* Where progress is kept: $XDG_STATE_HOME/interleave, made if it is not there.
   NULL with errno set where it cannot be made. */
const char *place_state(void);

/* Where schedules that a search found are kept; made if it is not there. NULL
   as above. */
const char *place_schedules(void);

#endif
