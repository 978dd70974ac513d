/* switches.c - how often the kernel put each task off a processor: because it
   waited, or because its time was up. */
#include "tui/views/roster.h"
#include "tui/views/view.h"

#include "model/describe.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

enum { BAR = 16 };

static uint32_t switches_of(const struct task *task)
{
    return task->voluntary + task->involuntary;
}

static int switches_rows(const struct scene *scene, int columns)
{
    (void)columns;
    return (int)scene->model->task_count;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    const struct model *model = scene->model;
    unsigned long all = 0;

    for (uint32_t id = 1; id <= model->task_count; id++)
        all += switches_of(&model->tasks[id - 1]);
    snprintf(text, size, _("switches: %lu, waited + time was up"), all);
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    const struct model *model = scene->model;
    uint32_t *tasks;
    int count = (int)roster_list(model, area.rows, &tasks);
    int first = clamp_scroll(scroll, count, area.rows);
    int width = roster_width(model);
    uint32_t most = 1;
    char name[SENTENCE];

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (switches_of(&model->tasks[id - 1]) > most)
            most = switches_of(&model->tasks[id - 1]);
    }
    for (int row = 0; row < area.rows && first + row < (int)model->task_count;
         row++) {
        uint32_t id = (uint32_t)(first + row) + 1;
        const struct task *task = model_task(model, id);
        struct bar bar = {.value = switches_of(task),
                          .most = most,
                          .width = BAR,
                          .role = ROLE_RUNNING};

        canvas_fit(canvas, area, row, 0, width, ROLE_STRONG,
                   describe_task(model, id, name, sizeof name));
        view_bar(canvas, area, row, width + 1, &bar);
        if (task->sampled_ns > 0)
            canvas_print(canvas, area, row, width + BAR + 2, ROLE_TEXT, "%u+%u",
                         task->voluntary, task->involuntary);
        else
            canvas_text(canvas, area, row, width + BAR + 2, ROLE_DIM,
                        _("not sampled"));
    }
    if (count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM, _("no task yet"));
    free(tasks);
}

const struct view switches_view = {title, switches_rows, draw};
