/* translator.c - the life of a translator, and what it knows. */
#include "watch/translator.h"

#include "must.h"

#include <stdlib.h>
#include <string.h>

struct translator *translator_new(struct area *area, struct trace *trace,
                                  const char *source)
{
    struct translator *t = must_allocate(1, sizeof *t);

    t->area = area;
    t->trace = trace;
    t->symbols = symbols_new();
    t->sources = sources_new();
    if (source)
        sources_substitute(t->sources, source);
    t->namer = namer_new(t->symbols, t->sources);
    return t;
}

void translator_free(struct translator *t)
{
    if (!t)
        return;
    namer_free(t->namer);
    sources_free(t->sources);
    symbols_free(t->symbols);
    table_fini(&t->births);
    table_fini(&t->keys);
    table_fini(&t->sites);
    table_fini(&t->files);
    free(t->tasks);
    free(t->processes);
    free(t->objects);
    free(t->output);
    free(t);
}

uint32_t translator_task_count(const struct translator *t)
{
    return t->task_count;
}

uint32_t translator_process_count(const struct translator *t)
{
    return t->process_count;
}

struct known_task *translator_task(struct translator *t, uint32_t id)
{
    MUST(id > 0 && id <= t->task_count);
    return &t->tasks[id - 1];
}

struct known_process *translator_process(struct translator *t, uint32_t id)
{
    MUST(id > 0 && id <= t->process_count);
    return &t->processes[id - 1];
}

uint32_t translator_process_of(const struct translator *t, pid_t pid)
{
    for (uint32_t id = t->process_count; id > 0; id--) {
        if (t->processes[id - 1].pid == pid && !t->processes[id - 1].reaped)
            return id;
    }
    return 0;
}

/* The newest event's time: new definitions come no earlier. */
static uint64_t latest(const struct translator *t)
{
    size_t length = trace_length(t->trace);

    return length ? trace_at(t->trace, length - 1)->time_ns : 0;
}

static bool has_printed(const struct event *event)
{
    return event->type == EVENT_OPERATION && event->operation.op == OP_PRINT &&
           event->operation.stage == STAGE_DID;
}

/* Times in a trace never go back. */
void translator_tell(struct translator *t, struct event *event)
{
    if (t->output_length > 0 && has_printed(event))
        translator_tell_printed(t);
    if (event->time_ns < latest(t))
        event->time_ns = latest(t);
    trace_append(t->trace, event);
}

void translator_printed(struct translator *t, const char *text, size_t length)
{
    t->output = must_resize(t->output, t->output_length + length, 1);
    memcpy(t->output + t->output_length, text, length);
    t->output_length += length;
}

void translator_tell_printed(struct translator *t)
{
    struct event event = {.type = EVENT_OUTPUT,
                          .output = {(uint32_t)t->output_length, t->output}};

    if (t->output_length == 0)
        return;
    t->output_length = 0;
    translator_tell(t, &event);
}
