/* steps.c - going through a run, keeping what the views show. */
#include "tui/export/steps.h"

#include "model/describe.h"
#include "must.h"
#include "tui/export/export.h"
#include "tui/export/picture.h"
#include "tui/export/walk.h"
#include "tui/json_text.h"
#include "tui/plain.h"
#include "tui/views/view.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = 400 }; /* Of one pane. */

struct gathering {
    struct session *session;
    struct walk walk;
    json_t *rows;
    json_t *places; /* A row's text to its index. */
    json_t *steps;
    json_t *last; /* All of the step before. */
    struct pane_names {
        enum pane panes[PANE_COUNT];
        size_t count;
    } list;
};

/* ---- Rows. ---- */

static void add_stretch(const struct stretch *stretch, void *context)
{
    json_array_append_new(context, json_pack("[i o]", (int)stretch->role,
                                             json_text(stretch->text)));
}

/* The index of a row, which is released. */
static json_t *row_index(struct gathering *g, json_t *row)
{
    char *text = json_dumps(row, JSON_COMPACT);
    json_t *index = json_object_get(g->places, text);

    if (!index) {
        index = json_integer((json_int_t)json_array_size(g->rows));
        json_array_append(g->rows, row);
        json_object_set_new(g->places, text, index);
    }
    json_decref(row);
    free(text);
    return json_incref(index);
}

/* A pane's title and rows; NULL where it has nothing to show. */
static json_t *pane_rows(struct gathering *g, enum pane pane)
{
    const struct scene scene = {.model = session_model(g->session),
                                .lesson = session_lesson(g->session)};
    const struct view *view = view_of(pane);
    int rows = view->rows(&scene, EXPORT_COLUMNS);
    char title[160];
    json_t *all = json_array();

    if (rows > ROWS_MOST)
        rows = ROWS_MOST;
    if (rows < 1) /* It says that there is nothing. */
        rows = 1;
    struct canvas *canvas = canvas_new(rows, EXPORT_COLUMNS, false);
    view->title(&scene, title, sizeof title);
    view->draw(&scene, 0, canvas, canvas_box(canvas));
    json_array_append_new(
        all,
        row_index(g, json_pack("[[i o]]", (int)ROLE_TITLE, json_text(title))));
    for (int i = 0; i < rows; i++) {
        json_t *row = json_array();

        picture_row(canvas, i, add_stretch, row);
        json_array_append_new(all, row_index(g, row));
    }
    canvas_free(canvas);
    return all;
}

/* What the page shows by rows: all but the source, which it scrolls through,
   and the timeline, which shows the whole run. */
static void list_panes(struct gathering *g)
{
    static const enum pane wanted[] = {PANE_TASKS,   PANE_VARIABLES,
                                       PANE_OBJECTS, PANE_PROCESSES,
                                       PANE_WAITS,   PANE_OUTPUT};
    const struct model *model = session_model(g->session); /* At the end. */
    bool variables = false;

    for (uint32_t id = 1; id <= model->object_count; id++)
        variables |= model->objects[id - 1].kind == KIND_VARIABLE;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if ((wanted[i] == PANE_VARIABLES && !variables) ||
            (wanted[i] == PANE_PROCESSES && model->process_count < 2))
            continue;
        g->list.panes[g->list.count++] = wanted[i];
    }
}

/* ---- Steps. ---- */

static int file_index(const struct model *model, const char *file)
{
    for (size_t i = 0; i < model->source_count; i++) {
        if (strcmp(model->sources[i].file, file) == 0)
            return (int)i;
    }
    return -1;
}

static json_t *places_of(const struct model *model)
{
    json_t *places = json_array();
    char name[SENTENCE];

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];
        const struct site *site = model_site(model, task->site);
        int file = site ? file_index(model, site->file) : -1;

        if (!task_is_alive(task) || file < 0 || site->line <= 0)
            continue;
        json_array_append_new(
            places,
            json_pack("[o i i i]",
                      json_text(describe_task(model, id, name, sizeof name)),
                      file, (int)site->line, (int)look_of(task->state).role));
    }
    return places;
}

static json_t *lanes_of(const struct model *model)
{
    char *lanes = must_allocate((size_t)model->task_count + 1, 1);

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];
        bool runs = task->state == TASK_RUNNING || task->state == TASK_WANTS;

        lanes[id - 1] =
            runs && task->hold_count ? 'h' : (char)look_of(task->state).mark;
    }
    json_t *value = json_string(lanes);
    free(lanes);
    return value;
}

/* The file that the newest operation was in. */
static int current_file(const struct model *model)
{
    const struct task *task = model_task(model, model->latest.task);
    const struct site *site = task ? model_site(model, task->site) : NULL;

    return site && site->line > 0 ? file_index(model, site->file) : -1;
}

