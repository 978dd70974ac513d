/* model.c - the life of a model, and asking it. */
#include "model/model.h"

#include "model/change.h"
#include "must.h"

#include <stdlib.h>
#include <string.h>

/* ---- Life. ---- */

struct model *model_new(void)
{
    return must_allocate(1, sizeof(struct model));
}

/* Room for `count` and for as many as grow() will take to be there. */
static void *copy_array(const void *from, size_t count, size_t size)
{
    size_t room = 1;

    if (count == 0)
        return NULL;
    while (room < count)
        room = room * 2 + 1;
    void *copy = must_allocate(room, size);
    memcpy(copy, from, count * size);
    return copy;
}

struct model *model_copy(const struct model *model)
{
    struct model *copy = copy_array(model, 1, sizeof *model);

    copy->tasks =
        copy_array(model->tasks, model->task_count, sizeof *model->tasks);
    copy->processes = copy_array(model->processes, model->process_count,
                                 sizeof *model->processes);
    copy->objects =
        copy_array(model->objects, model->object_count, sizeof *model->objects);
    copy->sites =
        copy_array(model->sites, model->site_count, sizeof *model->sites);
    copy->sources =
        copy_array(model->sources, model->source_count, sizeof *model->sources);
    copy->managed = copy_array(model->managed, model->managed_count,
                               sizeof *model->managed);
    for (uint32_t i = 0; i < model->task_count; i++)
        copy->tasks[i].spans =
            copy_array(model->tasks[i].spans, model->tasks[i].span_room,
                       sizeof(struct span));
    return copy;
}

void model_free(struct model *model)
{
    if (!model)
        return;
    for (uint32_t i = 0; i < model->task_count; i++)
        free(model->tasks[i].spans);
    free(model->tasks);
    free(model->processes);
    free(model->objects);
    free(model->sites);
    free(model->sources);
    free(model->managed);
    free(model);
}

/* ---- Asking. ---- */

struct task *task_of(struct model *model, uint32_t id)
{
    return id && id <= model->task_count ? &model->tasks[id - 1] : NULL;
}

struct process *process_of(struct model *model, uint32_t id)
{
    return id && id <= model->process_count ? &model->processes[id - 1] : NULL;
}

struct object *object_of(struct model *model, uint32_t id)
{
    return id && id <= model->object_count ? &model->objects[id - 1] : NULL;
}

const struct task *model_task(const struct model *model, uint32_t id)
{
    return id && id <= model->task_count ? &model->tasks[id - 1] : NULL;
}

const struct process *model_process(const struct model *model, uint32_t id)
{
    return id && id <= model->process_count ? &model->processes[id - 1] : NULL;
}

const struct object *model_object(const struct model *model, uint32_t id)
{
    return id && id <= model->object_count ? &model->objects[id - 1] : NULL;
}

const struct site *model_site(const struct model *model, uint32_t id)
{
    return id && id <= model->site_count ? &model->sites[id - 1] : NULL;
}

bool site_is_of_library(const struct site *site)
{
    return site && strstr(site->file, "/parallel/");
}

const struct span *task_span(const struct task *task, uint64_t index)
{
    if (index >= task->span_count || index + SPANS < task->span_count)
        return NULL;
    return &task->spans[index % SPANS];
}

const struct hold *task_hold(const struct task *task, uint32_t object)
{
    for (unsigned i = 0; task && i < task->hold_count; i++) {
        if (task->holds[i].object == object)
            return &task->holds[i];
    }
    return NULL;
}

bool task_is_alive(const struct task *task)
{
    return task->state != TASK_ENDED;
}

size_t model_waiters(const struct model *model, uint32_t object,
                     uint32_t *tasks, size_t room)
{
    size_t count = 0;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];

        if (task->state != TASK_WAITS || task->wait.object != object)
            continue;
        /* Kept in order of when they began: insertion into a short list. */
        size_t at = count < room ? count : room;
        while (at > 0 && model->tasks[tasks[at - 1] - 1].wait.since_ns >
                             task->wait.since_ns) {
            if (at < room)
                tasks[at] = tasks[at - 1];
            at--;
        }
        if (at < room)
            tasks[at] = id;
        count++;
    }
    return count;
}

size_t model_holders(const struct model *model, uint32_t object,
                     uint32_t *tasks, size_t room)
{
    size_t count = 0;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (!task_hold(&model->tasks[id - 1], object))
            continue;
        if (count < room)
            tasks[count] = id;
        count++;
    }
    return count;
}

bool process_has_end(const struct process *process, uint32_t object,
                     enum end end)
{
    for (unsigned i = 0; i < process->descriptor_count; i++) {
        if (process->descriptors[i].object == object &&
            (process->descriptors[i].end & end))
            return true;
    }
    return false;
}
