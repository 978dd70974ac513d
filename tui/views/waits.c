/* waits.c - who waits for whom: the waits-for graph, as chains.

       T1 ─right▶ T2 ─left▶ T1   DEADLOCK                              */
#include "tui/views/view.h"

#include "model/describe.h"
#include "must.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHAIN = 12 };

/* The graph as it stands: computed once for a drawing. */
struct graph {
    const struct model *model;
    uint32_t *waits_for; /* [id]: the task that `id` waits for, the first of
                            several; 0: nobody in particular. */
    bool *begins;        /* [id]: a chain is drawn from here. */
};

/* Of each object, the first task that holds it; [id]. */
static uint32_t *first_holders(const struct model *model)
{
    uint32_t *holders = must_allocate(model->object_count + 1, sizeof *holders);

    for (uint32_t id = model->task_count; id > 0; id--) {
        const struct task *task = &model->tasks[id - 1];

        for (unsigned i = 0; i < task->hold_count; i++) {
            if (task->holds[i].object <= model->object_count)
                holders[task->holds[i].object] = id;
        }
    }
    return holders;
}

static uint32_t awaited_by(const struct model *model, uint32_t id,
                           const uint32_t *holders)
{
    const struct task *task = model_task(model, id);
    const struct process *child;

    if (task->state != TASK_WAITS)
        return 0;
    switch (operation_effect(task->wait.op)) {
    case EFFECT_JOIN:
        return task->wait.other;
    case EFFECT_REAP:
        child = model_process(model, task->wait.other);
        return child ? child->main_task : 0;
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        return task->wait.object <= model->object_count
                   ? holders[task->wait.object]
                   : 0;
    default:
        return 0;
    }
}

static void begin_chain(struct graph *graph, uint32_t id, bool *shown)
{
    graph->begins[id] = true;
    for (; id && !shown[id]; id = graph->waits_for[id])
        shown[id] = true;
}

/* A chain begins with each task that nobody waits for; a cycle that no such
   chain leads into, with any of its tasks; and a deadlock, in any case, with
   the first of its own. */
static void find_chains(struct graph *graph)
{
    const struct model *model = graph->model;
    bool *awaited = must_allocate((size_t)model->task_count + 1, 1);
    bool *shown = must_allocate((size_t)model->task_count + 1, 1);

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (graph->waits_for[id] != id)
            awaited[graph->waits_for[id]] = true;
    }
    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (model_task(model, id)->state == TASK_WAITS && !awaited[id])
            begin_chain(graph, id, shown);
    }
    if (model->stuck.count > 0)
        begin_chain(graph, model->stuck.edges[0].from, shown);
    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (model_task(model, id)->state == TASK_WAITS && !shown[id])
            begin_chain(graph, id, shown);
    }
    free(awaited);
    free(shown);
}

static struct graph graph_of(const struct model *model)
{
    size_t room = (size_t)model->task_count + 1;
    uint32_t *holders = first_holders(model);
    struct graph graph = {.model = model,
                          .waits_for =
                              must_allocate(room, sizeof *graph.waits_for),
                          .begins = must_allocate(room, sizeof *graph.begins)};

    for (uint32_t id = 1; id <= model->task_count; id++) {
        uint32_t to = awaited_by(model, id, holders);

        graph.waits_for[id] = to <= model->task_count ? to : 0;
    }
    free(holders);
    find_chains(&graph);
    return graph;
}

static void graph_fini(struct graph *graph)
{
    free(graph->waits_for);
    free(graph->begins);
}

static bool is_in_cycle(const struct model *model, uint32_t id)
{
    for (unsigned i = 0; i < model->stuck.count; i++) {
        if (model->stuck.edges[i].from == id)
            return true;
    }
    return false;
}

static int draw_chain(const struct graph *graph, uint32_t id,
                      struct canvas *canvas, struct box area, int row)
{
    const struct model *model = graph->model;
    char name[64];
    uint32_t seen[CHAIN];
    int count = 0;
    int column = canvas_text(canvas, area, row, 0, ROLE_STRONG,
                             describe_task(model, id, name, sizeof name));

    while (id && count < CHAIN) {
        const struct task *task = model_task(model, id);

        seen[count++] = id;
        if (!task || task->state != TASK_WAITS)
            break;
        column = canvas_text(canvas, area, row, column + 1, ROLE_WAITING, "─");
        if (task->wait.object)
            column = canvas_text(
                canvas, area, row, column, ROLE_WAITING,
                describe_object(model, task->wait.object, name, sizeof name));
        else
            column = canvas_text(canvas, area, row, column, ROLE_WAITING,
                                 operation_word(task->wait.op));
        column = canvas_text(canvas, area, row, column, ROLE_WAITING, "▶");
        id = graph->waits_for[id];
        column =
            canvas_text(canvas, area, row, column + 1, ROLE_STRONG,
                        id ? describe_task(model, id, name, sizeof name) : "?");
        for (int i = 0; i < count; i++) {
            if (seen[i] == id)
                return column;
        }
    }
    return column;
}

static int count_chains(const struct graph *graph)
{
    int rows = 0;

    for (uint32_t id = 1; id <= graph->model->task_count; id++)
        rows += graph->begins[id];
    return rows > 0 ? rows : 1;
}

static int waits_rows(const struct scene *scene, int columns)
{
    struct graph graph = graph_of(scene->model);
    int rows = count_chains(&graph);

    (void)columns;
    graph_fini(&graph);
    return rows;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    (void)scene;
    snprintf(text, size, _("who waits for whom"));
}

static void draw_row(const struct graph *graph, uint32_t id,
                     struct canvas *canvas, struct box area, int row)
{
    int column = draw_chain(graph, id, canvas, area, row);

    if (is_in_cycle(graph->model, id))
        canvas_text(canvas, area, row, column + 2, ROLE_ALARM,
                    graph->model->stuck.verdict == VERDICT_DEADLOCK
                        ? _("DEADLOCK")
                        : _("LOST WAKEUP"));
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    struct graph graph = graph_of(scene->model);
    int row = -clamp_scroll(scroll, count_chains(&graph), area.rows);
    bool any = false;

    for (uint32_t id = 1; id <= scene->model->task_count; id++) {
        if (!graph.begins[id])
            continue;
        any = true;
        if (row >= 0 && row < area.rows)
            draw_row(&graph, id, canvas, area, row);
        row++;
    }
    if (!any)
        canvas_text(canvas, area, 0, 0, ROLE_DIM,
                    _("nobody waits for anybody"));
    graph_fini(&graph);
}

const struct view waits_view = {title, waits_rows, draw};
