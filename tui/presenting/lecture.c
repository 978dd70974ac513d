/* lecture.c - what is applied, shown and run at each stop. */
#include "tui/presenting/lecture.h"

#include "model/cursor.h"
#include "must.h"
#include "tui/control/schedule.h"
#include "tui/drawing/text.h"
#include "tui/pages/page.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PANES = 3 }; /* Shown where nothing says which. */

struct lecture {
    const struct lesson *lesson;
    struct stop *stops;
    size_t count;
    char *source; /* NULL: it cannot be read. */
};

/* ---- The way. ---- */

static void add(struct lecture *lecture, enum stop_kind kind,
                const char *argument, const char *notes)
{
    lecture->stops =
        must_resize(lecture->stops, lecture->count + 1, sizeof *lecture->stops);
    lecture->stops[lecture->count++] =
        (struct stop){.kind = kind,
                      .argument = must_copy(argument),
                      .notes = must_copy(notes)};
}

static void add_schedule(const char *path, const char *name, void *context)
{
    struct lecture *lecture = context;

    (void)path;
    add(lecture, STOP_APPLY, name, "");
    add(lecture, STOP_RUN, "end", "");
}

static void find_way(struct lecture *lecture)
{
    const struct lesson *lesson = lecture->lesson;

    add(lecture, STOP_SAY, *lesson->goal ? lesson->goal : lesson->title,
        _("What the program is meant to achieve."));
    if (lesson->outcome_count > 0)
        add(lecture, STOP_ASK, "", "");
    schedule_list(lesson, add_schedule, lecture);
    if (lesson->outcome_count > 0)
        add(lecture, STOP_REVEAL, "", "");
}

struct lecture *lecture_new(const struct lesson *lesson)
{
    struct lecture *lecture = must_allocate(1, sizeof *lecture);

    lecture->lesson = lesson;
    lecture->source = text_of_file(lesson->source);
    for (size_t i = 0; i < lesson->stop_count; i++)
        add(lecture, lesson->stops[i].kind, lesson->stops[i].argument,
            lesson->stops[i].notes);
    if (lecture->count == 0)
        find_way(lecture);
    return lecture;
}

void lecture_free(struct lecture *lecture)
{
    if (!lecture)
        return;
    for (size_t i = 0; i < lecture->count; i++)
        stop_fini(&lecture->stops[i]);
    free(lecture->stops);
    free(lecture->source);
    free(lecture);
}

const struct lesson *lecture_lesson(const struct lecture *lecture)
{
    return lecture->lesson;
}

size_t lecture_length(const struct lecture *lecture)
{
    return lecture->count;
}

const struct stop *lecture_stop(const struct lecture *lecture, size_t at)
{
    return &lecture->stops[at];
}

/* ---- At a stop. ---- */

/* The newest stop of a kind, up to this one; NULL: there was none. */
static const struct stop *latest(const struct lecture *lecture, size_t at,
                                 enum stop_kind kind)
{
    for (size_t i = at + 1; i-- > 0;) {
        if (lecture->stops[i].kind == kind)
            return &lecture->stops[i];
    }
    return NULL;
}

const char *lecture_schedule(const struct lecture *lecture, size_t at)
{
    const struct stop *stop = latest(lecture, at, STOP_APPLY);

    return stop ? stop->argument : NULL;
}

void lecture_panes(const struct lecture *lecture, size_t at,
                   struct pane_list *list)
{
    const struct stop *stop = latest(lecture, at, STOP_SHOW);
    const struct lesson *lesson = lecture->lesson;

    list->count = 0;
    if (stop)
        list->count = lesson_panes(stop->argument, list->panes);
    for (size_t i = 0; i < lesson->pane_count && i < PANES && !stop; i++)
        list->panes[list->count++] = lesson->panes[i];
}

/* ---- How far a schedule is run. ---- */

static int line_of(const struct lecture *lecture, const char *mark)
{
    return lecture->source
               ? page_mark_line(lecture->source, mark + 1, strlen(mark + 1))
               : 0;
}

/* How many tasks stand before an operation on that line. */
static unsigned standing_at(const struct model *model, int line)
{
    unsigned count = 0;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];
        const struct site *site = model_site(model, task->site);

        count += task_is_alive(task) && task->wait.op != OP_NONE && site &&
                 site->line == line;
    }
    return count;
}

/* Moves up to where one task more stands there; or to the end. */
static uint64_t run_to(struct cursor *cursor, uint64_t from, int line)
{
    uint64_t moves = from;
    unsigned before;

    cursor_move(cursor, cursor_after_moves(cursor, from));
    do {
        before = standing_at(cursor_model(cursor), line);
        cursor_move(cursor, cursor_after_moves(cursor, moves + 1));
        if (cursor_model(cursor)->moves == moves) /* That was the last. */
            return moves;
        moves++;
    } while (standing_at(cursor_model(cursor), line) <= before);
    return moves;
}

static uint64_t run_on(const struct lecture *lecture, const struct stop *stop,
                       struct cursor *cursor, uint64_t from)
{
    int line = *stop->argument == '@' ? line_of(lecture, stop->argument) : 0;

    if (line > 0)
        return run_to(cursor, from, line);
    cursor_move(cursor, SIZE_MAX);
    return cursor_model(cursor)->moves;
}

uint64_t lecture_moves(const struct lecture *lecture, size_t at,
                       const struct trace *trace)
{
    struct cursor *cursor = cursor_new(trace);
    uint64_t moves = 0;

    for (size_t i = 0; i <= at && i < lecture->count; i++) {
        if (lecture->stops[i].kind == STOP_APPLY)
            moves = 0;
        else if (lecture->stops[i].kind == STOP_RUN)
            moves = run_on(lecture, &lecture->stops[i], cursor, moves);
    }
    cursor_free(cursor);
    return moves;
}

const char *lecture_line(const struct lecture *lecture, size_t at, char *text,
                         size_t size)
{
    const struct stop *stop = &lecture->stops[at];
    int line = *stop->argument == '@' ? line_of(lecture, stop->argument) : 0;

    if (line > 0)
        snprintf(text, size, _("%s %s (line %d)"), stop_word(stop->kind),
                 stop->argument, line);
    else
        snprintf(text, size, "%s%s%s", stop_word(stop->kind),
                 *stop->argument ? " " : "", stop->argument);
    return text;
}
