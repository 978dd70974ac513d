/* next.c - what a task under control would do if it moved. */
#include "model/words.h"

#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* "held by T1": without the comma that follows a name. */
static void append_holder(const struct model *model, uint32_t object,
                          char *text, size_t size)
{
    char holders[SENTENCE];

    if (list_holders(model, object, holders, sizeof holders))
        append(text, size, _("held by %s"), holders);
    else
        append(text, size, "%s", _("not free"));
}

/* What a task that waits is waiting for. */
static void append_obstacle(const struct model *model, const struct wait *wait,
                            char *text, size_t size)
{
    const struct object *object = model_object(model, wait->object);

    append(text, size, ": ");
    switch (operation_effect(wait->op)) {
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        append_holder(model, wait->object, text, size);
        break;
    case EFFECT_TAKE:
        append(text, size, _("value %" PRId64), INT64_C(0));
        break;
    case EFFECT_AWAIT:
        append(text, size, "%s", _("no signal yet"));
        break;
    case EFFECT_ARRIVE:
        append(text, size, _("%" PRId64 " of %" PRId64 " have come"),
               object ? object->value : 0, object ? object->capacity : 0);
        break;
    case EFFECT_JOIN:
    case EFFECT_REAP:
        append(text, size, "%s",
               wait->other ? _("not ended") : _("none has ended"));
        break;
    case EFFECT_GET:
        append(text, size, "%s", _("empty"));
        break;
    case EFFECT_PUT:
        append(text, size, "%s", _("full"));
        break;
    default:
        append(text, size, "%s", _("waits"));
        break;
    }
}

/* "lock left", "create a thread". */
static void append_want(const struct model *model, const struct wait *wait,
                        char *text, size_t size)
{
    bool named = wait->object || wait->other;

    if (!named && wait->op == OP_CREATE)
        append(text, size, "%s", _("create a thread"));
    else if (!named && operation_effect(wait->op) == EFFECT_REAP)
        append(text, size, "%s",
               operation_tries(wait->op) ? _("look at a child")
                                         : _("wait for a child"));
    else
        append_action(model, wait->op, wait->object, wait->other, text, size);
}

/* What a read would find, and what a write would write over. */
static void append_found(const struct model *model, const struct wait *wait,
                         char *text, size_t size)
{
    const struct object *object = model_object(model, wait->object);

    append_value(model, wait, text, size);
    if (object && object->kind == KIND_VARIABLE && object->shown &&
        operation_effect(wait->op) == EFFECT_CHANGE)
        append(text, size, _(" (now %s)"), object->shown);
}

const char *describe_next(const struct model *model, uint32_t id, char *text,
                          size_t size)
{
    const struct task *task = model_task(model, id);

    *text = '\0';
    if (!task)
        return text;
    const struct wait *wait = &task->wait;
    switch (task->state) {
    case TASK_NEW:
        append(text, size, "%s", _("begin"));
        break;
    case TASK_SLEEPS:
        append(text, size, "%s", _("sleep: "));
        append_duration(wait->value, text, size);
        break;
    case TASK_WANTS:
        append_want(model, wait, text, size);
        append_found(model, wait, text, size);
        break;
    case TASK_WAITS:
        append_want(model, wait, text, size);
        append_obstacle(model, wait, text, size);
        break;
    case TASK_RUNNING:
    case TASK_ENDED:
        describe_state(model, id, text, size);
        break;
    }
    return text;
}
