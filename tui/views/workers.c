/* workers.c - the workers of a pool: what each has in hand, and how many jobs
   it has done. Where a worker waits for another process to answer, that
   process is named: it does the job. */
#include "tui/views/view.h"

#include "model/describe.h"
#include "words.h"

#include <stdio.h>

enum { JOB = 9 };

/* It asks for jobs, or has asked. */
static bool is_worker(const struct model *model, const struct task *task)
{
    const struct object *pool = model_object(model, task->wait.other);

    return task->job.pool ||
           (task->state == TASK_WAITS && task->wait.op == OP_WAIT && pool &&
            pool->jobs.given > 0);
}

static int workers_rows(const struct scene *scene, int columns)
{
    int workers = 0;

    (void)columns;
    for (uint32_t id = 1; id <= scene->model->task_count; id++)
        workers += is_worker(scene->model, model_task(scene->model, id));
    return workers;
}

/* What is seen of jobs is true only as long as nothing is missed. */
static bool is_known(const struct model *model)
{
    return model->lost == 0;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    const struct model *model = scene->model;
    unsigned long waiting = 0, done = 0, given = 0;

    for (uint32_t id = 1; id <= model->object_count; id++) {
        given += model_object(model, id)->jobs.given;
        waiting += object_jobs_waiting(model_object(model, id));
    }
    for (uint32_t id = 1; id <= model->task_count; id++)
        done += model_task(model, id)->job.done;
    if (given > 0 && is_known(model))
        snprintf(text, size,
                 ngettext("workers: %lu job waits, %lu finished",
                          "workers: %lu jobs wait, %lu finished", waiting),
                 waiting, done);
    else
        snprintf(text, size, _("workers"));
}

/* The process that a task waits to hear from; 0: none, or not known. */
static uint32_t asked_by(const struct model *model, const struct task *task)
{
    const struct object *end = model_object(model, task->wait.object);

    if (task->state != TASK_WAITS || !end || !end->peer ||
        operation_effect(task->wait.op) != EFFECT_GET)
        return 0;
    for (uint32_t id = 1; id <= model->process_count; id++) {
        if (id != task->process &&
            process_has_end(model_process(model, id), end->peer, END_READ))
            return id;
    }
    return 0;
}

/* What is cancelled has a number, too, and is never taken. */
static void tell_job(const struct model *model, const struct task *task,
                     char *text, size_t size)
{
    if (model_object(model, task->job.pool)->jobs.cancelled == 0)
        snprintf(text, size, _("job %lu"), (unsigned long)task->job.number);
    else
        snprintf(text, size, _("a job"));
}

static void draw_worker(const struct model *model, uint32_t id, int width,
                        struct canvas *canvas, struct box area, int row)
{
    const struct task *task = model_task(model, id);
    uint32_t process = asked_by(model, task);
    bool ended = !task_is_alive(task);
    char text[SENTENCE];
    int column = width + 1;

    canvas_fit(canvas, area, row, 0, width, ended ? ROLE_ENDED : ROLE_STRONG,
               describe_task(model, id, text, sizeof text));
    if (ended)
        snprintf(text, sizeof text, _("ended"));
    else if (task->job.in_hand)
        tell_job(model, task, text, sizeof text);
    else
        snprintf(text, sizeof text, _("no job"));
    canvas_fit(canvas, area, row, column, column + JOB - 1,
               !ended && task->job.in_hand ? ROLE_HELD : ROLE_DIM, text);
    column += JOB;
    column = canvas_print(canvas, area, row, column, ROLE_TEXT,
                          _("%lu finished"), (unsigned long)task->job.done);
    if (task->job.in_hand && process)
        canvas_print(canvas, area, row, column + 2, ROLE_RUNNING, _("asks %s"),
                     describe_process(model, process, text, sizeof text));
}

static int widest_name(const struct model *model)
{
    int widest = 4;
    char name[SENTENCE];

    for (uint32_t id = 1; id <= model->task_count; id++) {
        int width = canvas_width(describe_task(model, id, name, sizeof name));

        if (is_worker(model, model_task(model, id)) && width > widest)
            widest = width;
    }
    return widest;
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    const struct model *model = scene->model;
    int rows = workers_rows(scene, area.columns);
    int row = -clamp_scroll(scroll, rows, area.rows);
    int width = widest_name(model);

    if (rows == 0 || !is_known(model)) {
        canvas_text(canvas, area, 0, 0, ROLE_DIM,
                    is_known(model) ? _("no job seen yet")
                                    : _("not known: events were lost"));
        return;
    }
    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (!is_worker(model, model_task(model, id)))
            continue;
        if (row >= 0 && row < area.rows)
            draw_worker(model, id, width, canvas, area, row);
        row++;
    }
}

const struct view workers_view = {title, workers_rows, draw};
