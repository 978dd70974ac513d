/* view.c - the list of views, and what several of them use. */
#include "tui/views/view.h"

#include "model/describe.h"
#include "must.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

static const struct view *const views[PANE_COUNT] = {
    [PANE_SOURCE] = &source_view,       [PANE_TASKS] = &tasks_view,
    [PANE_OBJECTS] = &objects_view,     [PANE_WAITS] = &waits_view,
    [PANE_TIMELINE] = &timeline_view,   [PANE_OUTPUT] = &output_view,
    [PANE_PROCESSES] = &processes_view, [PANE_VARIABLES] = &variables_view,
    [PANE_TURNS] = &turns_view,         [PANE_SWITCHES] = &switches_view,
    [PANE_CHART] = &chart_view,         [PANE_OWNER] = &owner_view,
    [PANE_MEMORY] = &memory_view,       [PANE_WORKERS] = &workers_view,
    [PANE_CLIENTS] = &clients_view,
};

const struct view *view_of(enum pane pane)
{
    return views[pane];
}

const struct view *view_in(const struct scene *scene, enum pane pane)
{
    return pane == PANE_TASKS && scene->moves ? &moves_view : views[pane];
}

void view_bar(struct canvas *canvas, struct box area, int row, int column,
              const struct bar *bar)
{
    int filled =
        bar->most > 0
            ? (int)((bar->value * bar->width + bar->most / 2) / bar->most)
            : 0;

    if (bar->value > 0 && filled < 1)
        filled = 1; /* Little is not nothing. */
    for (int i = 0; i < bar->width; i++)
        canvas_put(canvas, area, row, column + i,
                   i < filled ? bar->role : ROLE_DIM,
                   i < filled ? 0x2588 : 0x00b7); /* █ · */
}

struct look look_of(enum task_state state)
{
    static const struct look looks[] = {
        [TASK_NEW] = {'+', ROLE_DIM, N_("new")},
        [TASK_RUNNING] = {'>', ROLE_RUNNING, N_("running")},
        [TASK_WANTS] = {'?', ROLE_WANTS, N_("about to")},
        [TASK_WAITS] = {'#', ROLE_WAITING, N_("waits")},
        [TASK_SLEEPS] = {'~', ROLE_SLEEPING, N_("sleeps")},
        [TASK_ENDED] = {'.', ROLE_ENDED, N_("ended")},
    };

    return looks[state];
}

/* The place of an object's name in the lesson's list; -1: not in it. */
static int watch_rank(const struct scene *scene, const struct object *object)
{
    char *const *names = scene->lesson ? scene->lesson->watch : NULL;

    for (int rank = 0; names && names[rank]; rank++) {
        size_t length = strlen(names[rank]);

        /* "forks" stands for forks[0], forks[1] and so on. */
        if (strncmp(object->name, names[rank], length) == 0 &&
            strchr("[.->", object->name[length]))
            return rank;
    }
    return -1;
}

static bool is_shown(const struct object *object, int rank)
{
    if (object->destroyed || object->kind == KIND_FILE)
        return false;
    if (object->kind == KIND_MEMORY || object->kind == KIND_ONCE)
        return rank >= 0;
    return object->used || object->left_held || rank >= 0;
}

struct ranked {
    uint32_t id;
    int rank;
};

static int by_rank(const void *a, const void *b)
{
    const struct ranked *left = a;
    const struct ranked *right = b;
    unsigned left_rank = (unsigned)left->rank; /* -1 comes last. */
    unsigned right_rank = (unsigned)right->rank;

    if (left_rank != right_rank)
        return left_rank < right_rank ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

static size_t list_objects(const struct scene *scene, bool variables,
                           uint32_t **objects)
{
    const struct model *model = scene->model;
    size_t count = 0;
    struct ranked *ranked =
        must_allocate(model->object_count + 1, sizeof *ranked);

    for (uint32_t id = 1; id <= model->object_count; id++) {
        const struct object *object = &model->objects[id - 1];
        int rank = watch_rank(scene, object);

        if ((object->kind == KIND_VARIABLE) == variables &&
            is_shown(object, rank))
            ranked[count++] = (struct ranked){id, rank};
    }
    qsort(ranked, count, sizeof *ranked, by_rank);
    *objects = must_allocate(count + 1, sizeof **objects);
    for (size_t i = 0; i < count; i++)
        (*objects)[i] = ranked[i].id;
    free(ranked);
    return count;
}

size_t scene_objects(const struct scene *scene, uint32_t **objects)
{
    return list_objects(scene, false, objects);
}

size_t scene_variables(const struct scene *scene, uint32_t **objects)
{
    return list_objects(scene, true, objects);
}

int clamp_scroll(int scroll, int rows, int room)
{
    int last = rows - room;

    if (scroll > last)
        scroll = last;
    return scroll > 0 ? scroll : 0;
}
