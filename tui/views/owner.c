/* owner.c - one lock, and how the tasks share it: who has it, who waits, how
   often it went from one to another, and for which part of the time each had
   it, where that is known. Made for a global interpreter lock; it may be a
   mutex, or a condition with which a program makes a lock of its own. */
#include "tui/views/view.h"

#include "model/describe.h"
#include "must.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BAR = 6, STATE = 7 };

/* A task and a lock; or only a lock, as a heading. */
struct entry {
    uint32_t object;
    uint32_t task;
};

struct entries {
    struct entry *at;
    size_t count;
    size_t locks;
};

/* "": the lesson names none. */
static const char *name_of(const struct scene *scene)
{
    return scene->lesson ? scene->lesson->owner : "";
}

static bool is_lock(const struct object *object)
{
    return object->kind == KIND_MUTEX || object->kind == KIND_RWLOCK ||
           object->kind == KIND_SPINLOCK;
}

/* A lock that is made of a condition and its mutex has the name of the struct
   that both are in. */
static bool is_called(const struct object *object, const char *name)
{
    const char *dot = strrchr(object->name, '.');

    if (object->kind == KIND_CONDITION && dot &&
        strlen(name) == (size_t)(dot - object->name))
        return strncmp(object->name, name, strlen(name)) == 0;
    return (is_lock(object) || object->kind == KIND_CONDITION) &&
           strcmp(object->name, name) == 0;
}

/* What the lesson names; without that, the first lock there is. */
static bool is_meant(const struct scene *scene, const struct object *object,
                     const struct entries *entries)
{
    const char *name = name_of(scene);

    if (object->destroyed)
        return false;
    if (*name)
        return is_called(object, name);
    return is_lock(object) && entries->locks == 0 && object->last_owner != 0;
}

static bool waits_for(const struct task *task, uint32_t object)
{
    return task->state == TASK_WAITS && task->wait.object == object;
}

/* The caller frees them. */
static struct entries list_entries(const struct scene *scene)
{
    const struct model *model = scene->model;
    struct entries entries = {.count = 0};

    for (uint32_t id = 1; id <= model->object_count; id++) {
        size_t heading = entries.count;

        if (!is_meant(scene, &model->objects[id - 1], &entries))
            continue;
        entries.at =
            must_resize(entries.at, entries.count + 1 + model->task_count,
                        sizeof *entries.at);
        entries.at[entries.count++] = (struct entry){.object = id};
        for (uint32_t task = 1; task <= model->task_count; task++) {
            const struct task *it = &model->tasks[task - 1];

            const struct tenure *had = task_tenure(it, id);

            if ((had && had->times) || waits_for(it, id))
                entries.at[entries.count++] = (struct entry){id, task};
        }
        if (entries.count == heading + 1)
            entries.count--; /* Nobody has touched it yet. */
        else
            entries.locks++;
    }
    return entries;
}

static int owner_rows(const struct scene *scene, int columns)
{
    struct entries entries = list_entries(scene);

    (void)columns;
    free(entries.at);
    return (int)(entries.locks > 1 ? entries.count
                                   : entries.count - entries.locks);
}

static void title(const struct scene *scene, char *text, size_t size)
{
    struct entries entries = list_entries(scene);
    char name[SENTENCE];

    if (entries.count > 0) {
        uint64_t handovers =
            model_object(scene->model, entries.at[0].object)->handovers;

        describe_object(scene->model, entries.at[0].object, name, sizeof name);
        snprintf(text, size,
                 scene->model->lost
                     ? ngettext("owner of %s: %lu handover seen",
                                "owner of %s: %lu handovers seen", handovers)
                     : ngettext("owner of %s: %lu handover",
                                "owner of %s: %lu handovers", handovers),
                 *name_of(scene) ? name_of(scene) : name,
                 (unsigned long)handovers);
    } else {
        snprintf(text, size, _("owner"));
    }
    free(entries.at);
}

