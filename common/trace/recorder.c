/* recorder.c - writing a recording. */
#include "trace/recording.h"

#include "must.h"
#include "trace/fields.h"
#include "trace/format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Bytes on their way to the file. */
struct bytes {
    unsigned char *at;
    size_t length;
    size_t room;
};

struct recorder {
    int fd;
    int error; /* The first that writing met. */
    struct bytes out;
    struct bytes record; /* The one being made. */
    size_t written;      /* Events. */
    uint64_t time_ns;

    /* Strings written, by address: the trace keeps equal ones once. */
    struct written_string {
        const char *string;
        uint64_t number;
    } * strings;
    size_t string_room; /* A power of two. */
    size_t string_count;
};

static void put_bytes(struct bytes *to, const void *from, size_t length)
{
    if (to->room - to->length < length) {
        to->room = (to->room + length) * 2;
        to->at = must_resize(to->at, to->room, 1);
    }
    if (length > 0)
        memcpy(to->at + to->length, from, length);
    to->length += length;
}

static void put_number(struct bytes *to, uint64_t number)
{
    unsigned char encoded[10];
    size_t length = 0;

    do {
        encoded[length] = number & 0x7f;
        number >>= 7;
        if (number)
            encoded[length] |= 0x80;
        length++;
    } while (number);
    put_bytes(to, encoded, length);
}

static void put_signed(struct bytes *to, int64_t number)
{
    put_number(to, (uint64_t)number << 1 ^ (uint64_t)(number >> 63));
}

static void put_record(struct recorder *recorder, enum record_tag tag,
                       const void *from, size_t length)
{
    unsigned char byte = (unsigned char)tag;

    put_bytes(&recorder->out, &byte, 1);
    put_number(&recorder->out, length);
    put_bytes(&recorder->out, from, length);
}

static void finish_record(struct recorder *recorder, enum record_tag tag)
{
    put_record(recorder, tag, recorder->record.at, recorder->record.length);
    recorder->record.length = 0;
}

static void flush(struct recorder *recorder)
{
    size_t done = 0;

    while (recorder->error == 0 && done < recorder->out.length) {
        ssize_t wrote = write(recorder->fd, recorder->out.at + done,
                              recorder->out.length - done);

        if (wrote >= 0)
            done += (size_t)wrote;
        else if (errno != EINTR)
            recorder->error = errno;
    }
    recorder->out.length = 0;
}

/* ---- Strings. ---- */

static struct written_string *string_entry(struct recorder *recorder,
                                           const char *string)
{
    size_t mask = recorder->string_room - 1;
    size_t at = ((uintptr_t)string >> 3) * 0x9e3779b1U & mask;

    while (recorder->strings[at].string &&
           recorder->strings[at].string != string)
        at = (at + 1) & mask;
    return &recorder->strings[at];
}

static void make_string_room(struct recorder *recorder)
{
    struct written_string *old = recorder->strings;
    size_t old_room = recorder->string_room;

    if (recorder->string_count * 2 < recorder->string_room)
        return;
    recorder->string_room = old_room ? old_room * 2 : 256;
    recorder->strings =
        must_allocate(recorder->string_room, sizeof *recorder->strings);
    for (size_t i = 0; i < old_room; i++) {
        if (old[i].string)
            *string_entry(recorder, old[i].string) = old[i];
    }
    free(old);
}

/* 0 for no string; else its number, after a record of it. */
static uint64_t string_number(struct recorder *recorder, const char *string)
{
    if (!string)
        return 0;
    make_string_room(recorder);
    struct written_string *entry = string_entry(recorder, string);
    if (!entry->string) {
        put_record(recorder, RECORD_STRING, string, strlen(string));
        *entry = (struct written_string){string, ++recorder->string_count};
    }
    return entry->number;
}

/* ---- Events. ---- */

static void put_event(struct recorder *recorder, const struct event *event)
{
    struct bytes *record = &recorder->record;

    put_number(record, event->type);
    put_number(record, event->task);
    put_number(record, event->time_ns - recorder->time_ns);
    recorder->time_ns = event->time_ns;
#define TYPE(name, fields)                                                     \
    case EVENT_##name:                                                         \
        fields break;
#define NUMBER(member) put_number(record, (uint64_t)event->member);
#define SIGNED(member) put_signed(record, event->member);
#define STRING(member)                                                         \
    put_number(record, string_number(recorder, event->member));
#define BYTES(member, length) put_bytes(record, event->member, event->length);
    switch (event->type) {
        EVENT_FIELDS(TYPE, NUMBER, SIGNED, STRING, BYTES)
    case EVENT_TYPE_COUNT:
        break;
    }
    finish_record(recorder, RECORD_EVENT);
}

static void put_text(struct bytes *to, const char *text)
{
    size_t length = text ? strlen(text) : 0;

    put_number(to, length);
    put_bytes(to, text, length);
}

static void put_about(struct recorder *recorder,
                      const struct recording_about *about)
{
    struct bytes *record = &recorder->record;

    put_text(record, about->program);
    put_text(record, about->lesson);
    put_signed(record, about->started);
    finish_record(recorder, RECORD_ABOUT);
}

static void put_end(struct recorder *recorder,
                    const struct recording_about *about)
{
    struct bytes *record = &recorder->record;

    put_signed(record, about->status);
    put_number(record, about->operations);
    put_number(record, about->lost);
    put_number(record, about->output);
    put_number(record, (about->ended_by_lab ? END_BY_LAB : 0U) |
                           (about->too_many ? END_TOO_MANY : 0U) |
                           (about->damaged ? END_DAMAGED : 0U));
    finish_record(recorder, RECORD_END);
}

struct recorder *recorder_new(const char *path,
                              const struct recording_about *about)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

    if (fd < 0)
        return NULL;
    struct recorder *recorder = must_allocate(1, sizeof *recorder);
    recorder->fd = fd;
    put_bytes(&recorder->out, recording_magic, sizeof recording_magic);
    put_number(&recorder->out, RECORDING_VERSION);
    put_about(recorder, about);
    flush(recorder);
    return recorder;
}

static bool went_well(const struct recorder *recorder)
{
    errno = recorder->error;
    return recorder->error == 0;
}

bool recorder_write(struct recorder *recorder, const struct trace *trace)
{
    size_t length = trace_length(trace);

    while (recorder->written < length)
        put_event(recorder, trace_at(trace, recorder->written++));
    flush(recorder);
    return went_well(recorder);
}

bool recorder_finish(struct recorder *recorder,
                     const struct recording_about *about)
{
    put_end(recorder, about);
    flush(recorder);
    if (close(recorder->fd) != 0 && recorder->error == 0)
        recorder->error = errno;
    bool well = went_well(recorder);
    free(recorder->out.at);
    free(recorder->record.at);
    free(recorder->strings);
    free(recorder);
    return well;
}
