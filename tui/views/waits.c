/* waits.c - who waits for whom: the waits-for graph, as chains.

       T1 ─right▶ T2 ─left▶ T1   DEADLOCK                              */
#include "tui/views/view.h"

#include "model/describe.h"

#include <stdio.h>

enum { CHAIN = 12 };

/* The one task that `id` waits for, first of several; 0: nobody in
   particular. */
static uint32_t waits_for(const struct model *model, uint32_t id)
{
    const struct task *task = model_task(model, id);
    const struct process *child;
    uint32_t holder = 0;

    if (!task || task->state != TASK_WAITS)
        return 0;
    switch (operation_effect(task->wait.op)) {
    case EFFECT_JOIN:
        return task->wait.other;
    case EFFECT_REAP:
        child = model_process(model, task->wait.other);
        return child ? child->main_task : 0;
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        model_holders(model, task->wait.object, &holder, 1);
        return holder;
    default:
        return 0;
    }
}

static bool is_waited_for(const struct model *model, uint32_t id)
{
    for (uint32_t other = 1; other <= model->task_count; other++) {
        if (other != id && waits_for(model, other) == id)
            return true;
    }
    return false;
}

static bool is_in_cycle(const struct model *model, uint32_t id)
{
    for (unsigned i = 0; i < model->stuck.count; i++) {
        if (model->stuck.edges[i].from == id)
            return true;
    }
    return false;
}

/* A chain begins with a task that nobody waits for; a cycle anywhere: with the
   first of its tasks. */
static bool begins_chain(const struct model *model, uint32_t id)
{
    const struct task *task = model_task(model, id);

    if (task->state != TASK_WAITS)
        return false;
    if (!is_waited_for(model, id))
        return true;
    return model->stuck.count > 0 && model->stuck.edges[0].from == id;
}

static int draw_chain(const struct scene *scene, uint32_t id,
                      struct canvas *canvas, struct box area, int row)
{
    const struct model *model = scene->model;
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
        id = waits_for(model, id);
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

static int waits_rows(const struct scene *scene, int columns)
{
    int rows = 0;

    (void)columns;
    for (uint32_t id = 1; id <= scene->model->task_count; id++)
        rows += begins_chain(scene->model, id);
    return rows > 0 ? rows : 1;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    (void)scene;
    snprintf(text, size, "who waits for whom");
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    const struct model *model = scene->model;
    int rows = waits_rows(scene, area.columns);
    int row = -clamp_scroll(scroll, rows, area.rows);
    bool any = false;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (!begins_chain(model, id))
            continue;
        any = true;
        if (row >= 0 && row < area.rows) {
            int column = draw_chain(scene, id, canvas, area, row);

            if (is_in_cycle(model, id))
                canvas_print(canvas, area, row, column + 2, ROLE_ALARM, "%s",
                             model->stuck.verdict == VERDICT_DEADLOCK
                                 ? "DEADLOCK"
                                 : "LOST WAKEUP");
        }
        row++;
    }
    if (!any)
        canvas_text(canvas, area, 0, 0, ROLE_DIM, "nobody waits for anybody");
}

const struct view waits_view = {title, waits_rows, draw};