/* Who did something, and what, without the place. */
static json_t *act_of(const struct event *deed, const char *sentence)
{
    const char *what = strchr(sentence, ' ');
    const char *place = strstr(sentence, " (");

    if (!deed || !deed->task || !what)
        return NULL;
    what++;
    return json_pack("[i o]", (int)deed->task - 1,
                     place > what ? json_bytes(what, (size_t)(place - what))
                                  : json_text(what));
}

/* What happened in this step. */
static void describe_step(const struct gathering *g, char *text, size_t size)
{
    const struct event *deed = walk_deed(&g->walk);
    struct ending ending = session_ending(g->session);

    if (deed)
        describe_event(session_model(g->session), deed, text, size);
    else
        plain_fate(&ending, text, size);
}

/* Puts what has changed into the step. */
static void put_changes(struct gathering *g, json_t *step, json_t *whole)
{
    const char *key;
    json_t *value;

    json_object_foreach(whole, key, value)
    {
        if (!json_equal(value, json_object_get(g->last, key)))
            json_object_set(step, key, value);
    }
}

static void put_panes(struct gathering *g, json_t *step)
{
    json_t *before = json_object_get(g->last, "panes");
    json_t *all = json_object();
    json_t *changed = json_object();

    for (size_t i = 0; i < g->list.count; i++) {
        const char *name = pane_name(g->list.panes[i]);
        json_t *rows = pane_rows(g, g->list.panes[i]);

        if (!json_equal(rows, json_object_get(before, name)))
            json_object_set(changed, name, rows);
        json_object_set_new(all, name, rows);
    }
    json_object_set_new(g->last, "panes", all);
    if (json_object_size(changed) > 0)
        json_object_set(step, "panes", changed);
    json_decref(changed);
}

static void add_step(struct gathering *g)
{
    const struct model *model = session_model(g->session);
    json_t *step = json_object();
    json_t *whole = json_object();
    char sentence[SENTENCE];
    char stuck[CYCLE * SENTENCE];
    int file = current_file(model);

    describe_step(g, sentence, sizeof sentence);
    json_object_set_new(whole, "say", json_text(sentence));
    json_object_set_new(whole, "alarm",
                        json_text(describe_stuck(model, stuck, sizeof stuck)));
    if (file >= 0)
        json_object_set_new(whole, "file", json_integer(file));
    json_object_set_new(whole, "at", places_of(model));
    json_object_set_new(whole, "lanes", lanes_of(model));
    put_changes(g, step, whole);
    json_t *act = act_of(walk_deed(&g->walk), sentence);
    if (act)
        json_object_set_new(step, "act", act);
    put_panes(g, step);
    json_object_update(g->last, whole);
    json_decref(whole);
    json_array_append_new(g->steps, step);
}

/* ---- The whole. ---- */

static json_t *lines_of(const char *text)
{
    json_t *lines = json_array();

    while (*text) {
        const char *end = strchrnul(text, '\n');

        json_array_append_new(lines, json_bytes(text, (size_t)(end - text)));
        text = *end ? end + 1 : end;
    }
    return lines;
}

static json_t *files_of(const struct model *model)
{
    json_t *files = json_array();

    for (size_t i = 0; i < model->source_count; i++) {
        const struct source *source = &model->sources[i];
        const char *slash = strrchr(source->file, '/');

        json_array_append_new(
            files, json_pack("{s:o s:o}", "name",
                             json_text(slash ? slash + 1 : source->file),
                             "lines", lines_of(source->text)));
    }
    return files;
}

static json_t *names_of(const struct gathering *g)
{
    json_t *names = json_array();

    for (size_t i = 0; i < g->list.count; i++)
        json_array_append_new(names, json_string(pane_name(g->list.panes[i])));
    return names;
}

static json_t *tasks_of(const struct model *model)
{
    json_t *tasks = json_array();
    char name[SENTENCE];

    for (uint32_t id = 1; id <= model->task_count; id++)
        json_array_append_new(
            tasks, json_text(describe_task(model, id, name, sizeof name)));
    return tasks;
}

static void gather(struct gathering *g)
{
    walk_begin(&g->walk, g->session);
    do {
        add_step(g);
    } while (walk_on(&g->walk));
}

json_t *export_steps(struct session *session)
{
    struct gathering g = {.session = session,
                          .rows = json_array(),
                          .places = json_object(),
                          .steps = json_array(),
                          .last = json_object()};
    const struct lesson *lesson = session_lesson(session);

    session_follow(session);
    list_panes(&g);
    gather(&g);
    const struct model *model = session_model(session);
    json_t *run = json_pack("{s:o s:o s:o s:o s:o s:o s:o s:o}", "title",
                            json_text(export_title(session)), "goal",
                            json_text(lesson ? lesson->goal : ""), "program",
                            json_text(session_program(session)), "tasks",
                            tasks_of(model), "files", files_of(model), "panes",
                            names_of(&g), "rows", g.rows, "steps", g.steps);
    json_decref(g.places);
    json_decref(g.last);
    return run;
}
