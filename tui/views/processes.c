/* processes.c - the tree of processes: who made whom, how each fares, and
   which pipes and shared memory are between them. */
#include "tui/views/view.h"

#include "model/describe.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH = 8 }; /* Of the tree, as far as it is indented. */

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

/* The way down to a process: at each level, does a sibling come below? Who is
   deeper than there is room for is drawn at the last level. */
struct path {
    int depth;
    bool more[DEPTH + 1];
};

static int level_of(const struct path *path)
{
    return path->depth < DEPTH ? path->depth : DEPTH;
}

static void draw_branch(const struct path *path, struct canvas *canvas,
                        struct box area, int row)
{
    for (int level = 1; level <= level_of(path); level++) {
        const char *line = level < level_of(path)
                               ? (path->more[level] ? "│" : "")
                           : path->more[level] ? "├─"
                                               : "└─";

        canvas_text(canvas, area, row, (level - 1) * 3, ROLE_BORDER, line);
    }
}

static void draw_process(const struct scene *scene, uint32_t id,
                         const struct path *path, struct canvas *canvas,
                         struct box area, int row)
{
    const struct model *model = scene->model;
    const struct process *process = model_process(model, id);
    const struct task *first = model_task(model, process->main_task);
    char text[SENTENCE];
    int column;

    draw_branch(path, canvas, area, row);
    column = canvas_text(canvas, area, row, level_of(path) * 3, ROLE_STRONG,
                         describe_process(model, id, text, sizeof text));
    if (first && *first->name)
        column = canvas_print(canvas, area, row, column + 1, ROLE_DIM, "%.15s",
                              first->name);
    column = canvas_print(canvas, area, row, column + 1, ROLE_DIM,
                          "pid %" PRId32, process->pid);
    column = canvas_print(canvas, area, row, column + 1, ROLE_DIM, "%c",
                          process->state == PROCESS_ZOMBIE ? 'Z'
                          : first && task_is_alive(first)  ? first->kernel_state
                                                           : ' ');
    if (first && process->state == PROCESS_RUNNING && !process->orphan) {
        describe_state(model, process->main_task, text, sizeof text);
        column = canvas_fit(canvas, area, row, column + 1, area.columns,
                            look_of(first->state).role, text);
    } else {
        describe_fate(model, id, text, sizeof text);
        column = canvas_fit(canvas, area, row, column + 1, area.columns,
                            role_of(process), text);
    }
    describe_ends(model, process, text, sizeof text);
    if (*text)
        canvas_fit(canvas, area, row, column + 2, area.columns, ROLE_DIM, text);
}

/* The next child after this one; 0: none. */
static uint32_t next_child(const struct model *model, uint32_t parent,
                           uint32_t after)
{
    for (uint32_t id = after + 1; id <= model->process_count; id++) {
        if (model->processes[id - 1].parent == parent)
            return id;
    }
    return 0;
}

/* Draws a process and those below it, in order. Returns the next row. */
static int draw_tree(const struct scene *scene, uint32_t id, struct path *path,
                     struct canvas *canvas, struct box area, int row)
{
    if (row >= 0 && row < area.rows)
        draw_process(scene, id, path, canvas, area, row);
    row++;
    path->depth++;
    for (uint32_t child = next_child(scene->model, id, id); child;) {
        uint32_t next = next_child(scene->model, id, child);

        if (path->depth <= DEPTH)
            path->more[path->depth] = next != 0;
        row = draw_tree(scene, child, path, canvas, area, row);
        child = next;
    }
    path->depth--;
    return row;
}

static int process_rows(const struct scene *scene, int columns)
{
    (void)columns;
    return (int)scene->model->process_count;
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
    const struct model *model = scene->model;
    int row = -clamp_scroll(scroll, (int)model->process_count, area.rows);

    for (uint32_t id = 1; id <= model->process_count; id++) {
        uint32_t parent = model->processes[id - 1].parent;

        if (parent == 0 || parent >= id)
            row = draw_tree(scene, id, &(struct path){.depth = 0}, canvas, area,
                            row);
    }
    if (model->process_count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM, _("starting"));
}

const struct view processes_view = {title, process_rows, draw};
