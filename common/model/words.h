/* words.h - pieces that sentences are put together from. Not for others.

   Each appends to `text`, which holds a string in `size` bytes, and cuts what
   does not fit. */
#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H

#include "model/describe.h"

enum { NAME = 64 }; /* Room for the name of anything. */

__attribute__((format(printf, 3, 4))) void append(char *text, size_t size,
                                                  const char *format, ...);

/* "T1", "T1 and T2 (ended)", "T1, T2 and 3 more". */
void append_tasks(const struct model *model, const uint32_t *tasks,
                  size_t count, char *text, size_t size);

/* ", held by T1 and T2"; nothing where nobody holds it. */
void append_holders(const struct model *model, uint32_t object, char *text,
                    size_t size);

/* "T1 and T2"; false, and "": nobody holds it. */
bool list_holders(const struct model *model, uint32_t object, char *text,
                  size_t size);

/* "lock left", "join T1": an operation on its object. */
void append_action(const struct model *model, enum operation op,
                   uint32_t object, uint32_t other, char *text, size_t size);

/* " (5)": what a read would find, as far as is known. */
void append_value(const struct model *model, const struct wait *wait,
                  char *text, size_t size);

/* "10 ms" */
void append_duration(int64_t microseconds, char *text, size_t size);

/* "waits for right, held by T2", "is about to lock left", "sleeps 10 ms". */
void append_begun(const struct model *model, uint32_t task,
                  enum task_state state, const struct wait *wait, char *text,
                  size_t size);

/* What a manager's server says that it keeps or deletes; NULL: not known. */
const struct managed *managed_in(const struct model *model,
                                 const struct event *event);

#endif
