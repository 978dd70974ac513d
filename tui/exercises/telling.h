/* telling.h - what a check came to, as text or JSON. */
#ifndef TUI_EXERCISES_TELLING_H
#define TUI_EXERCISES_TELLING_H

#include "tui/exercises/checking.h"

#include <jansson.h>

/* On standard output. `file` is the student's. */
void telling_text(const struct exercise *exercise,
                  const struct check_result *result, const char *file);

/* A line: "race_condition  data race: T1 writes ..." */
void telling_line(const struct exercise *exercise,
                  const struct check_result *result);

/* The caller owns it. */
json_t *telling_json(const struct exercise *exercise,
                     const struct check_result *result, const char *file);

/* "good", "bad", "pending", "open". */
const char *telling_state(enum layer_state state);

#endif
