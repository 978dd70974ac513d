/* variables.c - the memory that tasks share, by name: what is in it, what was
   in it before, and who wrote it. */
#include "tui/views/view.h"

#include "model/describe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MOST = 20, VALUE_MOST = 24 };

static int variable_rows(const struct scene *scene, int columns)
{
    uint32_t *variables;
    size_t count = scene_variables(scene, &variables);

    (void)columns;
    free(variables);
    return count ? (int)count : 1;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    (void)scene;
    snprintf(text, size, "variables");
}

static const char *value_of(const struct object *variable)
{
    return variable->shown ? variable->shown : "not seen";
}

/* Written by the last move: a text that reads the same has been written too. */
static bool has_changed(const struct model *model,
                        const struct object *variable)
{
    return variable->writer != 0 && model->moves > 0 &&
           variable->written > model->moved_at;
}

struct widths {
    int name;
    int value;
};

static struct widths measure(const struct scene *scene,
                             const uint32_t *variables, size_t count)
{
    struct widths widths = {4, 1};
    char name[64];

    for (size_t i = 0; i < count; i++) {
        int wide = canvas_width(
            describe_object(scene->model, variables[i], name, sizeof name));
        int value =
            canvas_width(value_of(model_object(scene->model, variables[i])));

        if (wide > widths.name)
            widths.name = wide;
        if (value > widths.value)
            widths.value = value;
    }
    if (widths.name > NAME_MOST)
        widths.name = NAME_MOST;
    if (widths.value > VALUE_MOST)
        widths.value = VALUE_MOST;
    return widths;
}

/* "was 0, T2 wrote it :21": as much of it as there is room for. */
static void describe_writing(const struct model *model,
                             const struct object *variable, char *text,
                             size_t size)
{
    const struct site *site = model_site(model, variable->written_at);
    char name[64];
    size_t used = 0;

    *text = '\0';
    if (!variable->writer)
        return;
    if (variable->before)
        used = (size_t)snprintf(text, size, "was %.40s, ", variable->before);
    describe_task(model, variable->writer, name, sizeof name);
    used += (size_t)snprintf(text + used, size - used, "%s wrote it", name);
    if (site && site->line > 0)
        snprintf(text + used, size - used, " :%d", (int)site->line);
}

static void draw_variable(const struct scene *scene, uint32_t id,
                          struct widths widths, struct canvas *canvas,
                          struct box area, int row)
{
    const struct object *variable = model_object(scene->model, id);
    bool changed = has_changed(scene->model, variable);
    char text[SENTENCE];
    int column = 2;

    if (changed)
        canvas_text(canvas, area, row, 0, ROLE_WANTS, "*");
    canvas_fit(canvas, area, row, column, column + widths.name, ROLE_STRONG,
               describe_object(scene->model, id, text, sizeof text));
    column += widths.name + 1;
    int end = column + widths.value;
    canvas_fit(canvas, area, row, column,
               end < area.columns ? end : area.columns,
               changed ? ROLE_WANTS : ROLE_TEXT, value_of(variable));
    describe_writing(scene->model, variable, text, sizeof text);
    canvas_fit(canvas, area, row, end + 2, area.columns,
               changed ? ROLE_TEXT : ROLE_DIM, text);
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    uint32_t *variables;
    size_t count = scene_variables(scene, &variables);
    struct widths widths = measure(scene, variables, count);
    int first = clamp_scroll(scroll, (int)count, area.rows);

    for (int row = 0; row < area.rows && first + row < (int)count; row++)
        draw_variable(scene, variables[first + row], widths, canvas, area, row);
    if (count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM, "none touched yet");
    free(variables);
}

const struct view variables_view = {title, variable_rows, draw};