static uint64_t owned_by_all(const struct model *model, uint32_t object)
{
    uint64_t all = 0;

    for (uint32_t id = 1; id <= model->task_count; id++)
        all += task_owned_ns(model, id, object);
    return all;
}

/* Returns the column after it. */
static int draw_share(const struct model *model, const struct entry *entry,
                      struct canvas *canvas, struct box area, int row,
                      int column)
{
    bool has = model_object(model, entry->object)->owner == entry->task;
    double all = (double)owned_by_all(model, entry->object);
    struct bar bar = {
        .value = (double)task_owned_ns(model, entry->task, entry->object),
        .most = all,
        .width = BAR,
        .role = has ? ROLE_HELD : ROLE_ENDED};

    view_bar(canvas, area, row, column, &bar);
    return 1 + canvas_print(canvas, area, row, column + BAR + 1, ROLE_TEXT,
                            "%3.0f%%", all > 0 ? 100 * bar.value / all : 0);
}

static void draw_task(const struct model *model, const struct entry *entry,
                      int width, struct canvas *canvas, struct box area,
                      int row)
{
    const struct task *task = model_task(model, entry->task);
    const struct tenure *tenure = task_tenure(task, entry->object);
    bool has = model_object(model, entry->object)->owner == entry->task;
    bool waits = waits_for(task, entry->object);
    char name[SENTENCE];
    int column = width + 1;

    canvas_fit(canvas, area, row, 0, width, ROLE_STRONG,
               describe_task(model, entry->task, name, sizeof name));
    canvas_fit(canvas, area, row, column, column + STATE - 1,
               has     ? ROLE_HELD
               : waits ? ROLE_WAITING
                       : ROLE_DIM,
               has     ? _("has it")
               : waits ? _("waits")
                       : "");
    column += STATE;
    if (model_knows_tenures(model))
        column = draw_share(model, entry, canvas, area, row, column);
    if (tenure && tenure->requests)
        canvas_print(canvas, area, row, column, ROLE_DIM, _("%ux, asked %u"),
                     tenure->times, tenure->requests);
    else if (tenure)
        canvas_print(canvas, area, row, column, ROLE_DIM, "%ux", tenure->times);
}

static void draw_heading(const struct model *model, uint32_t id,
                         struct canvas *canvas, struct box area, int row)
{
    const struct object *lock = model_object(model, id);
    char text[SENTENCE];
    int column = canvas_text(canvas, area, row, 0, ROLE_DIM,
                             describe_object(model, id, text, sizeof text));

    if (lock->process && !lock->origin) /* Of a copy the name says it. */
        canvas_print(canvas, area, row, column + 1, ROLE_DIM, _("of %s"),
                     describe_process(model, lock->process, text, sizeof text));
}

static int widest_name(const struct model *model, const struct entries *entries)
{
    int widest = 4;
    char name[SENTENCE];

    for (size_t i = 0; i < entries->count; i++) {
        int width = canvas_width(
            describe_task(model, entries->at[i].task, name, sizeof name));

        if (entries->at[i].task && width > widest)
            widest = width;
    }
    return widest;
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    struct entries entries = list_entries(scene);
    int width = widest_name(scene->model, &entries);
    int row = -clamp_scroll(scroll, owner_rows(scene, area.columns), area.rows);

    for (size_t i = 0; i < entries.count; i++) {
        const struct entry *entry = &entries.at[i];

        if (entry->task == 0 && entries.locks == 1)
            continue;
        if (row >= 0 && row < area.rows && entry->task)
            draw_task(scene->model, entry, width, canvas, area, row);
        else if (row >= 0 && row < area.rows)
            draw_heading(scene->model, entry->object, canvas, area, row);
        row++;
    }
    if (entries.count == 0)
        canvas_text(canvas, area, 0, 0, ROLE_DIM,
                    scene->model->lost ? _("not known: events were lost")
                                       : _("nobody had it yet"));
    free(entries.at);
}

const struct view owner_view = {title, owner_rows, draw};
