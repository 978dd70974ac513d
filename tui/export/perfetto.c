/* perfetto.c - the run in the Chrome trace event form, which Perfetto reads.

   A process is a process, a task a thread. What a task is doing is a slice of
   its thread; what it holds meanwhile, an asynchronous slice, since holding
   one lock may begin before and end after another. Under control a move
   takes a microsecond: time there is virtual, and says nothing. */
#include "tui/export/export.h"

#include "model/describe.h"
#include "must.h"
#include "tui/json_text.h"
#include "tui/views/view.h"

#include <stdlib.h>
#include <string.h>

struct slice {
    bool open;
    char name[SENTENCE];
    double from;
};

struct writer {
    FILE *to;
    bool any;
    struct slice *slices; /* Of each task, [id - 1]. */
    uint32_t room;
    struct hold *holds; /* HOLDS of each task, as seen last. */
    unsigned *hold_counts;
};

static int pid_of(const struct model *model, uint32_t task)
{
    const struct task *one = model_task(model, task);

    return one ? (int)one->process : 0;
}

static void put(struct writer *writer, json_t *event)
{
    fputs(writer->any ? ",\n" : "\n", writer->to);
    writer->any = true;
    json_dumpf(event, writer->to, JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15));
    json_decref(event);
}

static double now_of(const struct model *model)
{
    return model->moves ? (double)model->moves : (double)model->time_ns / 1e3;
}

static void name_thread(struct writer *writer, const struct model *model,
                        uint32_t task)
{
    char text[SENTENCE];

    if (model_task(model, task)->number == 0)
        put(writer,
            json_pack("{s:s s:s s:i s:i s:{s:o}}", "name", "process_name", "ph",
                      "M", "pid", pid_of(model, task), "tid", (int)task, "args",
                      "name",
                      json_text(describe_process(
                          model, model_task(model, task)->process, text,
                          sizeof text))));
    put(writer,
        json_pack("{s:s s:s s:i s:i s:{s:o}}", "name", "thread_name", "ph", "M",
                  "pid", pid_of(model, task), "tid", (int)task, "args", "name",
                  json_text(describe_task(model, task, text, sizeof text))));
}

static void make_room(struct writer *writer, const struct model *model)
{
    if (model->task_count <= writer->room)
        return;
    writer->slices =
        must_resize(writer->slices, model->task_count, sizeof *writer->slices);
    writer->holds = must_resize(writer->holds, model->task_count * HOLDS,
                                sizeof *writer->holds);
    writer->hold_counts = must_resize(writer->hold_counts, model->task_count,
                                      sizeof *writer->hold_counts);
    while (writer->room < model->task_count) {
        writer->slices[writer->room] = (struct slice){.open = false};
        writer->hold_counts[writer->room] = 0;
        name_thread(writer, model, ++writer->room);
    }
}

static void close_slice(struct writer *writer, const struct model *model,
                        uint32_t task, double now)
{
    struct slice *slice = &writer->slices[task - 1];

    if (slice->open && now > slice->from)
        put(writer, json_pack("{s:o s:s s:s s:f s:f s:i s:i}", "name",
                              json_text(slice->name), "cat", "state", "ph", "X",
                              "ts", slice->from, "dur", now - slice->from,
                              "pid", pid_of(model, task), "tid", (int)task));
    slice->open = false;
}

static void follow_state(struct writer *writer, const struct model *model,
                         uint32_t task, double now)
{
    struct slice *slice = &writer->slices[task - 1];
    char text[SENTENCE];

    describe_state(model, task, text, sizeof text);
    if (slice->open && strcmp(slice->name, text) == 0)
        return;
    close_slice(writer, model, task, now);
    if (!task_is_alive(model_task(model, task)))
        return;
    *slice = (struct slice){.open = true, .from = now};
    memcpy(slice->name, text, sizeof text);
}

static void put_hold(struct writer *writer, const struct model *model,
                     uint32_t task, uint32_t object, const char *phase,
                     double now)
{
    char text[SENTENCE];

    put(writer,
        json_pack("{s:s+ s:s s:s s:i s:f s:i s:i}", "name", "holds ",
                  describe_object(model, object, text, sizeof text), "cat",
                  "hold", "ph", phase, "id", (int)(task * 65536 + object), "ts",
                  now, "pid", pid_of(model, task), "tid", (int)task));
}

static bool holds(const struct hold *list, unsigned count, uint32_t object)
{
    for (unsigned i = 0; i < count; i++) {
        if (list[i].object == object)
            return true;
    }
    return false;
}

static void follow_holds(struct writer *writer, const struct model *model,
                         uint32_t id, double now)
{
    const struct task *task = model_task(model, id);
    struct hold *before = &writer->holds[(id - 1) * HOLDS];
    unsigned *count = &writer->hold_counts[id - 1];

    for (unsigned i = 0; i < *count; i++) {
        if (!holds(task->holds, task->hold_count, before[i].object))
            put_hold(writer, model, id, before[i].object, "e", now);
    }
    for (unsigned i = 0; i < task->hold_count; i++) {
        if (!holds(before, *count, task->holds[i].object))
            put_hold(writer, model, id, task->holds[i].object, "b", now);
    }
    memcpy(before, task->holds, sizeof task->holds);
    *count = task->hold_count;
}

static void put_sentence(struct writer *writer, const struct model *model,
                         const struct event *event, double now)
{
    char text[SENTENCE];

    if (event->type != EVENT_OPERATION ||
        event->operation.stage == STAGE_WANTS || !event->task)
        return;
    describe_event(model, event, text, sizeof text);
    if (*text)
        put(writer,
            json_pack("{s:o s:s s:s s:s s:f s:i s:i}", "name", json_text(text),
                      "cat", "operation", "ph", "i", "s", "t", "ts", now, "pid",
                      pid_of(model, event->task), "tid", (int)event->task));
}

static void close_all(struct writer *writer, const struct model *model)
{
    double now = now_of(model) + (model->moves ? 1 : 0);

    for (uint32_t id = 1; id <= writer->room; id++) {
        close_slice(writer, model, id, now);
        for (unsigned i = 0; i < writer->hold_counts[id - 1]; i++)
            put_hold(writer, model, id,
                     writer->holds[(id - 1) * HOLDS + i].object, "e", now);
    }
}

static bool write_perfetto(struct session *session, struct catalogue *catalogue,
                           const struct export_options *options, FILE *to,
                           char *why, size_t why_size)
{
    struct writer writer = {.to = to};
    const struct event *event;

    (void)catalogue;
    (void)options;
    (void)why;
    (void)why_size;
    fputs("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[", to);
    session_rewind(session);
    while ((event = session_next(session))) {
        const struct model *model = session_model(session);
        double now = now_of(model);

        make_room(&writer, model);
        put_sentence(&writer, model, event, now);
        for (uint32_t id = 1; id <= model->task_count; id++) {
            follow_state(&writer, model, id, now);
            follow_holds(&writer, model, id, now);
        }
    }
    close_all(&writer, session_model(session));
    fputs("\n]}\n", to);
    free(writer.slices);
    free(writer.holds);
    free(writer.hold_counts);
    return true;
}

const struct export_form perfetto_form = {
    "perfetto", "Chrome trace events, for ui.perfetto.dev", write_perfetto};
