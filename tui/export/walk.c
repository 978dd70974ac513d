/* walk.c - steps of a run. */
#include "tui/export/walk.h"

#include "tui/control/deed.h"

/* After so many moves, but before processes are gone: at the last one, all that
   is left may be that the lab has ended them. */
static void look_after_moves(struct walk *walk)
{
    const struct trace *trace = session_trace(walk->session);
    struct cursor *cursor = session_cursor(walk->session);
    size_t end = cursor_after_moves(cursor, walk->at);
    size_t at = cursor_after_moves(cursor, walk->at - 1);

    while (at < end && trace_at(trace, at)->type != EVENT_ENDED)
        at++;
    cursor_move(cursor, walk->shows_end ? end : at);
}

static void look(struct walk *walk)
{
    if (walk->shows_end && walk->at == walk->length)
        session_follow(walk->session);
    else if (walk->moves)
        look_after_moves(walk);
    else
        session_forward(walk->session);
}

void walk_begin(struct walk *walk, struct session *session)
{
    struct ending ending = session_ending(session);

    session_follow(session);
    *walk = (struct walk){.session = session,
                          .moves = session_model(session)->moves,
                          .shows_end = !ending.ended_by_lab,
                          .at = 1};
    walk->length =
        (walk->moves ? walk->moves : session_length(session)) + walk->shows_end;
    session_rewind(session);
    look(walk);
}

bool walk_on(struct walk *walk)
{
    if (walk->at >= walk->length)
        return false;
    walk->at++;
    look(walk);
    return true;
}

const struct event *walk_deed(const struct walk *walk)
{
    return walk->shows_end && walk->at == walk->length ? NULL
                                                       : deed_of(walk->session);
}
