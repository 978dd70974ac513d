/* cursor.c - moving along a trace. */
#include "model/cursor.h"

#include "must.h"

#include <stdlib.h>

enum {
    EVERY = 2000, /* Events between copies, at first, */
    COPIES = 64   /* and copies at most: then every other one is dropped. */
};

struct copy {
    size_t position;
    struct model *model;
};

struct cursor {
    const struct trace *trace;
    struct model *model;
    size_t position;
    struct copy copies[COPIES]; /* By position. */
    size_t copy_count;
    size_t every;
};

struct cursor *cursor_new(const struct trace *trace)
{
    struct cursor *cursor = must_allocate(1, sizeof *cursor);

    cursor->trace = trace;
    cursor->model = model_new();
    cursor->every = EVERY;
    return cursor;
}

void cursor_free(struct cursor *cursor)
{
    if (!cursor)
        return;
    for (size_t i = 0; i < cursor->copy_count; i++)
        model_free(cursor->copies[i].model);
    model_free(cursor->model);
    free(cursor);
}

size_t cursor_position(const struct cursor *cursor)
{
    return cursor->position;
}

const struct model *cursor_model(const struct cursor *cursor)
{
    return cursor->model;
}

static void thin_out(struct cursor *cursor)
{
    for (size_t i = 0; i < COPIES / 2; i++) {
        model_free(cursor->copies[2 * i].model);
        cursor->copies[i] = cursor->copies[2 * i + 1];
    }
    cursor->copy_count = COPIES / 2;
    cursor->every *= 2;
}

static void keep_copy(struct cursor *cursor)
{
    size_t last = cursor->copy_count
                      ? cursor->copies[cursor->copy_count - 1].position
                      : 0;

    if (cursor->position < last + cursor->every)
        return;
    if (cursor->copy_count == COPIES)
        thin_out(cursor);
    cursor->copies[cursor->copy_count++] =
        (struct copy){cursor->position, model_copy(cursor->model)};
}

static void advance(struct cursor *cursor, size_t position)
{
    while (cursor->position < position) {
        model_apply(cursor->model, trace_at(cursor->trace, cursor->position++));
        keep_copy(cursor);
    }
}

static void go_back(struct cursor *cursor, size_t position)
{
    size_t i = cursor->copy_count;

    while (i > 0 && cursor->copies[i - 1].position > position)
        i--;
    model_free(cursor->model);
    cursor->model =
        i > 0 ? model_copy(cursor->copies[i - 1].model) : model_new();
    cursor->position = i > 0 ? cursor->copies[i - 1].position : 0;
}

void cursor_move(struct cursor *cursor, size_t position)
{
    size_t length = trace_length(cursor->trace);

    if (position > length)
        position = length;
    if (position < cursor->position)
        go_back(cursor, position);
    advance(cursor, position);
}

static bool is_operation(const struct cursor *cursor, size_t index)
{
    return trace_at(cursor->trace, index)->type == EVENT_OPERATION;
}

size_t cursor_next_operation(const struct cursor *cursor)
{
    size_t length = trace_length(cursor->trace);
    size_t at = cursor->position;

    while (at < length && !is_operation(cursor, at))
        at++;
    return at < length ? at + 1 : length;
}

size_t cursor_previous_operation(const struct cursor *cursor)
{
    size_t at = cursor->position;

    if (at > 0)
        at--;
    while (at > 0 && !is_operation(cursor, at - 1))
        at--;
    return at;
}

size_t cursor_after_moves(const struct cursor *cursor, uint64_t moves)
{
    size_t length = trace_length(cursor->trace);
    size_t at = cursor->position;
    uint64_t made = cursor->model->moves;

    /* Back to where no more than that many have been made... */
    while (at > 0 && made > moves)
        made -= trace_at(cursor->trace, --at)->type == EVENT_MOVE;
    /* ...and on to just before the next. */
    while (at < length && !(trace_at(cursor->trace, at)->type == EVENT_MOVE &&
                            made++ == moves))
        at++;
    return at;
}
