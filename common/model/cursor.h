/* cursor.h - a place in a trace, with its model; it moves both ways.

   Going back is going forward again from a copy of the model kept on the way,
   so any place is reached by applying a bounded number of events.

   One thread at a time. The trace must outlive the cursor. */
#ifndef MODEL_CURSOR_H
#define MODEL_CURSOR_H

#include "model/model.h"
#include "trace/trace.h"

struct cursor;

struct cursor *cursor_new(const struct trace *trace);
void cursor_free(struct cursor *cursor);

/* How many events of the trace have been applied. */
size_t cursor_position(const struct cursor *cursor);

/* The model after that many. Lasts until the cursor moves. */
const struct model *cursor_model(const struct cursor *cursor);

/* Moves to after `position` events, or to the end where there are fewer. */
void cursor_move(struct cursor *cursor, size_t position);

/* Where to move to for the operation after this place, or the one before: to
   just after it. The end, or 0, where there is none. */
size_t cursor_next_operation(const struct cursor *cursor);
size_t cursor_previous_operation(const struct cursor *cursor);

/* Where to move to for `moves` moves made and all tasks standing: just before
   the next move, or the end. */
size_t cursor_after_moves(const struct cursor *cursor, uint64_t moves);

#endif
