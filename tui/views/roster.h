/* roster.h - which tasks are listed, in which order, by which names. */
#ifndef TUI_VIEWS_ROSTER_H
#define TUI_VIEWS_ROSTER_H

#include "model/model.h"

/* The tasks, each process's together. Where there are more than fit into
   `room` rows, those that are over make room for the rest. The caller frees
   the list. Returns how many. */
size_t roster_list(const struct model *model, int room, uint32_t **tasks);

/* "T1", "T1 worker": with the name that the program gave it. */
void roster_name(const struct model *model, uint32_t task, char *text,
                 size_t size);

/* Columns before the name: threads stand under their process. */
int roster_indent(const struct model *model, uint32_t task);

/* Columns for the widest name, within reason. */
int roster_width(const struct model *model);

#endif
