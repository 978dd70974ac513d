/* source.c - the program's text, with each task at its place in it; before
   there is any, what a lesson has marked.

   Tasks are often far apart. Lines that no task is at are left out as far as
   that is needed to show every place at once, each with some lines around. */
#include "tui/views/view.h"

#include "model/describe.h"
#include "must.h"
#include "tui/drawing/text.h"
#include "words.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER = 4, GUTTER_MOST = 14, AROUND = 4 };

static uint32_t latest_site(const struct model *model)
{
    const struct task *task = model_task(model, model->latest.task);

    return task ? task->site : 0;
}

/* The file that the newest operation with a known place was in; else the
   first there is. */
static const char *current_file(const struct scene *scene)
{
    const struct model *model = scene->model;
    const struct site *site = model_site(model, latest_site(model));

    if (site && site->line > 0 && *site->file)
        return site->file;
    return model->source_count ? model->sources[0].file : NULL;
}

static bool is_unread(const struct scene *scene)
{
    return !scene->model->source_count && !scene->model->site_count &&
           scene->lesson && scene->lesson->text;
}

static const char *shown_file(const struct scene *scene)
{
    return is_unread(scene) ? scene->lesson->source : current_file(scene);
}

static const char *text_of(const struct scene *scene, const char *file)
{
    const struct model *model = scene->model;

    if (is_unread(scene))
        return scene->lesson->text;
    for (size_t i = 0; file && i < model->source_count; i++) {
        if (strcmp(model->sources[i].file, file) == 0)
            return model->sources[i].text;
    }
    return NULL;
}

/* The lines of a text, and which of them to show. */
struct listing {
    const char **lines; /* Where each begins. */
    bool *wanted;
    bool *shown;
    int count;
};

static struct listing listing_of(const char *text)
{
    struct listing listing = {.count = 0};

    for (const char *at = text; *at; at++)
        listing.count += *at == '\n' || !at[1];
    size_t room = (size_t)listing.count + 1;
    listing.lines = must_allocate(room, sizeof *listing.lines);
    listing.wanted = must_allocate(room, sizeof *listing.wanted);
    listing.shown = must_allocate(room, sizeof *listing.shown);
    for (int i = 0; i < listing.count; i++) {
        listing.lines[i] = text;
        text = strchrnul(text, '\n');
        text += *text != '\0';
    }
    return listing;
}

static void listing_free(struct listing *listing)
{
    free(listing->lines);
    free(listing->wanted);
    free(listing->shown);
}

static bool is_at(const struct model *model, const struct task *task,
                  const char *file, int line)
{
    const struct site *site = model_site(model, task->site);

    return task_is_alive(task) && site && site->line == line &&
           strcmp(site->file, file) == 0;
}

/* False: that place is not in it. */
static bool want(struct listing *listing, const struct model *model,
                 uint32_t id, const char *file)
{
    const struct site *site = model_site(model, id);

    if (!site || site->line <= 0 || site->line > listing->count ||
        strcmp(site->file, file) != 0)
        return false;
    listing->wanted[site->line - 1] = true;
    return true;
}

/* Lines with a mark that a page speaks of: as many of the first as there is
   room for with the lines around. */
static void want_marks(struct listing *listing, int room)
{
    int left = room / AROUND > 0 ? room / AROUND : 1;

    for (int i = 0; i < listing->count && left > 0; i++) {
        const char *end = strchrnul(listing->lines[i], '\n');
        const char *mark = strstr(listing->lines[i], "/* @");

        listing->wanted[i] = mark && mark < end;
        left -= listing->wanted[i];
    }
}

/* Where living tasks are; when none of them is in the file, where the last one
   was. */
static void want_places(const struct scene *scene, const char *file,
                        struct listing *listing)
{
    const struct model *model = scene->model;
    bool any = false;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];

        if (task_is_alive(task))
            any |= want(listing, model, task->site, file);
    }
    if (!any && model->operation_events)
        want(listing, model, latest_site(model), file);
}

/* Rows that the shown lines take, a row for each gap between them too. */
static int rows_taken(const struct listing *listing)
{
    int rows = 0;

    for (int i = 0; i < listing->count; i++) {
        if (listing->shown[i])
            rows++;
        else if (i > 0 && listing->shown[i - 1])
            rows++;
    }
    return rows - (listing->count > 0 && !listing->shown[listing->count - 1] &&
                   rows > 0);
}

/* Shows a line if there is room for it. False: there is not. */
static bool show_line(struct listing *listing, int line, int room)
{
    if (line < 0 || line >= listing->count || listing->shown[line])
        return true;
    listing->shown[line] = true;
    if (rows_taken(listing) <= room)
        return true;
    listing->shown[line] = false;
    return false;
}

/* The places themselves, and then as much around each as there is room for:
   nearer lines before farther ones. */
static void choose_lines(struct listing *listing, int room)
{
    bool any = false;

    for (int i = 0; i < listing->count; i++) {
        if (listing->wanted[i])
            any |= show_line(listing, i, room);
    }
    if (!any)
        listing->wanted[0] = listing->shown[0] = true;
    for (int around = 1; around < room; around++) {
        for (int i = 0; i < listing->count; i++) {
            if (!listing->wanted[i])
                continue;
            show_line(listing, i - around, room);
            show_line(listing, i + around, room);
        }
    }
}

