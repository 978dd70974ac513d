/* turns.c - how long each task has to wait for its turn, counted in turns that
   others had meanwhile: starvation is seen before it is told. Who was never
   passed over is not listed. */
#include "tui/views/roster.h"
#include "tui/views/view.h"

#include "model/describe.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

enum { BAR = 20, BAR_LEAST = 6, SCALE = 10 };

/* Now, if it waits; and ever, in one wait. */
static uint32_t passes_now(const struct task *task)
{
    return task->state == TASK_WAITS ? task->wait.passes : 0;
}

static uint32_t most_of_all(const struct model *model)
{
    uint32_t most = SCALE;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (model->tasks[id - 1].most_passes > most)
            most = model->tasks[id - 1].most_passes;
        if (passes_now(&model->tasks[id - 1]) > most)
            most = passes_now(&model->tasks[id - 1]);
    }
    return most;
}

static bool was_passed_over(const struct task *task)
{
    return task->most_passes > 0 || passes_now(task) > 0;
}

static int turns_rows(const struct scene *scene, int columns)
{
    int rows = 0;

    (void)columns;
    for (uint32_t id = 1; id <= scene->model->task_count; id++)
        rows += was_passed_over(model_task(scene->model, id));
    return rows > 0 ? rows : 1;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    (void)scene;
    snprintf(text, size, _("turns: how often passed over"));
}

/* What stands behind the bar is not cut off for its sake. */
static int bar_width(struct box area, int width, const char *text)
{
    int room = area.columns - width - 2 - canvas_width(text);

    return room > BAR ? BAR : room > BAR_LEAST ? room : BAR_LEAST;
}

static void draw_task(const struct model *model, uint32_t id,
                      struct canvas *canvas, struct box area, int row)
{
    const struct task *task = model_task(model, id);
    int width = roster_width(model);
    uint32_t now = passes_now(task);
    uint32_t most = task->most_passes > now ? task->most_passes : now;
    struct bar bar = {.value = now ? now : most,
                      .most = most_of_all(model),
                      .role = now ? ROLE_WAITING : ROLE_ENDED};
    char name[SENTENCE], text[SENTENCE];

    canvas_fit(canvas, area, row, 0, width, ROLE_STRONG,
               describe_task(model, id, name, sizeof name));
    snprintf(text, sizeof text, now ? _("%u, still waiting") : _("%u at most"),
             now ? now : most);
    bar.width = bar_width(area, width, text);
    view_bar(canvas, area, row, width + 1, &bar);
    canvas_fit(canvas, area, row, width + bar.width + 2, area.columns,
               now ? ROLE_WAITING : ROLE_DIM, text);
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    const struct model *model = scene->model;
    int row = -clamp_scroll(scroll, turns_rows(scene, area.columns), area.rows);
    bool any = false;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (!was_passed_over(model_task(model, id)))
            continue;
        any = true;
        if (row >= 0 && row < area.rows)
            draw_task(model, id, canvas, area, row);
        row++;
    }
    if (!any)
        canvas_text(canvas, area, 0, 0, ROLE_DIM,
                    _("nobody has been passed over yet"));
}

const struct view turns_view = {title, turns_rows, draw};
