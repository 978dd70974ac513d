/* tasks.c - every task: its state, why, and what to make of it.

   Threads stand under their process where there are several processes. */
#include "tui/views/view.h"

#include "model/describe.h"
#include "model/judge.h"
#include "must.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDE = 72, KERNEL = 22 };

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
    snprintf(text, size, "tasks: %" PRIu32 " alive", alive);
}

static void draw_kernel(const struct task *task, struct canvas *canvas,
                        struct box area, int row)
{
    if (!task_is_alive(task) || area.columns < WIDE)
        return;
    canvas_print(canvas, area, row, area.columns - KERNEL, ROLE_DIM,
                 "%6.2fs cpu %4" PRIu32 "+%-3" PRIu32 "sw",
                 (double)task->cpu_ns / 1e9, task->voluntary,
                 task->involuntary);
}

static void name_of(const struct scene *scene, uint32_t id, char *text,
                    size_t size)
{
    const struct task *task = model_task(scene->model, id);
    size_t used;

    describe_task(scene->model, id, text, size);
    used = strlen(text);
    if (*task->name)
        snprintf(text + used, size - used, " %.15s", task->name);
}

static int indent_of(const struct scene *scene, uint32_t id)
{
    return has_several_processes(scene->model) &&
                   model_task(scene->model, id)->number > 0
               ? 2
               : 0;
}

static int name_column(const struct scene *scene)
{
    int widest = 4;

    for (uint32_t id = 1; id <= scene->model->task_count; id++) {
        char text[64];

        name_of(scene, id, text, sizeof text);
        int width = canvas_width(text) + indent_of(scene, id);
        if (width > widest)
            widest = width;
    }
    return widest < 20 ? widest : 20;
}

static void draw_task(const struct scene *scene, uint32_t id, int column,
                      struct canvas *canvas, struct box area, int row)
{
    const struct task *task = model_task(scene->model, id);
    struct look look = look_of(task->state);
    struct judgement judgement = judge_task(scene->model, id);
    char text[SENTENCE];
    char judged[SENTENCE];
    int end = area.columns - (area.columns >= WIDE ? KERNEL + 1 : 0);

    name_of(scene, id, text, sizeof text);
    canvas_fit(canvas, area, row, indent_of(scene, id), column, ROLE_STRONG,
               text);
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
    draw_kernel(task, canvas, area, row);
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

/* The tasks to be shown, each process's together. Returns how many. */
static size_t list_tasks(const struct model *model, bool hide,
                         struct listed *tasks)
{
    size_t count = 0;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];

        if (!hide || !is_over(model, task))
            tasks[count++] = (struct listed){task->process, id};
    }
    qsort(tasks, count, sizeof *tasks, by_process);
    return count;
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    const struct model *model = scene->model;
    struct listed *tasks =
        must_allocate((size_t)model->task_count + 1, sizeof *tasks);
    /* Those over make room for the rest. */
    bool hide = (int)model->task_count > area.rows;
    int shown = (int)list_tasks(model, hide, tasks);
    int first = clamp_scroll(scroll, shown, area.rows);
    int column = name_column(scene);

    for (int row = 0; row < area.rows && first + row < shown; row++)
        draw_task(scene, tasks[first + row].id, column, canvas, area, row);
    if (model->task_count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM, "starting");
    free(tasks);
}

const struct view tasks_view = {title, task_rows, draw};
