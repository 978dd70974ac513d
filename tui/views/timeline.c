/* timeline.c - the tasks' lives side by side, a lane for each.

   The axis is either the order of events, a step for each, which can be read
   however close they came (under control: of moves); or time, for what took
   how long. A lane
   is filled by the task's state, and says what began it where there is room. */
#include "tui/views/view.h"

#include "model/describe.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Columns for an event: as many as there is room for, within these. */
enum { NAME_END = 8, NARROW = 4, WIDE = 10, LABEL_LEAST = 6 };

static const struct fill {
    uint32_t glyph;
    enum role role;
} fills[] = {
    [TASK_NEW] = {' ', ROLE_DIM},
    [TASK_RUNNING] = {0x2500, ROLE_RUNNING}, /* ─ */
    [TASK_WANTS] = {0x00b7, ROLE_WANTS},     /* · */
    [TASK_WAITS] = {0x2592, ROLE_WAITING},   /* ▒ */
    [TASK_SLEEPS] = {0x2591, ROLE_SLEEPING}, /* ░ */
    [TASK_ENDED] = {' ', ROLE_ENDED},
};

static const struct fill holding_fill = {0x2501, ROLE_HELD}; /* ━ */

/* From positions in the run to columns. */
struct axis {
    bool by_time;
    bool by_move;
    uint64_t first; /* Event, move or nanosecond at column 0, */
    uint64_t last;  /* and at the last one. */
    int columns;
};

static struct axis axis_for(const struct scene *scene, int columns)
{
    const struct model *model = scene->model;
    struct axis axis = {.by_time = scene->by_time,
                        .by_move = model->moves > 0,
                        .columns = columns};

    if (axis.by_time) {
        axis.last = model->time_ns + 1;
        return axis;
    }
    axis.last = axis.by_move ? model->moves + 2 : model->operation_events + 1;
    uint64_t most = (uint64_t)columns / NARROW;
    uint64_t least = (uint64_t)columns / WIDE;
    axis.first = axis.by_move ? 1 : 0; /* The first move is number 1. */
    if (axis.last > most)
        axis.first = axis.last - most;
    else if (axis.last < least)
        axis.last = least;
    return axis;
}

static bool is_standing(const struct span *span)
{
    return span->state == TASK_WAITS || span->state == TASK_SLEEPS;
}

/* A move has a step, in which it is seen what it did; what a task waits for
   after it begins with the next step. */
static uint64_t place_of(const struct axis *axis, const struct span *span)
{
    if (axis->by_time)
        return span->from_ns;
    if (!axis->by_move)
        return span->from_event;
    return span->from_move + (is_standing(span) || span->state == TASK_WANTS);
}

/* The column where a span begins; may be left of the first. */
static int column_of(const struct axis *axis, const struct span *span)
{
    uint64_t at = place_of(axis, span);

    if (at <= axis->first)
        return 0;
    double part =
        (double)(at - axis->first) / (double)(axis->last - axis->first);
    return (int)(part * axis->columns);
}

/* What is done, without how: "atomically read" would leave no room for what is
   read. */
static const char *short_word(enum operation op)
{
    switch (op) {
    case OP_ATOMIC_READ:
        return _("read");
    case OP_ATOMIC_WRITE:
        return _("write");
    case OP_ATOMIC_UPDATE:
        return _("change");
    default:
        return _(operation_word(op));
    }
}

/* "lock left": what began the span, if a label says something. */
static void label_of(const struct model *model, const struct span *span,
                     char *text, size_t size)
{
    char name[40] = "";

    *text = '\0';
    if (span->op == OP_NONE || span->op == OP_PRINT)
        return;
    if (span->state == TASK_WANTS ||
        (span->op == OP_SLEEP && span->stage == STAGE_DID))
        return;
    if (span->object)
        describe_object(model, span->object, name, sizeof name);
    else if (span->other &&
             operation_kind((enum operation)span->op) == KIND_TASK &&
             span->op != OP_BEGIN && span->op != OP_END)
        describe_task(model, span->other, name, sizeof name);
    else if (span->other &&
             operation_kind((enum operation)span->op) == KIND_PROCESS)
        describe_process(model, span->other, name, sizeof name);
    snprintf(text, size,
             span->stage == STAGE_FAILED ? _("failed %s%s%s") : "%s%s%s",
             short_word((enum operation)span->op), *name ? " " : "", name);
}

