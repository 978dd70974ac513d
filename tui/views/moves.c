/* moves.c - the tasks of a program under control: the key that moves each,
   whether it can, and what it would do. */
#include "tui/views/roster.h"
#include "tui/views/view.h"

#include "model/describe.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WITH_WORDS = 46, WORD = 7, KEYS = 10 };

static const struct look looks[] = {
    [CANNOT] = {'#', ROLE_WAITING, N_("waits")},
    [CAN] = {'>', ROLE_RUNNING, N_("can")},
    [CAN_BY_TIME] = {'~', ROLE_SLEEPING, N_("time")},
};

static int task_rows(const struct scene *scene, int columns)
{
    (void)columns;
    return (int)scene->model->task_count;
}

static const struct look moving_look = {'>', ROLE_WANTS, N_("moves")};

static struct look look_at(const struct scene *scene, uint32_t id,
                           const struct choice *choice)
{
    if (id == scene->moves->mover)
        return moving_look;
    return choice ? looks[choice->readiness]
                  : look_of(model_task(scene->model, id)->state);
}

static const struct choice *choice_of(const struct moves *moves, uint32_t task)
{
    for (size_t i = 0; i < moves->count; i++) {
        if (moves->choices[i].task == task)
            return &moves->choices[i];
    }
    return NULL;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    uint32_t can = 0;

    for (size_t i = 0; i < scene->moves->count; i++)
        can += scene->moves->choices[i].readiness != CANNOT;
    if (scene->moves->mover)
        snprintf(text, size, _("tasks: one moves"));
    else
        snprintf(text, size, _("tasks: %" PRIu32 " can move"), can);
}

/* The line it stands at, as ":21". */
static void describe_line(const struct model *model, const struct task *task,
                          char *text, size_t size)
{
    const struct site *site = model_site(model, task->site);

    *text = '\0';
    if (site && site->line > 0 && task_is_alive(task))
        snprintf(text, size, ":%d", (int)site->line);
}

static void describe_choice(const struct scene *scene,
                            const struct choice *choice, uint32_t id,
                            char *text, size_t size)
{
    const struct model *model = scene->model;

    if (id == scene->moves->mover)
        snprintf(text, size, _("moves: no operation yet"));
    /* Its time has come while others moved. */
    else if (choice && choice->readiness == CAN &&
             model_task(model, id)->state == TASK_SLEEPS)
        snprintf(text, size, _("wake up"));
    else if (choice)
        describe_next(model, id, text, size);
    else
        describe_state(model, id, text, size);
    if (choice && id != scene->moves->mover && choice_has_older(choice))
        strncat(text, _(", or an older value"), size - strlen(text) - 1);
}

static void draw_task(const struct scene *scene, uint32_t id, int width,
                      struct canvas *canvas, struct box area, int row)
{
    const struct model *model = scene->model;
    const struct task *task = model_task(model, id);
    const struct choice *choice = choice_of(scene->moves, id);
    struct look look = look_at(scene, id, choice);
    bool selected = choice && choice->birth == scene->moves->selected;
    int column = 3 + width + 1;
    char text[SENTENCE];
    char line[16];

    if (selected)
        canvas_text(canvas, area, row, 0, ROLE_FOCUS, "▶");
    if (choice && choice->birth <= KEYS)
        canvas_print(canvas, area, row, 1, ROLE_KEY, "%" PRIu32,
                     choice->birth - 1);
    roster_name(model, id, text, sizeof text);
    canvas_fit(canvas, area, row, 3 + roster_indent(model, id), 3 + width,
               ROLE_STRONG, text);
    canvas_put(canvas, area, row, column, look.role, look.mark);
    column += 2;
    if (area.columns >= WITH_WORDS) {
        canvas_text(canvas, area, row, column, look.role, _(look.word));
        column += WORD + 1;
    }
    describe_choice(scene, choice, id, text, sizeof text);
    describe_line(model, task, line, sizeof line);
    canvas_fit(canvas, area, row, column, area.columns, look.role, text);
    /* Rather the whole reason than the line: the source pane has it too. */
    column += canvas_width(text) + 1;
    if (column + canvas_width(line) <= area.columns)
        canvas_text(canvas, area, row, column, ROLE_DIM, line);
    if (selected)
        canvas_mark(canvas, area, row, 2, 3 + width, ROLE_SELECTED);
}

/* Scrolls so that the selected task is in sight. */
static int first_row(const struct scene *scene, const uint32_t *tasks,
                     int count, int scroll, int rows)
{
    int first = clamp_scroll(scroll, count, rows);

    for (int i = 0; i < count; i++) {
        const struct choice *choice = choice_of(scene->moves, tasks[i]);

        if (!choice || choice->birth != scene->moves->selected)
            continue;
        if (i < first)
            first = i;
        if (i >= first + rows)
            first = i - rows + 1;
    }
    return first;
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    uint32_t *tasks;
    int count = (int)roster_list(scene->model, area.rows, &tasks);
    int first = first_row(scene, tasks, count, scroll, area.rows);
    int width = roster_width(scene->model);

    for (int row = 0; row < area.rows && first + row < count; row++)
        draw_task(scene, tasks[first + row], width, canvas, area, row);
    if (count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM, _("starting"));
    free(tasks);
}

const struct view moves_view = {title, task_rows, draw};
