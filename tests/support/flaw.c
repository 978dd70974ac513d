/* flaw.c - what must be true of every trace. */
#include "tests/support/watched.h"

#include "model/describe.h"
#include "must.h"
#include "tests/support/process.h"
#include "trace/recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the trace has introduced so far. */
struct known {
    uint32_t processes;
    uint32_t tasks;
    uint32_t objects;
    uint32_t sites;
};

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static bool operation_is_introduced(const struct known *known,
                                    const struct event *event)
{
    enum kind kind = operation_kind(event->operation.op);
    uint32_t others = kind == KIND_TASK      ? known->tasks
                      : kind == KIND_PROCESS ? known->processes
                                             : known->objects;

    return event->task > 0 && event->operation.object <= known->objects &&
           event->operation.site <= known->sites &&
           (event->operation.op == OP_DUPLICATE ||
            event->operation.other <= others);
}

static bool is_introduced(struct known *known, const struct event *event)
{
    switch (event->type) {
    case EVENT_PROCESS:
        known->processes = larger(known->processes, event->process.id);
        return event->process.parent <= known->processes;
    case EVENT_TASK:
        known->tasks = larger(known->tasks, event->task);
        return event->defined.process <= known->processes &&
               event->defined.creator <= known->tasks;
    case EVENT_OBJECT:
        known->objects = larger(known->objects, event->object.id);
        return event->object.process <= known->processes &&
               event->object.origin <= known->objects &&
               event->task <= known->tasks;
    case EVENT_SITE:
        known->sites = larger(known->sites, event->site.id);
        return true;
    case EVENT_OPERATION:
        return event->task <= known->tasks &&
               operation_is_introduced(known, event);
    case EVENT_HOLDS:
        return event->task <= known->tasks &&
               event->holds.object <= known->objects;
    case EVENT_MEMORY:
        return event->memory.process <= known->processes;
    case EVENT_ENDED:
        return event->ended.process <= known->processes;
    default:
        return event->task <= known->tasks;
    }
}

/* Is it a word of a process that has ended? */
static bool is_from_beyond(const struct watched *w, const bool *ended,
                           const struct event *event)
{
    const struct task *task = model_task(w->model, event->task);

    return event->type == EVENT_OPERATION && task && ended[task->process];
}

static const char *flaw_at_an_end(const struct watched *w)
{
    bool *ended = must_allocate(w->model->process_count + 1, sizeof *ended);
    const char *flaw = NULL;

    for (size_t i = 0; i < trace_length(w->trace) && !flaw; i++) {
        const struct event *event = trace_at(w->trace, i);

        if (event->type == EVENT_ENDED)
            ended[event->ended.process] = true;
        else if (is_from_beyond(w, ended, event))
            flaw = "a process speaks after its end";
    }
    free(ended);
    return flaw;
}

static const char *flaw_in_order(const struct watched *w)
{
    struct known known = {0};
    uint64_t time_ns = 0;

    for (size_t i = 0; i < trace_length(w->trace); i++) {
        const struct event *event = trace_at(w->trace, i);

        if (event->time_ns < time_ns)
            return "a time goes back";
        if (!is_introduced(&known, event))
            return "an event speaks of what nobody introduced";
        time_ns = event->time_ns;
    }
    return NULL;
}

/* Each hold of a living task is one that the object knows of. */
static const char *flaw_in_model(const struct watched *w)
{
    for (uint32_t id = 1; id <= w->model->object_count; id++) {
        const struct object *object = model_object(w->model, id);

        if (model_holders(w->model, id, NULL, 0) != object->holders)
            return "an object does not know its holders";
        if (object->value < 0)
            return "an object has less than nothing";
    }
    for (uint32_t id = 1; id <= w->model->task_count; id++) {
        const struct task *task = model_task(w->model, id);

        for (uint64_t i = 1; i < task->span_count; i++) {
            const struct span *span = task_span(task, i);
            const struct span *before = task_span(task, i - 1);

            if (span && before && span->from_ns < before->from_ns)
                return "a span begins before the one before it";
        }
    }
    return NULL;
}

static const char *flaw_in_recording(const struct watched *w)
{
    char *folder = process_make_folder();
    char path[128];
    char why[128];
    char name[] = "program";
    char none[] = "";
    struct recording_about about = {.program = name, .lesson = none};
    const char *flaw = NULL;

    snprintf(path, sizeof path, "%s/recording", folder);
    struct recorder *recorder = recorder_new(path, &about);
    MUST(recorder && recorder_write(recorder, w->trace) &&
         recorder_finish(recorder, &about));
    struct trace *again = trace_new();
    if (!recording_read(path, again, &about, why, sizeof why))
        flaw = "its recording cannot be read";
    else if (trace_length(again) != trace_length(w->trace))
        flaw = "its recording reads back only in part";
    recording_about_fini(&about);
    trace_free(again);
    process_remove_folder(folder);
    free(folder);
    return flaw;
}

const char *watched_flaw(const struct watched *w)
{
    const char *flaw = flaw_in_order(w);

    if (!flaw)
        flaw = flaw_at_an_end(w);
    if (!flaw)
        flaw = flaw_in_model(w);
    return flaw ? flaw : flaw_in_recording(w);
}
