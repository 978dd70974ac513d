/* variable.c - the values of variables, as far as they have been seen. */
#include "model/change.h"

/* An operation that is about to be done tells the value that is there. */
void variable_apply(struct model *model, const struct event *event)
{
    struct object *object = object_of(model, event->operation.object);
    enum effect effect = operation_effect(event->operation.op);

    if (!object || object->kind != KIND_VARIABLE)
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
