/* recording.c - reading a recording.

   Every number is checked before it is used: lengths against what is left,
   strings against those read, enumerations against their ranges, numbers of
   tasks and the like against those introduced. What does not fit ends the
   reading there, with what came before it kept. */
#include "trace/recording.h"

#include "must.h"
#include "trace/fields.h"
#include "trace/format.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes still to be read. */
struct input {
    const unsigned char *at;
    size_t left;
    bool bad; /* Something did not fit. */
};

struct reader {
    struct trace *trace;
    struct recording_about *about;
    const char **strings;
    size_t string_count;
    size_t string_room;
    uint64_t time_ns;
    uint32_t processes; /* Introduced so far, of each. */
    uint32_t tasks;
    uint32_t objects;
    uint32_t sites;
};

static uint64_t take_number(struct input *input)
{
    uint64_t number = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (input->left == 0)
            break;
        unsigned char byte = *input->at++;
        input->left--;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return number;
    }
    input->bad = true;
    return 0;
}

static int64_t take_signed(struct input *input)
{
    uint64_t number = take_number(input);

    return (int64_t)(number >> 1) ^ -(int64_t)(number & 1);
}

static struct input take_bytes(struct input *input, uint64_t length)
{
    struct input taken = {.at = input->at};

    if (length > input->left) {
        input->bad = true;
        return taken;
    }
    taken.left = (size_t)length;
    input->at += length;
    input->left -= (size_t)length;
    return taken;
}

/* NULL for number 0. */
static const char *take_string(struct input *input, const struct reader *reader)
{
    uint64_t number = take_number(input);

    if (number == 0)
        return NULL;
    if (number > reader->string_count) {
        input->bad = true;
        return NULL;
    }
    return reader->strings[number - 1];
}

static void add_string(struct reader *reader, struct input bytes)
{
    if (reader->string_count == reader->string_room) {
        reader->string_room =
            reader->string_room ? reader->string_room * 2 : 64;
        reader->strings = must_resize(reader->strings, reader->string_room,
                                      sizeof *reader->strings);
    }
    reader->strings[reader->string_count++] =
        trace_bytes(reader->trace, (const char *)bytes.at, bytes.left);
}

/* ---- Events. ---- */

/* Reads the fields of an event whose type is known. Numbers that do not fit
   their member are caught: they come back different. */
static void take_fields(struct input *input, const struct reader *reader,
                        struct event *event)
{
#define TYPE(name, fields)                                                     \
    case EVENT_##name:                                                         \
        fields break;
#define NUMBER(member)                                                         \
    {                                                                          \
        uint64_t number = take_number(input);                                  \
        event->member = (__typeof__(event->member))number;                     \
        input->bad |= (uint64_t)event->member != number;                       \
    }
#define SIGNED(member)                                                         \
    {                                                                          \
        int64_t number = take_signed(input);                                   \
        event->member = (__typeof__(event->member))number;                     \
        input->bad |= event->member != number;                                 \
    }
#define STRING(member) event->member = take_string(input, reader);
#define BYTES(member, length)                                                  \
    {                                                                          \
        struct input all = take_bytes(input, input->left);                     \
        event->member = (const char *)all.at;                                  \
        event->length = (uint32_t)all.left;                                    \
        input->bad |= event->length != all.left;                               \
    }
    switch (event->type) {
        EVENT_FIELDS(TYPE, NUMBER, SIGNED, STRING, BYTES)
    case EVENT_TYPE_COUNT:
        break;
    }
}

/* Is `id` the next of its sort, or one that is known? Counts it if next. */
static bool introduces(uint32_t id, uint32_t *count)
{
    if (id == 0 || id > *count + 1)
        return false;
    if (id == *count + 1)
        (*count)++;
    return true;
}

static bool makes_sense(struct reader *reader, const struct event *event)
{
    switch (event->type) {
    case EVENT_PROCESS:
        return introduces(event->process.id, &reader->processes) &&
               event->process.parent <= reader->processes;
    case EVENT_TASK:
        return introduces(event->task, &reader->tasks) &&
               event->defined.process <= reader->processes &&
               event->defined.creator <= reader->tasks;
    case EVENT_OBJECT:
        return introduces(event->object.id, &reader->objects) &&
               (unsigned)event->object.kind < KIND_COUNT &&
               event->object.process <= reader->processes &&
               event->object.origin <= reader->objects &&
               event->task <= reader->tasks;
    case EVENT_SITE:
        return introduces(event->site.id, &reader->sites);
    case EVENT_OPERATION:
        return (unsigned)event->operation.op < OP_COUNT &&
               (unsigned)event->operation.stage < STAGE_COUNT &&
               event->operation.object <= reader->objects &&
               event->operation.site <= reader->sites &&
               event->task <= reader->tasks;
    case EVENT_HOLDS:
        return event->holds.object <= reader->objects;
    case EVENT_MEMORY:
        return event->memory.process <= reader->processes;
    case EVENT_ENDED:
        return event->ended.process <= reader->processes;
    default:
        return event->task <= reader->tasks;
    }
}

