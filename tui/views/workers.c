/* workers.c - the workers of a pool, threads or processes: what each has in
   hand, and how many jobs it has finished. */
#include "tui/views/view.h"

#include "model/describe.h"
#include "words.h"

#include <stdio.h>

static int workers_rows(const struct scene *scene, int columns)
{
    int workers = 0;

    (void)columns;
    for (uint32_t id = 1; id <= scene->model->task_count; id++)
        workers += model_task(scene->model, id)->job.works;
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
    unsigned waiting = model_jobs_waiting(model);
    unsigned long finished = 0;

    for (uint32_t id = 1; id <= model->task_count; id++)
        finished += model_task(model, id)->job.finished;
    if (model->jobs.giver && model_knows_jobs(model))
        snprintf(text, size,
                 ngettext("workers: %u job waits, %lu finished",
                          "workers: %u jobs wait, %lu finished", waiting),
                 waiting, finished);
    else
        snprintf(text, size, _("workers"));
}

/* A worker that is a process of its own ended with a job in hand: that is the
   news. Returns the column behind it. */
static int draw_death(const struct model *model, const struct task *task,
                      struct canvas *canvas, struct box area, int row,
                      int column)
{
    char text[SENTENCE];

    column = canvas_fit(canvas, area, row, column, area.columns, ROLE_ALARM,
                        describe_fate(model, task->process, text, sizeof text));
    return canvas_text(canvas, area, row, column, ROLE_TEXT, ", ");
}

static const char *tell_job(const struct task *task, char *text, size_t size)
{
    if (task->job.in_hand)
        snprintf(text, size, _("job %lu"), (unsigned long)task->job.number);
    else
        snprintf(text, size, "%s",
                 task_is_alive(task) ? _("no job") : _("ended"));
    return text;
}

/* Columns of the names, and of what the workers have in hand. */
struct widths {
    int name;
    int job;
};

static void draw_worker(const struct model *model, uint32_t id,
                        struct widths widths, struct canvas *canvas,
                        struct box area, int row)
{
    const struct task *task = model_task(model, id);
    bool ended = !task_is_alive(task);
    bool in_hand = task->job.in_hand;
    char text[SENTENCE];
    int column = widths.name + 1;

    canvas_fit(canvas, area, row, 0, widths.name,
               ended ? ROLE_ENDED : ROLE_STRONG,
               describe_task(model, id, text, sizeof text));
    canvas_fit(canvas, area, row, column, column + widths.job,
               !in_hand ? ROLE_DIM
               : ended  ? ROLE_ALARM
                        : ROLE_HELD,
               tell_job(task, text, sizeof text));
    column += widths.job + 2;
    if (ended && in_hand && task->number == 0)
        column = draw_death(model, task, canvas, area, row, column);
    snprintf(text, sizeof text, _("%lu finished"),
             (unsigned long)task->job.finished);
    canvas_fit(canvas, area, row, column, area.columns, ROLE_TEXT, text);
}

static struct widths widths_of(const struct model *model)
{
    struct widths widths = {.name = 4, .job = 7};
    char text[SENTENCE];

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = model_task(model, id);

        if (!task->job.works)
            continue;
        int name = canvas_width(describe_task(model, id, text, sizeof text));
        int job = canvas_width(tell_job(task, text, sizeof text));
        widths.name = name > widths.name ? name : widths.name;
        widths.job = job > widths.job ? job : widths.job;
    }
    return widths;
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    const struct model *model = scene->model;
    int rows = workers_rows(scene, area.columns);
    int row = -clamp_scroll(scroll, rows, area.rows);
    struct widths widths = widths_of(model);

    if (rows == 0 || !is_known(model)) {
        canvas_text(canvas, area, 0, 0, ROLE_DIM,
                    is_known(model) ? _("no worker seen yet")
                                    : _("not known: events were lost"));
        return;
    }
    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (!model_task(model, id)->job.works)
            continue;
        if (row >= 0 && row < area.rows)
            draw_worker(model, id, widths, canvas, area, row);
        row++;
    }
}

const struct view workers_view = {title, workers_rows, draw};
