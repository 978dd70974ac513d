/* until.c - what a student waits for. */
#include "tui/control/until.h"

#include "model/describe.h"

#include <stdlib.h>
#include <string.h>

static uint32_t variable_named(const struct model *model, const char *name)
{
    char text[SENTENCE];

    for (uint32_t id = 1; id <= model->object_count; id++) {
        if (model->objects[id - 1].kind == KIND_VARIABLE &&
            strcmp(describe_object(model, id, text, sizeof text), name) == 0)
            return id;
    }
    return 0;
}

bool until_set(struct until *until, const struct model *model, uint32_t task,
               const char *word)
{
    char *end;
    long line = strtol(word, &end, 10);

    *until = (struct until){.task = task};
    if (strcmp(word, "blocks") == 0)
        return true;
    if (*word && *end == '\0' && line > 0) {
        until->line = (int32_t)line;
        return true;
    }
    until->object = variable_named(model, word);
    if (until->object)
        until->written = model->objects[until->object - 1].written;
    return until->object != 0;
}

bool until_is_reached(const struct until *until, const struct model *model)
{
    const struct task *task = model_task(model, until->task);
    const struct object *object = model_object(model, until->object);

    if (!task || !task_is_alive(task))
        return true;
    if (object && object->written != until->written)
        return true;
    const struct site *site = model_site(model, task->wait.site);
    return until->line > 0 && site && site->line == until->line;
}
