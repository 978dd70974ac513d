/* variable.c - the values of variables, as far as they have been seen. */
#include "model/change.h"

bool variable_is_older(const struct model *model, const struct event *event)
{
    enum operation op = event->operation.op;

    return model->way > 0 && model->mover == event->task &&
           event->operation.stage != STAGE_WANTS &&
           (op == OP_ATOMIC_READ || op == OP_ATOMIC_WRITE ||
            op == OP_ATOMIC_UPDATE);
}

/* An operation that is about to be done tells the value that is there. What is
   about an older store leaves the newest what it is. */
void variable_apply(struct model *model, const struct event *event)
{
    struct object *object = object_of(model, event->operation.object);
    enum effect effect = operation_effect(event->operation.op);

    if (!object || object->kind != KIND_VARIABLE ||
        variable_is_older(model, event))
        return;
    bool writes =
        effect == EFFECT_CHANGE && event->operation.stage == STAGE_DID;
    if (writes) {
        object->before = object->shown;
        object->writer = event->task;
        object->written_at = event->operation.site;
        object->written = model->operation_events;
    }
    object->shown = event->operation.text;
}
