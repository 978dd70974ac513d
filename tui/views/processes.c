/* processes.c - the tree of processes: who made whom, how each fares, and
   which pipes and shared memory are between them. */
#include "tui/views/tree.h"

#include "model/describe.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static enum role role_of(const struct process *process)
{
    switch (process->state) {
    case PROCESS_RUNNING:
        return ROLE_RUNNING;
    case PROCESS_EXITING:
        return ROLE_WANTS;
    case PROCESS_ZOMBIE:
        return ROLE_ALARM;
    default:
        return ROLE_ENDED;
    }
}

/* "reads ends, writes result": the ends it has open of pipes made here. */
static void describe_ends(const struct model *model,
                          const struct process *process, char *text,
                          size_t size)
{
    *text = '\0';
    for (unsigned i = 0; i < process->descriptor_count; i++) {
        const struct descriptor *open = &process->descriptors[i];
        const struct object *object = model_object(model, open->object);
        char name[64];
        size_t used = strlen(text);

        if (!object || !object->made_here)
            continue;
        used +=
            (size_t)snprintf(text + used, size - used, "%s", used ? ", " : "");
        snprintf(text + used, size - used,
                 open->end == END_READ    ? _("reads %s")
                 : open->end == END_WRITE ? _("writes %s")
                                          : _("has %s"),
                 describe_object(model, open->object, name, sizeof name));
    }
}

/* Where there is little room, how it fares comes before what it is called. */
static void tell(const struct scene *scene, uint32_t id, struct canvas *canvas,
                 struct box area, int row, int column)
{
    const struct model *model = scene->model;
    const struct process *process = model_process(model, id);
    const struct task *first = model_task(model, process->main_task);
    bool doing = first && process->state == PROCESS_RUNNING && !process->orphan;
    char text[SENTENCE];
    char how[SENTENCE];

    if (doing)
        describe_state(model, process->main_task, how, sizeof how);
    else
        describe_fate(model, id, how, sizeof how);
    column = canvas_text(canvas, area, row, column, ROLE_STRONG,
                         describe_process(model, id, text, sizeof text));
    int rest = canvas_width(how) + (int)strlen(" pid 1234567 S ");
    if (first && *first->name &&
        column + 1 + canvas_width(first->name) + rest <= area.columns)
        column = canvas_print(canvas, area, row, column + 1, ROLE_DIM, "%.15s",
                              first->name);
    column = canvas_print(canvas, area, row, column + 1, ROLE_DIM,
                          "pid %" PRId32, process->pid);
    column = canvas_print(canvas, area, row, column + 1, ROLE_DIM, "%c",
                          process->state == PROCESS_ZOMBIE ? 'Z'
                          : first && task_is_alive(first)  ? first->kernel_state
                                                           : ' ');
    column =
        canvas_fit(canvas, area, row, column + 1, area.columns,
                   doing ? look_of(first->state).role : role_of(process), how);
    describe_ends(model, process, text, sizeof text);
    if (*text)
        canvas_fit(canvas, area, row, column + 2, area.columns, ROLE_DIM, text);
}

static void title(const struct scene *scene, char *text, size_t size)
{
    uint32_t zombies = 0;

    for (uint32_t id = 1; id <= scene->model->process_count; id++)
        zombies += scene->model->processes[id - 1].state == PROCESS_ZOMBIE;
    if (zombies)
        snprintf(text, size,
                 ngettext("processes: %" PRIu32 " zombie",
                          "processes: %" PRIu32 " zombies", zombies),
                 zombies);
    else
        snprintf(text, size, _("processes"));
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    tree_draw(scene, scroll, canvas, area, tell);
}

const struct view processes_view = {title, tree_rows, draw};
