/* deed.c - the last move, or the last operation. */
#include "tui/control/deed.h"

const struct event *deed_of(const struct session *session)
{
    const struct model *model = session_model(session);
    const struct trace *trace = session_trace(session);
    const struct event *deed = NULL;

    if (!model->moves)
        return model->latest.type == EVENT_OPERATION ? &model->latest : NULL;
    const struct task *mover = model_task(model, model->mover);
    for (size_t i = cursor_position(session_cursor(session)); i-- > 0;) {
        const struct event *event = trace_at(trace, i);

        if (event->type == EVENT_MOVE)
            break;
        /* The first thing that was done is what the move was for. */
        if (event->type == EVENT_OPERATION && event->task == model->mover &&
            operation_effect(event->operation.op) != EFFECT_NOTE &&
            (event->operation.stage != STAGE_WANTS || !deed))
            deed = event;
        /* Or all that came of it: a signal that it had waiting. */
        if (event->type == EVENT_ENDED && !deed && mover &&
            event->ended.process == mover->process)
            deed = event;
    }
    return deed;
}