static void draw_span(const struct scene *scene, const struct span *span,
                      int from, int to, struct canvas *canvas, struct box area,
                      int row)
{
    struct fill fill = fills[span->state];
    char label[128];

    if (span->holding && span->state == TASK_RUNNING)
        fill = holding_fill;
    canvas_line(canvas, area, row, from, to, fill.role, fill.glyph);
    label_of(scene->model, span, label, sizeof label);
    int width = canvas_width(label);
    if (width > 0 && width + 1 <= to - from)
        canvas_text(canvas, area, row, from, fill.role, label);
    else if (width > 0 && to - from >= LABEL_LEAST)
        canvas_fit(canvas, area, row, from, to - 1, fill.role, label);
}

/* Along operations, being about to do one is not a step of its own: what was
   done before is shown until it is done. But a wait is shown to be over. */
static bool is_drawn(const struct task *task, const struct axis *axis,
                     uint64_t index)
{
    const struct span *before = index > 0 ? task_span(task, index - 1) : NULL;

    return axis->by_time || task_span(task, index)->state != TASK_WANTS ||
           (axis->by_move && before && is_standing(before));
}

static const struct span *next_shown(const struct task *task,
                                     const struct axis *axis, uint64_t index)
{
    while (++index < task->span_count && !is_drawn(task, axis, index))
        continue;
    return task_span(task, index);
}

static void draw_lane(const struct scene *scene, uint32_t id,
                      const struct axis *axis, struct canvas *canvas,
                      struct box area, int row)
{
    const struct task *task = model_task(scene->model, id);
    char name[32];
    struct box lane = box_inside(area, 0, NAME_END, 0, 0);
    uint64_t oldest = task->span_count > SPANS ? task->span_count - SPANS : 0;

    describe_task(scene->model, id, name, sizeof name);
    canvas_fit(canvas, area, row, 0, NAME_END - 1, ROLE_STRONG, name);
    for (uint64_t i = oldest; i < task->span_count; i++) {
        const struct span *span = task_span(task, i);
        const struct span *next = next_shown(task, axis, i);

        if (!is_drawn(task, axis, i))
            continue;
        int from = column_of(axis, span);
        int to = next ? column_of(axis, next) : axis->columns;

        if (to > from)
            draw_span(scene, span, from, to, canvas, lane, row);
    }
}

/* Alive, or ended within what the axis shows. */
static bool has_lane(const struct scene *scene, const struct axis *axis,
                     uint32_t id)
{
    const struct task *task = model_task(scene->model, id);
    const struct span *last =
        task->span_count ? task_span(task, task->span_count - 1) : NULL;

    return task_is_alive(task) || (last && column_of(axis, last) > 0);
}

static int timeline_rows(const struct scene *scene, int columns)
{
    struct axis axis = axis_for(scene, columns - NAME_END);
    int rows = 0;

    for (uint32_t id = 1; id <= scene->model->task_count; id++)
        rows += has_lane(scene, &axis, id);
    return rows > 0 ? rows : 1;
}

static void title(const struct scene *scene, char *text, size_t size)
{
    if (scene->by_time)
        snprintf(text, size, _("timeline: %.1f s"),
                 (double)scene->model->time_ns / 1e9);
    else if (scene->model->moves > 0)
        snprintf(text, size, _("timeline: move %" PRIu64), scene->model->moves);
    else
        snprintf(text, size, _("timeline: operation %" PRIu64),
                 scene->model->steps);
}

static void draw(const struct scene *scene, int scroll, struct canvas *canvas,
                 struct box area)
{
    struct axis axis = axis_for(scene, area.columns - NAME_END);
    int rows = timeline_rows(scene, area.columns);
    int row = -clamp_scroll(scroll, rows, area.rows);

    for (uint32_t id = 1; id <= scene->model->task_count; id++) {
        if (!has_lane(scene, &axis, id))
            continue;
        if (row >= 0 && row < area.rows)
            draw_lane(scene, id, &axis, canvas, area, row);
        row++;
    }
}

const struct view timeline_view = {title, timeline_rows, draw};
