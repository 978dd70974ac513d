/* clients.c - a manager's server, as its clients see it: what each of them asks
   or waits for, how many answers it has had, and what the server owns. */
#include "tui/views/view.h"

#include "model/describe.h"
#include "words.h"

#include <stdio.h>

/* One row of the pane, or none. */
struct entry {
    uint32_t server;               /* A heading, */
    uint32_t client;               /* a task, */
    const struct managed *managed; /* or what a server owns. */
};

/* The rows one by one: of each server its clients, then its objects; at the
   end the clients whose server is not known. */
struct entries {
    const struct model *model;
    bool headings; /* There are several servers. */
    uint32_t server;
    enum { HEADING, CLIENTS, OBJECTS } part;
    size_t next; /* Task or object to look at. */
};

static uint32_t next_server(const struct model *model, uint32_t after)
{
    for (uint32_t id = after + 1; id <= model->process_count; id++) {
        if (model_process(model, id)->serves)
            return id;
    }
    return 0;
}

static struct entries entries_start(const struct model *model)
{
    uint32_t first = next_server(model, 0);

    return (struct entries){.model = model,
                            .headings = first && next_server(model, first) != 0,
                            .server = first,
                            .part = HEADING};
}

static bool find_client(struct entries *entries, struct entry *entry)
{
    const struct model *model = entries->model;

    while (entries->next < model->task_count) {
        uint32_t id = (uint32_t)++entries->next;
        const struct call *call = &model_task(model, id)->call;

        if (call->client && call->server == entries->server) {
            *entry = (struct entry){.client = id};
            return true;
        }
    }
    return false;
}

static bool find_object(struct entries *entries, struct entry *entry)
{
    const struct model *model = entries->model;

    while (entries->next < model->managed_count) {
        const struct managed *managed = &model->managed[entries->next++];

        if (managed->server == entries->server && !managed->deleted) {
            *entry = (struct entry){.managed = managed};
            return true;
        }
    }
    return false;
}

/* False: there are no more. */
static bool entries_next(struct entries *entries, struct entry *entry)
{
    for (;;) {
        if (entries->part == HEADING) {
            entries->part = CLIENTS;
            entries->next = 0;
            *entry = (struct entry){.server = entries->server};
            if (entries->headings && entries->server)
                return true;
        }
        if (entries->part == CLIENTS) {
            if (find_client(entries, entry))
                return true;
            entries->part = OBJECTS;
            entries->next = 0;
        }
        if (find_object(entries, entry))
            return true;
        if (entries->server == 0)
            return false;
        entries->part = HEADING;
        entries->server = next_server(entries->model, entries->server);
    }
}

static int clients_rows(const struct scene *scene, int columns)
{
    struct entries entries = entries_start(scene->model);
    struct entry entry;
    int rows = 0;

    (void)columns;
    while (entries_next(&entries, &entry))
        rows++;
    return rows;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    const struct model *model = scene->model;
    uint32_t server = next_server(model, 0);
    unsigned long answered = 0;
    char name[SENTENCE];

    for (uint32_t id = 1; id <= model->task_count; id++)
        answered += model_task(model, id)->call.answered;
    if (!server || model->lost)
        snprintf(text, size, _("clients"));
    else if (next_server(model, server))
        snprintf(text, size,
                 ngettext("clients of managers: %lu call answered",
                          "clients of managers: %lu calls answered", answered),
                 answered);
    else
        snprintf(text, size,
                 ngettext("clients of %s: %lu call answered",
                          "clients of %s: %lu calls answered", answered),
                 describe_process(model, server, name, sizeof name), answered);
}

static const char *name_of(const struct model *model, const struct entry *entry,
                           char *text, size_t size)
{
    if (entry->client)
        return describe_task(model, entry->client, text, size);
    if (entry->managed)
        return describe_managed(entry->managed, text, size);
    return describe_process(model, entry->server, text, size);
}

static void draw_client(const struct model *model, uint32_t id,
                        struct canvas *canvas, struct box area, int row,
                        int column)
{
    const struct task *task = model_task(model, id);
    bool ended = !task_is_alive(task);
    char text[SENTENCE], call[SENTENCE];

    if (task->call.in_hand)
        snprintf(text, sizeof text, ended ? _("ended in %s") : _("asks %s"),
                 describe_call(model, &task->call, call, sizeof call));
    else
        snprintf(text, sizeof text, "%s", ended ? _("ended") : _("no call"));
    column = canvas_fit(canvas, area, row, column, area.columns,
                        !task->call.in_hand ? ROLE_DIM
                        : ended             ? ROLE_ALARM
                                            : ROLE_WAITING,
                        text);
    snprintf(text, sizeof text, _(", %lu answered"),
             (unsigned long)task->call.answered);
    canvas_fit(canvas, area, row, column, area.columns, ROLE_TEXT, text);
}

/* What it owns ends with the server. */
static void draw_object(const struct model *model,
                        const struct managed *managed, struct canvas *canvas,
                        struct box area, int row, int column)
{
    enum process_state state = model_process(model, managed->server)->state;
    bool gone = state == PROCESS_ENDED || state == PROCESS_ZOMBIE;
    char text[SENTENCE];

    canvas_fit(canvas, area, row, column, area.columns,
               gone ? ROLE_ENDED : ROLE_HELD,
               gone ? _("gone with its server")
                    : describe_contents(managed, text, sizeof text));
}

static void draw_entry(const struct model *model, const struct entry *entry,
                       int width, struct canvas *canvas, struct box area,
                       int row)
{
    char text[SENTENCE];

    canvas_fit(canvas, area, row, 0, width,
               entry->client ? ROLE_STRONG : ROLE_TEXT,
               name_of(model, entry, text, sizeof text));
    if (entry->client)
        draw_client(model, entry->client, canvas, area, row, width + 1);
    else if (entry->managed)
        draw_object(model, entry->managed, canvas, area, row, width + 1);
}

static int widest_name(const struct model *model)
{
    struct entries entries = entries_start(model);
    struct entry entry;
    char name[SENTENCE];
    int widest = 4;

    while (entries_next(&entries, &entry)) {
        int width = canvas_width(name_of(model, &entry, name, sizeof name));

        widest = width > widest ? width : widest;
    }
    return widest;
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    const struct model *model = scene->model;
    struct entries entries = entries_start(model);
    struct entry entry;
    int rows = clients_rows(scene, area.columns);
    int row = -clamp_scroll(scroll, rows, area.rows);
    int width = widest_name(model);

    if (rows == 0 || model->lost) {
        canvas_text(canvas, area, 0, 0, ROLE_DIM,
                    model->lost             ? _("not known: events were lost")
                    : next_server(model, 0) ? _("nobody has asked yet")
                                            : _("no manager seen yet"));
        return;
    }
    for (; entries_next(&entries, &entry); row++) {
        if (row >= 0 && row < area.rows)
            draw_entry(model, &entry, width, canvas, area, row);
    }
}

const struct view clients_view = {title, clients_rows, draw};
