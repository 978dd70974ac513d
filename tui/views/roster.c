/* roster.c - the tasks in the order in which they are listed. */
#include "tui/views/roster.h"

#include "model/describe.h"
#include "must.h"
#include "tui/drawing/canvas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool has_several_processes(const struct model *model)
{
    uint32_t seen = 0;

    for (uint32_t id = 1; id <= model->process_count; id++)
        seen += model->processes[id - 1].main_task != 0;
    return seen > 1;
}

/* Gone and of no more interest: joined, or of a process that is over. */
static bool is_over(const struct model *model, const struct task *task)
{
    const struct process *process = model_process(model, task->process);

    return task->state == TASK_ENDED && task->joined && task->number > 0 &&
           process && process->state == PROCESS_RUNNING;
}

void roster_name(const struct model *model, uint32_t id, char *text,
                 size_t size)
{
    const struct task *task = model_task(model, id);
    size_t used;

    describe_task(model, id, text, size);
    used = strlen(text);
    if (*task->name)
        snprintf(text + used, size - used, " %.15s", task->name);
}

int roster_indent(const struct model *model, uint32_t id)
{
    return has_several_processes(model) && model_task(model, id)->number > 0
               ? 2
               : 0;
}

int roster_width(const struct model *model)
{
    int widest = 4;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        char text[64];

        roster_name(model, id, text, sizeof text);
        int width = canvas_width(text) + roster_indent(model, id);
        if (width > widest)
            widest = width;
    }
    return widest < 20 ? widest : 20;
}

struct listed {
    uint32_t process;
    uint32_t id;
};

static int by_process(const void *a, const void *b)
{
    const struct listed *left = a;
    const struct listed *right = b;

    if (left->process != right->process)
        return left->process < right->process ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

size_t roster_list(const struct model *model, int room, uint32_t **tasks)
{
    bool hide = (int)model->task_count > room;
    size_t count = 0;
    struct listed *listed =
        must_allocate((size_t)model->task_count + 1, sizeof *listed);

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];

        if (!hide || !is_over(model, task))
            listed[count++] = (struct listed){task->process, id};
    }
    qsort(listed, count, sizeof *listed, by_process);
    *tasks = must_allocate(count + 1, sizeof **tasks);
    for (size_t i = 0; i < count; i++)
        (*tasks)[i] = listed[i].id;
    free(listed);
    return count;
}
