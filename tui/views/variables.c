/* variables.c - the memory that tasks share, by name: what is in it, what was
   in it before, and who wrote it. Structures and arrays are wholes. */
#include "tui/views/wholes.h"

#include "model/describe.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

enum { NAME_LEAST = 20, VALUE_MOST = 24, PART = 120 };

static int variable_rows(const struct scene *scene, int columns)
{
    struct wholes wholes = wholes_of(scene);
    int rows = wholes.count ? (int)wholes.count : 1;

    (void)columns;
    wholes_free(&wholes);
    return rows;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    (void)scene;
    snprintf(text, size, _("variables"));
}

static const char *value_of(const struct object *variable)
{
    return variable->shown ? variable->shown : _("not seen");
}

/* Written by the last move: a text that reads the same has been written too. */
static bool has_changed(const struct model *model,
                        const struct object *variable)
{
    return variable->writer != 0 && model->moves > 0 &&
           variable->written > model->moved_at;
}

static bool part_has_changed(const struct scene *scene, const struct part *part)
{
    return has_changed(scene->model, model_object(scene->model, part->object));
}

/* The part that was written by the last move; NULL: none was. */
static const struct part *changed_part(const struct scene *scene,
                                       const struct whole *whole)
{
    for (size_t i = 0; i < whole->count; i++) {
        if (part_has_changed(scene, &whole->parts[i]))
            return &whole->parts[i];
    }
    return NULL;
}

struct widths {
    int name;
    int value;
};

/* Where a whole has parts, they need all the room there is. */
static struct widths measure(const struct scene *scene,
                             const struct wholes *wholes, int columns)
{
    int most = columns / 3 > NAME_LEAST ? columns / 3 : NAME_LEAST;
    struct widths widths = {4, 1};

    for (size_t i = 0; i < wholes->count; i++) {
        const struct whole *whole = &wholes->list[i];
        int wide = canvas_width(whole->name);
        int value = whole->count > 1
                        ? 1
                        : canvas_width(value_of(model_object(
                              scene->model, whole->parts[0].object)));

        if (wide > widths.name)
            widths.name = wide;
        if (value > widths.value)
            widths.value = value;
    }
    if (widths.name > most)
        widths.name = most;
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
    describe_task(model, variable->writer, name, sizeof name);
    if (variable->before)
        used = (size_t)snprintf(text, size, _("was %.40s, %s wrote it"),
                                variable->before, name);
    else
        used = (size_t)snprintf(text, size, _("%s wrote it"), name);

    if (site && site->line > 0)
        snprintf(text + used, size - used, " :%d", (int)site->line);
}

/* "head &node 1": of an array that is a row, without its place. */
static void describe_part(const struct scene *scene, const struct whole *whole,
                          size_t index, char *text, size_t size)
{
    const struct part *part = &whole->parts[index];
    const char *value = value_of(model_object(scene->model, part->object));
    const char *name = part->name + (*part->name == '.');

    if (whole_is_row(whole) || !*name)
        snprintf(text, size, "%s", value);
    else
        snprintf(text, size, "%s %s", name, value);
}

/* How many parts must be left out at the front for the changed one to be seen
   in so many columns. */
static size_t parts_to_skip(const struct scene *scene,
                            const struct whole *whole, int columns)
{
    const struct part *changed = changed_part(scene, whole);
    size_t last = changed ? (size_t)(changed - whole->parts) : 0;
    size_t skip = last + 1;
    int wide = 0;

    while (skip > 0) {
        char text[PART];

        describe_part(scene, whole, skip - 1, text, sizeof text);
        wide += canvas_width(text) + 2;
        if (wide + 4 > columns && skip <= last)
            break;
        skip--;
    }
    return skip;
}

/* "{head &node 1, length 2}", the changed part marked. */
static void draw_parts(const struct scene *scene, const struct whole *whole,
                       struct canvas *canvas, struct box area, int row,
                       int column)
{
    size_t first = parts_to_skip(scene, whole, area.columns - column);

    column = canvas_fit(canvas, area, row, column, area.columns, ROLE_DIM,
                        first ? "{.. " : "{");
    for (size_t i = first; i < whole->count && column < area.columns; i++) {
        char text[PART];
        bool changed = part_has_changed(scene, &whole->parts[i]);

        describe_part(scene, whole, i, text, sizeof text);
        column = canvas_fit(canvas, area, row, column, area.columns,
                            changed ? ROLE_WANTS : ROLE_TEXT, text);
        column = canvas_fit(canvas, area, row, column, area.columns, ROLE_DIM,
                            i + 1 < whole->count ? ", " : "}");
    }
}

static void draw_whole(const struct scene *scene, const struct whole *whole,
                       struct widths widths, struct canvas *canvas,
                       struct box area, int row)
{
    bool changed = changed_part(scene, whole) != NULL;
    int column = 2;

    if (changed)
        canvas_text(canvas, area, row, 0, ROLE_WANTS, "*");
    canvas_fit(canvas, area, row, column, column + widths.name, ROLE_STRONG,
               whole->name);
    column += widths.name + 1;
    if (whole->count > 1) {
        draw_parts(scene, whole, canvas, area, row, column);
        return;
    }
    const struct object *variable =
        model_object(scene->model, whole->parts[0].object);
    int end = column + widths.value;
    canvas_fit(canvas, area, row, column,
               end < area.columns ? end : area.columns,
               changed ? ROLE_WANTS : ROLE_TEXT, value_of(variable));
    char text[SENTENCE];
    describe_writing(scene->model, variable, text, sizeof text);
    canvas_fit(canvas, area, row, end + 2, area.columns,
               changed ? ROLE_TEXT : ROLE_DIM, text);
}

/* What was written last is to be seen, unless someone looks further down. */
static int first_row(const struct scene *scene, const struct wholes *wholes,
                     int scroll, int room)
{
    int first = clamp_scroll(scroll, (int)wholes->count, room);

    for (int i = first + room; scroll == 0 && i < (int)wholes->count; i++) {
        if (changed_part(scene, &wholes->list[i]))
            return i - room + 1;
    }
    return first;
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    struct wholes wholes = wholes_of(scene);
    struct widths widths = measure(scene, &wholes, area.columns);
    int first = first_row(scene, &wholes, scroll, area.rows);

    for (int row = 0; row < area.rows && first + row < (int)wholes.count; row++)
        draw_whole(scene, &wholes.list[first + row], widths, canvas, area, row);
    if (wholes.count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM,
                    scene->moves || scene->model->moves
                        ? _("none touched yet")
                        : _("seen when the program is stepped"));
    wholes_free(&wholes);
}

const struct view variables_view = {title, variable_rows, draw};