static bool add_event(struct reader *reader, struct input input)
{
    struct event event = {.time_ns = reader->time_ns};
    uint64_t type = take_number(&input);
    uint64_t task = take_number(&input);
    uint64_t later = take_number(&input);

    if (input.bad || type >= EVENT_TYPE_COUNT || task > UINT32_MAX ||
        later > INT64_MAX - reader->time_ns)
        return false;
    event.type = (enum event_type)type;
    event.task = (uint32_t)task;
    event.time_ns += later;
    take_fields(&input, reader, &event);
    if (input.bad || input.left != 0 || !makes_sense(reader, &event))
        return false;
    reader->time_ns = event.time_ns;
    trace_append(reader->trace, &event);
    return true;
}

/* ---- The whole. ---- */

static char *take_text(struct input *input)
{
    struct input bytes = take_bytes(input, take_number(input));
    char *text = must_allocate(bytes.left + 1, 1);

    if (bytes.left > 0)
        memcpy(text, bytes.at, bytes.left);
    return text;
}

static bool take_about(struct recording_about *about, struct input input)
{
    if (about->program)
        return false; /* It comes once. */
    about->program = take_text(&input);
    about->lesson = take_text(&input);
    about->started = take_signed(&input);
    return !input.bad;
}

static bool take_end(struct recording_about *about, struct input input)
{
    about->status = (int)take_signed(&input);
    about->operations = take_number(&input);
    about->lost = take_number(&input);
    about->output = take_number(&input);
    uint64_t how = take_number(&input);
    about->ended_by_lab = (how & END_BY_LAB) != 0;
    about->too_many = (how & END_TOO_MANY) != 0;
    about->damaged = (how & END_DAMAGED) != 0;
    about->finished = !input.bad;
    return !input.bad;
}

static bool take_record(struct reader *reader, struct input *input)
{
    unsigned char tag = *input->at++;
    input->left--;
    struct input body = take_bytes(input, take_number(input));

    if (input->bad)
        return false;
    switch (tag) {
    case RECORD_ABOUT:
        return take_about(reader->about, body);
    case RECORD_STRING:
        add_string(reader, body);
        return true;
    case RECORD_EVENT:
        return add_event(reader, body);
    case RECORD_END:
        return take_end(reader->about, body);
    default:
        return false;
    }
}

static bool no(char *why, size_t size, const char *reason)
{
    snprintf(why, size, "%s", reason);
    return false;
}

bool recording_parse(const unsigned char *bytes, size_t length,
                     struct trace *trace, struct recording_about *about,
                     char *why, size_t why_size)
{
    struct input input = {bytes, length, false};
    struct reader reader = {.trace = trace, .about = about};

    *about = (struct recording_about){.status = -1};
    if (length < sizeof recording_magic ||
        memcmp(bytes, recording_magic, sizeof recording_magic) != 0)
        return no(why, why_size, _("not a recording made by interleave"));
    take_bytes(&input, sizeof recording_magic);
    uint64_t version = take_number(&input);
    if (input.bad)
        return no(why, why_size, _("cut off before its first event"));
    if (version != RECORDING_VERSION) {
        snprintf(why, why_size,
                 _("made by another version (format %" PRIu64 ", this is %u)"),
                 version, RECORDING_VERSION);
        return false;
    }
    bool whole = true;
    while (whole && input.left > 0)
        whole = take_record(&reader, &input);
    free(reader.strings);
    if (!about->program || trace_length(trace) == 0)
        return no(why, why_size, _("holds no event that can be read"));
    return true;
}

void recording_about_fini(struct recording_about *about)
{
    free(about->program);
    free(about->lesson);
    *about = (struct recording_about){0};
}

bool recording_read(const char *path, struct trace *trace,
                    struct recording_about *about, char *why, size_t why_size)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    *about = (struct recording_about){.status = -1};
    if (fd < 0)
        return no(why, why_size, strerror(errno));
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        close(fd);
        return no(why, why_size, _("not a file"));
    }
    size_t length = (size_t)status.st_size;
    unsigned char *bytes = malloc(length + 1);
    size_t got = 0;
    ssize_t more = 1;
    while (bytes && got < length && more > 0) {
        more = read(fd, bytes + got, length - got);
        got += more > 0 ? (size_t)more : 0;
    }
    close(fd);
    bool read_well =
        bytes ? recording_parse(bytes, got, trace, about, why, why_size)
              : no(why, why_size, _("too large for this machine's memory"));
    free(bytes);
    if (!read_well)
        recording_about_fini(about);
    return read_well;
}
