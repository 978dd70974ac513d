/* trace.c - a growing sequence of events and the strings they use. */
#include "trace/trace.h"

#include "must.h"

#include <stdlib.h>
#include <string.h>

enum { EVENTS_PER_BLOCK = 1024, BYTES_PER_BLOCK = 65536, FIRST_BUCKETS = 256 };

struct text_block {
    struct text_block *next;
    char bytes[];
};

/* Strings kept once: an open hash table of pointers into the text blocks. */
struct intern {
    const char **buckets;
    size_t bucket_count; /* A power of two. */
    size_t used;
};

struct trace {
    struct event **blocks; /* Never move: events have stable addresses. */
    size_t block_count;
    size_t length;
    size_t limit;
    size_t refused;

    struct text_block *texts;
    size_t text_used; /* Of the newest block. */
    size_t text_size;
    struct intern intern;
};

struct trace *trace_new(void)
{
    struct trace *trace = must_allocate(1, sizeof *trace);

    trace->limit = SIZE_MAX;
    trace->intern.bucket_count = FIRST_BUCKETS;
    trace->intern.buckets = must_allocate(FIRST_BUCKETS, sizeof(char *));
    return trace;
}

void trace_free(struct trace *trace)
{
    if (!trace)
        return;
    for (size_t i = 0; i < trace->block_count; i++)
        free(trace->blocks[i]);
    free(trace->blocks);
    while (trace->texts) {
        struct text_block *next = trace->texts->next;

        free(trace->texts);
        trace->texts = next;
    }
    free(trace->intern.buckets);
    free(trace);
}

void trace_limit(struct trace *trace, size_t events)
{
    trace->limit = events;
}

/* Room for `size` bytes that never move. */
static char *text_room(struct trace *trace, size_t size)
{
    if (!trace->texts || trace->text_size - trace->text_used < size) {
        size_t room = size > BYTES_PER_BLOCK ? size : BYTES_PER_BLOCK;
        struct text_block *block = must_allocate(1, sizeof *block + room);

        block->next = trace->texts;
        trace->texts = block;
        trace->text_used = 0;
        trace->text_size = room;
    }
    char *at = trace->texts->bytes + trace->text_used;
    trace->text_used += size;
    return at;
}

const char *trace_bytes(struct trace *trace, const char *bytes, size_t length)
{
    char *copy = text_room(trace, length + 1);

    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

/* FNV-1a, by Fowler, Noll and Vo. */
static size_t hash(const char *string)
{
    uint64_t h = UINT64_C(14695981039346656037);

    while (*string)
        h = (h ^ (unsigned char)*string++) * UINT64_C(1099511628211);
    return (size_t)(h ^ h >> 32);
}

/* The bucket that holds the string, or the free one where it belongs. */
static const char **bucket_for(const struct intern *intern, const char *string)
{
    size_t mask = intern->bucket_count - 1;
    size_t i = hash(string) & mask;

    while (intern->buckets[i] && strcmp(intern->buckets[i], string) != 0)
        i = (i + 1) & mask;
    return &intern->buckets[i];
}

static void intern_grow(struct intern *intern)
{
    struct intern wider = {.bucket_count = intern->bucket_count * 2,
                           .used = intern->used};

    wider.buckets = must_allocate(wider.bucket_count, sizeof(char *));
    for (size_t i = 0; i < intern->bucket_count; i++) {
        if (intern->buckets[i])
            *bucket_for(&wider, intern->buckets[i]) = intern->buckets[i];
    }
    free(intern->buckets);
    *intern = wider;
}

const char *trace_string(struct trace *trace, const char *string)
{
    if (!string)
        return NULL;
    const char **bucket = bucket_for(&trace->intern, string);
    if (*bucket)
        return *bucket;
    const char *kept = trace_bytes(trace, string, strlen(string));
    *bucket = kept;
    if (++trace->intern.used * 2 > trace->intern.bucket_count)
        intern_grow(&trace->intern);
    return kept;
}

/* Replaces the event's strings by lasting copies. */
static void keep_strings(struct trace *trace, struct event *event)
{
    switch (event->type) {
    case EVENT_PROCESS:
        event->process.program = trace_string(trace, event->process.program);
        break;
    case EVENT_TASK:
        event->defined.routine = trace_string(trace, event->defined.routine);
        break;
    case EVENT_OBJECT:
        event->object.name = trace_string(trace, event->object.name);
        break;
    case EVENT_SITE:
        event->site.file = trace_string(trace, event->site.file);
        event->site.function = trace_string(trace, event->site.function);
        break;
    case EVENT_SOURCE:
        event->source.file = trace_string(trace, event->source.file);
        event->source.text = trace_string(trace, event->source.text);
        break;
    case EVENT_OPERATION:
        event->operation.text = trace_string(trace, event->operation.text);
        break;
    case EVENT_OUTPUT:
        event->output.text =
            trace_bytes(trace, event->output.text, event->output.length);
        break;
    default:
        break;
    }
}

bool trace_append(struct trace *trace, const struct event *event)
{
    bool definition =
        event->type < EVENT_OPERATION || event->type == EVENT_ENDED;

    if (trace->length >= trace->limit && !definition) {
        trace->refused++;
        return false;
    }
    if (trace->length == trace->block_count * EVENTS_PER_BLOCK) {
        trace->blocks =
            must_resize(trace->blocks, trace->block_count + 1, sizeof(void *));
        trace->blocks[trace->block_count++] =
            must_allocate(EVENTS_PER_BLOCK, sizeof(struct event));
    }
    struct event *kept = &trace->blocks[trace->length / EVENTS_PER_BLOCK]
                                       [trace->length % EVENTS_PER_BLOCK];
    *kept = *event;
    keep_strings(trace, kept);
    trace->length++;
    return true;
}

size_t trace_length(const struct trace *trace)
{
    return trace->length;
}

size_t trace_refused(const struct trace *trace)
{
    return trace->refused;
}

const struct event *trace_at(const struct trace *trace, size_t index)
{
    return &trace->blocks[index / EVENTS_PER_BLOCK][index % EVENTS_PER_BLOCK];
}

char *trace_output(const struct trace *trace, uint64_t *length)
{
    size_t needed = 0;

    for (size_t i = 0; i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);

        if (event->type == EVENT_OUTPUT)
            needed += event->output.length;
    }
    char *output = must_allocate(needed + 1, 1);
    *length = needed;
    needed = 0;
    for (size_t i = 0; needed < *length && i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);

        if (event->type != EVENT_OUTPUT)
            continue;
        memcpy(output + needed, event->output.text, event->output.length);
        needed += event->output.length;
    }
    return output;
}