/* Draws the names of the tasks at a line, and returns the columns they take. */
static int draw_tasks_at(const struct scene *scene, const char *file, int line,
                         struct canvas *canvas, struct box area, int row)
{
    const struct model *model = scene->model;
    struct box gutter = box_inside(area, 0, NUMBER, 0, 0);
    int column = 0;
    int more = 0;

    gutter.columns = GUTTER_MOST;
    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];
        char name[32];

        if (!is_at(model, task, file, line))
            continue;
        describe_task(model, id, name, sizeof name);
        if (column > 0 && column + 1 + canvas_width(name) > GUTTER_MOST - 3) {
            more++;
            continue;
        }
        if (column == 0)
            canvas_text(canvas, gutter, row, column++, ROLE_DIM, "▶");
        else
            canvas_text(canvas, gutter, row, column++, ROLE_DIM, ",");
        column = canvas_text(canvas, gutter, row, column,
                             look_of(task->state).role, name);
    }
    if (more)
        column =
            canvas_print(canvas, gutter, row, column, ROLE_DIM, "+%d", more);
    return column;
}

/* Draws a line of C: comments in a role of their own. */
static void draw_code(const char *line, bool current, int gutter,
                      struct canvas *canvas, struct box area, int row)
{
    struct box rest = box_inside(area, 0, gutter, 0, 0);
    int column = 0;
    bool comment = false;
    enum role plain = current ? ROLE_STRONG : ROLE_TEXT;

    for (const char *at = line; *at && *at != '\n';) {
        bool ends = at > line && at[-1] == '*' && *at == '/';

        if (strncmp(at, "/*", 2) == 0 || strncmp(at, "//", 2) == 0)
            comment = true;
        canvas_put(canvas, rest, row, column++, comment ? ROLE_COMMENT : plain,
                   text_next(&at));
        comment = comment && !ends;
    }
}

/* Columns before the code: as many as the busiest line's tasks need. */
static int gutter_width(const struct scene *scene, const char *file,
                        const struct listing *listing, struct canvas *canvas)
{
    struct box nowhere = {.rows = 0};
    int widest = 4;

    for (int i = 0; i < listing->count; i++) {
        int width = listing->wanted[i]
                        ? draw_tasks_at(scene, file, i + 1, canvas, nowhere, 0)
                        : 0;
        if (width > widest)
            widest = width;
    }
    return NUMBER + widest + 1;
}

static void draw_listing(const struct scene *scene, const char *file,
                         struct listing *listing, int skip,
                         struct canvas *canvas, struct box area)
{
    int gutter = gutter_width(scene, file, listing, canvas);
    int row = -skip;
    bool gap = false;

    for (int i = 0; i < listing->count && row < area.rows; i++) {
        if (!listing->shown[i]) {
            gap = true;
            continue;
        }
        if (gap && row > -skip) {
            if (row >= 0)
                canvas_text(canvas, area, row, 1, ROLE_DIM, "···");
            row++;
        }
        gap = false;
        if (row >= 0 && row < area.rows) {
            canvas_print(canvas, area, row, 0, ROLE_DIM, "%3d", i + 1);
            draw_tasks_at(scene, file, i + 1, canvas, area, row);
            draw_code(listing->lines[i], listing->wanted[i], gutter, canvas,
                      area, row);
        }
        row++;
    }
}

static int source_rows(const struct scene *scene, int columns)
{
    const char *text = text_of(scene, shown_file(scene));

    (void)columns;
    if (!text)
        return 1;
    struct listing listing = listing_of(text);
    int rows = listing.count;
    listing_free(&listing);
    return rows;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    const char *file = shown_file(scene);
    const char *slash = file ? strrchr(file, '/') : NULL;
    const char *library = file ? strstr(file, "parallel/") : NULL;

    /* A lesson's queue.c is not the library's. */
    if (library && !strchr(library + strlen("parallel/"), '/'))
        slash = library - 1;
    snprintf(text, size, "%s", slash ? slash + 1 : file ? file : _("source"));
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    const char *file = shown_file(scene);
    const char *text = text_of(scene, file);

    if (!text || !*text) {
        canvas_text(canvas, area, 0, 0, ROLE_DIM,
                    scene->model->site_count
                        ? _("no source: compile the program with -g")
                        : _("no operation in the source yet"));
        return;
    }
    struct listing listing = listing_of(text);
    if (is_unread(scene))
        want_marks(&listing, area.rows);
    else
        want_places(scene, file, &listing);
    if (scroll == INT_MAX) {
        choose_lines(&listing, area.rows);
        draw_listing(scene, file, &listing, 0, canvas, area);
    } else {
        memset(listing.shown, 1, (size_t)listing.count);
        draw_listing(scene, file, &listing,
                     clamp_scroll(scroll, listing.count, area.rows), canvas,
                     area);
    }
    listing_free(&listing);
}

const struct view source_view = {title, source_rows, draw};
