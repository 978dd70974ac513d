/* objects.c - locks, semaphores, pipes and the like: who holds them, how full
   they are, who waits. */
#include "tui/views/view.h"

#include "model/describe.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>

enum { BAR = 10, BAR_LEAST = 4, NAME_LEAST = 22, KIND_WIDTH = 14, WIDE = 60 };

static int object_rows(const struct scene *scene, int columns)
{
    uint32_t *objects;
    size_t count = scene_objects(scene, &objects);

    (void)columns;
    free(objects);
    return (int)count;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    (void)scene;
    snprintf(text, size, _("objects"));
}

/* A pipe takes 64 KiB, a socket about four times as much, and most programs
   write a few bytes: each cell stands for about three times what the one before
   it does, and all are filled where no more goes in. */
static int cells_of_bytes(const struct object *object, int width)
{
    uint64_t bytes = object->value > 0 ? (uint64_t)object->value : 0;
    int most = object->kind == KIND_PIPE ? 17 : 19; /* Binary digits. */
    int digits = bytes ? 64 - __builtin_clzll(bytes) : 0;
    int cells = digits < most ? digits * width / most : width;

    return bytes && cells == 0 ? 1 : cells;
}

/* Where no limit is known, the bar doubles its scale when it is full. */
static int cells_of_count(const struct object *object, int width)
{
    int64_t full = object->capacity > 0 ? object->capacity : BAR;

    while (object->value > full)
        full *= 2;
    return (int)((object->value * width + full - 1) / full);
}

/* How many of how many, as a bar. */
static void draw_bar(const struct object *object, struct canvas *canvas,
                     struct box area, int row, int column, int width)
{
    bool bytes = object->kind == KIND_PIPE || object->kind == KIND_SOCKET;
    int filled =
        bytes ? cells_of_bytes(object, width) : cells_of_count(object, width);

    for (int i = 0; i < width; i++)
        canvas_put(canvas, area, row, column + i,
                   i < filled ? ROLE_HELD : ROLE_DIM,
                   i < filled ? 0x2588 : 0x00b7); /* █ · */
}

static bool has_bar(const struct object *object)
{
    switch (object->kind) {
    case KIND_SEMAPHORE:
    case KIND_PIPE:
    case KIND_SOCKET:
    case KIND_MESSAGE_QUEUE:
    case KIND_BARRIER:
        return true;
    default:
        return false;
    }
}

static enum role role_of(const struct model *model, uint32_t id)
{
    const struct object *object = model_object(model, id);
    uint32_t waiter;

    if (model_waiters(model, id, &waiter, 1) > 0)
        return ROLE_WAITING;
    return object->holders || object->left_held ? ROLE_HELD : ROLE_TEXT;
}

/* Names have up to half of a pane that is wide. */
static int widest_name(const struct scene *scene, const uint32_t *objects,
                       size_t count, int columns)
{
    int most = columns / 2 > NAME_LEAST ? columns / 2 : NAME_LEAST;
    int widest = 6;
    char name[64];

    for (size_t i = 0; i < count; i++) {
        int width = canvas_width(
            describe_object(scene->model, objects[i], name, sizeof name));

        if (width > widest)
            widest = width;
    }
    return widest < most ? widest : most;
}

static void draw_object(const struct scene *scene, uint32_t id, int width,
                        struct canvas *canvas, struct box area, int row)
{
    const struct object *object = model_object(scene->model, id);
    char text[SENTENCE];
    int column = width + 1;

    canvas_fit(canvas, area, row, 0, width, ROLE_STRONG,
               describe_object(scene->model, id, text, sizeof text));
    if (area.columns >= WIDE) {
        canvas_text(canvas, area, row, column, ROLE_DIM,
                    _(kind_word(object->kind)));
        column += KIND_WIDTH;
    }
    describe_use(scene->model, id, text, sizeof text);
    /* Who waits is worth more than how full it is. */
    int bar = area.columns - column - 1 - canvas_width(text);
    if (has_bar(object) && bar >= BAR_LEAST) {
        bar = bar < BAR ? bar : BAR;
        draw_bar(object, canvas, area, row, column, bar);
        column += bar + 1;
    }
    canvas_fit(canvas, area, row, column, area.columns,
               role_of(scene->model, id), text);
}

static bool any_destroyed(const struct model *model)
{
    for (uint32_t id = 1; id <= model->object_count; id++) {
        const struct object *object = model_object(model, id);

        if (object->destroyed && object->kind != KIND_VARIABLE)
            return true;
    }
    return false;
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    uint32_t *objects;
    size_t count = scene_objects(scene, &objects);
    int width = widest_name(scene, objects, count, area.columns);
    int first = clamp_scroll(scroll, (int)count, area.rows);

    for (int row = 0; row < area.rows && first + row < (int)count; row++)
        draw_object(scene, objects[first + row], width, canvas, area, row);
    if (count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM,
                    any_destroyed(scene->model) ? _("all are destroyed")
                                                : _("none used yet"));
    free(objects);
}

const struct view objects_view = {title, object_rows, draw};
