/* waits.c - who waits for whom: the waits-for graph, as chains. A deadlock
   comes first, and no link is drawn twice.

       T1 ─right▶ T2 ─left▶ T1   DEADLOCK
       main ─join▶ T1                                                  */
#include "tui/views/view.h"

#include "model/describe.h"
#include "must.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 2 };

/* The graph as it stands: computed once for a drawing. */
struct graph {
    const struct model *model;
    uint32_t *waits_for; /* [id]: the task that `id` waits for, the first of
                            several; 0: nobody in particular. */
    uint32_t *chains;    /* The task that each chain begins with, in order. */
    uint32_t chain_count;
    bool *drawn; /* [id]: what it waits for stands there. */
};

/* Where the next text goes. A chain that is too long for a row goes on in the
   next one, between two links. */
struct pen {
    struct canvas *canvas; /* NULL: only the rows are counted. */
    struct box area;
    int row;
    int column;
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
    graph->chains[graph->chain_count++] = id;
    for (; id && !shown[id]; id = graph->waits_for[id])
        shown[id] = true;
}

static bool waits(const struct model *model, uint32_t id)
{
    return model_task(model, id)->state == TASK_WAITS;
}

/* A chain begins, in any case, with the first of a deadlock; with each task
   that nobody waits for; and with any task of a cycle that no such chain leads
   into. */
static void find_chains(struct graph *graph)
{
    const struct model *model = graph->model;
    bool *awaited = must_allocate((size_t)model->task_count + 1, 1);
    bool *shown = must_allocate((size_t)model->task_count + 1, 1);

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (graph->waits_for[id] != id)
            awaited[graph->waits_for[id]] = true;
    }
    if (model->stuck.count > 0)
        begin_chain(graph, model->stuck.edges[0].from, shown);
    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (waits(model, id) && !awaited[id] && !shown[id])
            begin_chain(graph, id, shown);
    }
    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (waits(model, id) && !shown[id])
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
                          .chains = must_allocate(room, sizeof *graph.chains),
                          .drawn = must_allocate(room, sizeof *graph.drawn)};

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
    free(graph->chains);
    free(graph->drawn);
}

static void put(struct pen *pen, enum role role, const char *text)
{
    if (pen->canvas && pen->row >= 0 && pen->row < pen->area.rows)
        canvas_text(pen->canvas, pen->area, pen->row, pen->column, role, text);
    pen->column += canvas_width(text);
}

/* Goes to the next row unless there is room for so many columns. */
static void make_room(struct pen *pen, int columns)
{
    if (pen->column + columns <= pen->area.columns || pen->column <= INDENT)
        return;
    pen->row++;
    pen->column = INDENT;
}

/* " ─right▶ T2": what a task waits for, and who has it. */
static void draw_link(struct pen *pen, const struct graph *graph, uint32_t from)
{
    const struct model *model = graph->model;
    const struct task *task = model_task(model, from);
    uint32_t to = graph->waits_for[from];
    char object[SENTENCE];
    char holder[SENTENCE] = "?";

    if (task->wait.object)
        describe_object(model, task->wait.object, object, sizeof object);
    else
        snprintf(object, sizeof object, "%s", _(operation_word(task->wait.op)));
    if (to)
        describe_task(model, to, holder, sizeof holder);
    make_room(pen, canvas_width(object) + canvas_width(holder) + 4);
    pen->column++;
    put(pen, ROLE_WAITING, "─");
    put(pen, ROLE_WAITING, object);
    put(pen, ROLE_WAITING, "▶");
    pen->column++;
    put(pen, ROLE_STRONG, holder);
}

static bool is_in_cycle(const struct model *model, uint32_t id)
{
    for (unsigned i = 0; i < model->stuck.count; i++) {
        if (model->stuck.edges[i].from == id)
            return true;
    }
    return false;
}

/* Up to a task that waits for nobody, or whose waiting has been drawn. */
static void draw_chain(struct pen *pen, struct graph *graph, uint32_t first)
{
    const struct model *model = graph->model;
    char name[SENTENCE];

    put(pen, ROLE_STRONG, describe_task(model, first, name, sizeof name));
    for (uint32_t id = first; id && waits(model, id) && !graph->drawn[id];
         id = graph->waits_for[id]) {
        graph->drawn[id] = true;
        draw_link(pen, graph, id);
    }
    if (is_in_cycle(model, first)) {
        const char *verdict = model->stuck.verdict == VERDICT_DEADLOCK
                                  ? _("DEADLOCK")
                                  : _("LOST WAKEUP");

        make_room(pen, canvas_width(verdict) + 2);
        pen->column += 2;
        put(pen, ROLE_ALARM, verdict);
    }
    pen->row++;
    pen->column = 0;
}

static void draw_chains(struct pen *pen, struct graph *graph)
{
    memset(graph->drawn, 0,
           ((size_t)graph->model->task_count + 1) * sizeof *graph->drawn);
    for (uint32_t i = 0; i < graph->chain_count; i++)
        draw_chain(pen, graph, graph->chains[i]);
}

static int count_rows(struct graph *graph, struct box area)
{
    struct pen pen = {.area = area};

    draw_chains(&pen, graph);
    return pen.row > 0 ? pen.row : 1;
}

static int waits_rows(const struct scene *scene, int columns)
{
    struct graph graph = graph_of(scene->model);
    int rows = count_rows(&graph, (struct box){.columns = columns});

    graph_fini(&graph);
    return rows;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    (void)scene;
    snprintf(text, size, _("who waits for whom"));
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    struct graph graph = graph_of(scene->model);
    int rows = count_rows(&graph, area);
    struct pen pen = {.canvas = canvas,
                      .area = area,
                      .row = -clamp_scroll(scroll, rows, area.rows)};

    draw_chains(&pen, &graph);
    if (graph.chain_count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM,
                    _("nobody waits for anybody"));
    graph_fini(&graph);
}

const struct view waits_view = {title, waits_rows, draw};
