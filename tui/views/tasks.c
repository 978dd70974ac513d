/* tasks.c - every task: its state, why, and what to make of it.

   Threads stand under their process where there are several processes. */
#include "tui/views/roster.h"
#include "tui/views/view.h"

#include "model/describe.h"
#include "model/judge.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDE = 72, KERNEL = 22 };

static int task_rows(const struct scene *scene, int columns)
{
    (void)columns;
    return (int)scene->model->task_count;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    uint32_t alive = 0;

    for (uint32_t id = 1; id <= scene->model->task_count; id++)
        alive += task_is_alive(&scene->model->tasks[id - 1]);
    snprintf(text, size, _("tasks: %" PRIu32 " alive"), alive);
}

/* What the kernel counts: where there is room, and a run to count in. Before a
   room a schedule is played. */
static bool shows_kernel(const struct scene *scene, int columns)
{
    return columns >= WIDE && !scene->before_a_room;
}

static void draw_kernel(const struct task *task, struct canvas *canvas,
                        struct box area, int row)
{
    canvas_print(canvas, area, row, area.columns - KERNEL, ROLE_DIM,
                 "%6.2fs cpu %4" PRIu32 "+%-3" PRIu32 "sw",
                 (double)task->cpu_ns / 1e9, task->voluntary,
                 task->involuntary);
}

static void draw_task(const struct scene *scene, uint32_t id, int column,
                      struct canvas *canvas, struct box area, int row)
{
    const struct task *task = model_task(scene->model, id);
    struct look look = look_of(task->state);
    struct judgement judgement = judge_task(scene->model, id);
    char text[SENTENCE];
    char judged[SENTENCE];
    bool kernel = shows_kernel(scene, area.columns);
    int end = area.columns - (kernel ? KERNEL + 1 : 0);

    roster_name(scene->model, id, text, sizeof text);
    canvas_fit(canvas, area, row, roster_indent(scene->model, id), column,
               ROLE_STRONG, text);
    canvas_put(canvas, area, row, column + 1, ROLE_DIM,
               task_is_alive(task) ? (uint32_t)task->kernel_state : ' ');
    canvas_put(canvas, area, row, column + 3, look.role, look.mark);
    describe_state(scene->model, id, text, sizeof text);
    describe_judgement(scene->model, &judgement, judged, sizeof judged);
    column += 5;
    /* A sign of trouble says more than what the task does at the moment. */
    if (column + canvas_width(text) + 2 + canvas_width(judged) <= end ||
        judgement.mark == MARK_NONE || judgement.mark == MARK_STUCK)
        column =
            canvas_fit(canvas, area, row, column, end, look.role, text) + 2;
    if (judgement.mark != MARK_STUCK || column + canvas_width(judged) <= end)
        canvas_fit(canvas, area, row, column, end, ROLE_ALARM, judged);
    if (kernel && task_is_alive(task))
        draw_kernel(task, canvas, area, row);
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    const struct model *model = scene->model;
    uint32_t *tasks;
    int shown = (int)roster_list(model, area.rows, &tasks);
    int first = clamp_scroll(scroll, shown, area.rows);
    int column = roster_width(model);

    for (int row = 0; row < area.rows && first + row < shown; row++)
        draw_task(scene, tasks[first + row], column, canvas, area, row);
    if (model->task_count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM, _("starting"));
    free(tasks);
}

const struct view tasks_view = {title, task_rows, draw};
