/* 15_hostile_recording_test.c - a recording read as if an enemy wrote it.

   Whatever the bytes: reading ends, what was read is the beginning of what was
   written or at least makes sense, and a model can be made of it. */
#include "model/describe.h"
#include "model/judge.h"
#include "model/model.h"
#include "tests/support/made.h"
#include "tests/support/process.h"
#include "trace/format.h"
#include "trace/recording.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct bytes {
    unsigned char at[65536];
    size_t length;
};

/* Makes the model, and everything that can be said of it. */
static void use(const struct trace *trace)
{
    struct model *model = model_new();
    char text[SENTENCE];

    for (size_t i = 0; i < trace_length(trace); i++) {
        model_apply(model, trace_at(trace, i));
        describe_event(model, trace_at(trace, i), text, sizeof text);
    }
    for (uint32_t id = 0; id <= model->task_count + 1; id++) {
        describe_state(model, id, text, sizeof text);
        judge_task(model, id);
    }
    for (uint32_t id = 0; id <= model->object_count + 1; id++)
        describe_use(model, id, text, sizeof text);
    for (uint32_t id = 0; id <= model->process_count + 1; id++)
        describe_fate(model, id, text, sizeof text);
    for (unsigned i = 0; i < model->finding_count; i++)
        describe_finding(model, &model->findings[i], text, sizeof text);
    describe_stuck(model, text, sizeof text);
    model_free(model);
}

/* The number of events read; SIZE_MAX: refused, with a reason. */
static size_t parse(const struct bytes *bytes, struct trace **kept)
{
    struct trace *trace = trace_new();
    struct recording_about about;
    char why[128] = "";
    /* In a block of its own, so that ASan sees a byte too far. */
    unsigned char *copy = malloc(bytes->length ? bytes->length : 1);

    assert_non_null(copy);
    memcpy(copy, bytes->at, bytes->length);
    bool read =
        recording_parse(copy, bytes->length, trace, &about, why, sizeof why);
    size_t length = read ? trace_length(trace) : SIZE_MAX;
    assert_true(read || *why);
    free(copy);
    recording_about_fini(&about);
    use(trace);
    if (kept)
        *kept = trace;
    else
        trace_free(trace);
    return length;
}

static void record(const struct trace *trace, struct bytes *bytes)
{
    char program[] = "program";
    char lesson[] = "";
    struct recording_about about = {.program = program, .lesson = lesson};
    char *folder = process_make_folder();
    char path[128];

    snprintf(path, sizeof path, "%s/recording", folder);
    struct recorder *recorder = recorder_new(path, &about);
    assert_non_null(recorder);
    assert_true(recorder_write(recorder, trace));
    assert_true(recorder_finish(recorder, &about));
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = read(fd, bytes->at, sizeof bytes->at);
    close(fd);
    assert_true(got > 0 && got < (ssize_t)sizeof bytes->at);
    bytes->length = (size_t)got;
    process_remove_folder(folder);
    free(folder);
}

static void reads_every_beginning_up_to_where_it_was_cut(void **state)
{
    struct trace *trace = made_sensible(11, 300);
    struct bytes *whole = calloc(1, sizeof *whole);
    size_t before = 0;

    (void)state;
    assert_non_null(whole);
    record(trace, whole);
    size_t length = whole->length;
    for (size_t cut = 0; cut <= length; cut++) {
        struct trace *kept;

        whole->length = cut;
        size_t read = parse(whole, &kept);
        if (read != SIZE_MAX) {
            assert_true(read >= before && read <= trace_length(trace));
            for (size_t i = 0; i < read; i++)
                assert_true(made_equal(trace_at(kept, i), trace_at(trace, i)));
            before = read;
        } else {
            assert_int_equal(before, 0);
        }
        trace_free(kept);
    }
    assert_int_equal(before, trace_length(trace));
    free(whole);
    trace_free(trace);
}

static void survives_any_byte_that_is_changed(void **state)
{
    struct trace *trace = made_sensible(12, 200);
    struct bytes *bytes = calloc(1, sizeof *bytes);

    (void)state;
    assert_non_null(bytes);
    record(trace, bytes);
    for (size_t at = 0; at < bytes->length; at++) {
        static const unsigned char changes[] = {0x01, 0x80, 0xff, 0x7f};

        for (size_t i = 0; i < sizeof changes; i++) {
            bytes->at[at] ^= changes[i];
            parse(bytes, NULL);
            bytes->at[at] ^= changes[i];
        }
    }
    free(bytes);
    trace_free(trace);
}

static void survives_bytes_that_are_all_wrong(void **state)
{
    struct bytes *bytes = calloc(1, sizeof *bytes);
    uint64_t seed = 13;

    (void)state;
    assert_non_null(bytes);
    for (int round = 0; round < 3000; round++) {
        bytes->length = 9 + made_below(&seed, 400);
        for (size_t i = 0; i < bytes->length; i++)
            bytes->at[i] = (unsigned char)made_below(
                &seed, made_below(&seed, 2) ? 16 : 256);
        memcpy(bytes->at, recording_magic, sizeof recording_magic);
        bytes->at[8] = RECORDING_VERSION;
        for (size_t i = 9; i + 1 < bytes->length; i += 6)
            bytes->at[i] = (unsigned char)"ASEZ"[made_below(&seed, 4)];
        parse(bytes, NULL);
    }
    free(bytes);
}

/* ---- By hand. ---- */

static struct bytes *begin(void)
{
    struct bytes *bytes = calloc(1, sizeof *bytes);
    static const unsigned char about[] = {'A', 4, 1, 'p', 0, 0};

    assert_non_null(bytes);
    memcpy(bytes->at, recording_magic, sizeof recording_magic);
    bytes->length = sizeof recording_magic;
    bytes->at[bytes->length++] = RECORDING_VERSION;
    memcpy(bytes->at + bytes->length, about, sizeof about);
    bytes->length += sizeof about;
    return bytes;
}

static void add(struct bytes *bytes, const void *more, size_t length)
{
    memcpy(bytes->at + bytes->length, more, length);
    bytes->length += length;
}

/* An event record of single-byte numbers: type, task, time, fields. */
static void add_event(struct bytes *bytes, const unsigned char *numbers,
                      unsigned char count)
{
    unsigned char head[] = {'E', count};

    add(bytes, head, sizeof head);
    add(bytes, numbers, count);
}

#define EVENT(bytes, ...)                                                      \
    add_event(bytes, (const unsigned char[]){__VA_ARGS__},                     \
              sizeof((const unsigned char[]){__VA_ARGS__}))

static const unsigned char one_process[] = {EVENT_PROCESS, 0, 0, 1, 0, 2, 0};

/* How many events are read of one process and what `...` says. */
#define READ_WITH(...)                                                         \
    read_with((const unsigned char[]){__VA_ARGS__},                            \
              sizeof((const unsigned char[]){__VA_ARGS__}))

static size_t read_with(const unsigned char *numbers, unsigned char count)
{
    struct bytes *bytes = begin();

    add_event(bytes, one_process, sizeof one_process);
    EVENT(bytes, EVENT_TASK, 1, 0, 1, 0, 0, 2, 0);
    EVENT(bytes, EVENT_OBJECT, 0, 0, 1, KIND_MUTEX, 1, 0, 1, 0);
    add_event(bytes, numbers, count);
    EVENT(bytes, EVENT_TICK, 0, 0); /* Read if the one before it was. */
    size_t read = parse(bytes, NULL);
    free(bytes);
    return read;
}

enum { REFUSED = 3, TAKEN = 5 };

static void takes_what_makes_sense(void **state)
{
    (void)state;
    assert_int_equal(
        READ_WITH(EVENT_OPERATION, 1, 0, OP_LOCK, STAGE_DID, 1, 0, 0, 0, 0),
        TAKEN);
    assert_int_equal(READ_WITH(EVENT_HOLDS, 1, 0, 1), TAKEN);
    assert_int_equal(READ_WITH(EVENT_ENDED, 0, 0, 1, 0, 0), TAKEN);
    assert_int_equal(READ_WITH(EVENT_OUTPUT, 0, 0, 'h', 'i'), TAKEN);
    assert_int_equal(READ_WITH(EVENT_OUTPUT, 0, 0), TAKEN);
}

static void refuses_numbers_of_what_nobody_introduced(void **state)
{
    (void)state;
    assert_int_equal(
        READ_WITH(EVENT_OPERATION, 2, 0, OP_LOCK, STAGE_DID, 1, 0, 0, 0, 0),
        REFUSED);
    assert_int_equal(
        READ_WITH(EVENT_OPERATION, 1, 0, OP_LOCK, STAGE_DID, 2, 0, 0, 0, 0),
        REFUSED);
    assert_int_equal(
        READ_WITH(EVENT_OPERATION, 1, 0, OP_LOCK, STAGE_DID, 1, 0, 1, 0, 0),
        REFUSED);
    assert_int_equal(READ_WITH(EVENT_HOLDS, 1, 0, 2), REFUSED);
    assert_int_equal(READ_WITH(EVENT_ENDED, 0, 0, 2, 0, 0), REFUSED);
    assert_int_equal(READ_WITH(EVENT_SAMPLE, 2, 0, 'R', 0, 0, 0, 0), REFUSED);
    assert_int_equal(READ_WITH(EVENT_PROCESS, 0, 0, 3, 0, 0, 0), REFUSED);
    assert_int_equal(READ_WITH(EVENT_PROCESS, 0, 0, 0, 0, 0, 0), REFUSED);
    assert_int_equal(READ_WITH(EVENT_PROCESS, 0, 0, 2, 3, 0, 0), REFUSED);
    assert_int_equal(READ_WITH(EVENT_TASK, 3, 0, 1, 0, 0, 0, 0), REFUSED);
    assert_int_equal(READ_WITH(EVENT_TASK, 2, 0, 2, 0, 0, 0, 0), REFUSED);
    assert_int_equal(READ_WITH(EVENT_SITE, 0, 0, 2, 0, 0, 0), REFUSED);
}

static void refuses_what_is_out_of_range(void **state)
{
    (void)state;
    assert_int_equal(READ_WITH(EVENT_TYPE_COUNT, 0, 0), REFUSED);
    assert_int_equal(
        READ_WITH(EVENT_OPERATION, 1, 0, OP_COUNT, STAGE_DID, 1, 0, 0, 0, 0),
        REFUSED);
    assert_int_equal(
        READ_WITH(EVENT_OPERATION, 1, 0, OP_LOCK, STAGE_COUNT, 1, 0, 0, 0, 0),
        REFUSED);
    assert_int_equal(READ_WITH(EVENT_OBJECT, 0, 0, 2, KIND_COUNT, 1, 0, 1, 0),
                     REFUSED);
}

static void refuses_strings_it_has_not_read(void **state)
{
    (void)state;
    assert_int_equal(
        READ_WITH(EVENT_OPERATION, 1, 0, OP_LOCK, STAGE_DID, 1, 0, 0, 0, 1),
        REFUSED);
}

static void refuses_events_too_short_and_too_long(void **state)
{
    (void)state;
    assert_int_equal(READ_WITH(EVENT_HOLDS, 1, 0), REFUSED);
    assert_int_equal(READ_WITH(EVENT_HOLDS, 1, 0, 1, 0), REFUSED);
    assert_int_equal(READ_WITH(EVENT_TICK), REFUSED);
    assert_int_equal(READ_WITH(EVENT_TICK, 0, 0, 0), REFUSED);
}

/* Numbers that do not fit: of 33 bits for a task, and without an end. */
static void refuses_numbers_that_are_too_large(void **state)
{
    (void)state;
    assert_int_equal(READ_WITH(EVENT_SAMPLE, 0x80, 0x80, 0x80, 0x80, 0x10, 0,
                               'R', 0, 0, 0, 0),
                     REFUSED);
    assert_int_equal(READ_WITH(EVENT_LOST, 1, 0, 0xff, 0xff, 0xff, 0xff, 0xff,
                               0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
                     REFUSED);
    assert_int_equal(READ_WITH(EVENT_SAMPLE, 1, 0, 0xff, 0x0f, 0, 0, 0, 0),
                     REFUSED);
}

static void refuses_times_beyond_all_time(void **state)
{
    (void)state;
    assert_int_equal(READ_WITH(EVENT_TICK, 0, 0xff, 0xff, 0xff, 0xff, 0xff,
                               0xff, 0xff, 0xff, 0xff, 0x01),
                     REFUSED);
}

/* "No string" is a legal number in every place where a string is. */
static void survives_events_without_their_strings(void **state)
{
    struct bytes *bytes = begin();
    enum { EVENTS = 12 };

    (void)state;
    add_event(bytes, one_process, sizeof one_process);
    EVENT(bytes, EVENT_TASK, 1, 0, 1, 0, 0, 2, 0);
    EVENT(bytes, EVENT_OBJECT, 0, 0, 1, KIND_MUTEX, 1, 0, 1, 0);
    EVENT(bytes, EVENT_SITE, 0, 0, 1, 10, 0, 0);
    EVENT(bytes, EVENT_SITE, 0, 0, 2, 0, 0, 0);
    EVENT(bytes, EVENT_SOURCE, 0, 0, 0, 0);
    EVENT(bytes, EVENT_OPERATION, 1, 0, OP_LOCK, STAGE_DID, 1, 0, 1, 0, 0);
    EVENT(bytes, EVENT_OPERATION, 1, 0, OP_NAME, STAGE_DID, 0, 1, 2, 0, 0);
    EVENT(bytes, EVENT_OPERATION, 1, 0, OP_ASSERT, STAGE_DID, 0, 0, 1, 12, 0);
    EVENT(bytes, EVENT_OPERATION, 1, 0, OP_EXEC, STAGE_DID, 0, 0, 0, 0, 0);
    EVENT(bytes, EVENT_OPERATION, 1, 0, OP_PRINT, STAGE_DID, 0, 0, 0, 8, 0);
    EVENT(bytes, EVENT_OPERATION, 1, 0, OP_END, STAGE_DID, 0, 1, 0, 0, 0);
    assert_int_equal(parse(bytes, NULL), EVENTS);
    free(bytes);
}

/* The same number introduced again is another task, object or process now. */
static void survives_introductions_that_are_taken_back(void **state)
{
    struct bytes *bytes = begin();

    (void)state;
    add_event(bytes, one_process, sizeof one_process);
    EVENT(bytes, EVENT_TASK, 1, 0, 1, 0, 0, 2, 0);
    EVENT(bytes, EVENT_OBJECT, 0, 0, 1, KIND_MUTEX, 1, 0, 1, 0);
    EVENT(bytes, EVENT_OPERATION, 1, 0, OP_LOCK, STAGE_DID, 1, 0, 0, 0, 0);
    EVENT(bytes, EVENT_OBJECT, 0, 0, 1, KIND_PIPE, 0, 1, 1, 0);
    EVENT(bytes, EVENT_OPERATION, 1, 0, OP_UNLOCK, STAGE_DID, 1, 0, 0, 0, 0);
    EVENT(bytes, EVENT_TASK, 1, 0, 0, 1, 9, 2, 0);
    EVENT(bytes, EVENT_OPERATION, 1, 0, OP_READ, STAGE_WANTS, 1, 0, 0, 0, 0);
    EVENT(bytes, EVENT_PROCESS, 0, 0, 1, 1, 2, 0);
    EVENT(bytes, EVENT_OPERATION, 1, 0, OP_READ, STAGE_DID, 1, 0, 0, 9, 0);
    assert_int_equal(parse(bytes, NULL), 10);
    free(bytes);
}

static void refuses_a_record_longer_than_the_file(void **state)
{
    struct bytes *bytes = begin();

    (void)state;
    add_event(bytes, one_process, sizeof one_process);
    add(bytes, "S\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10);
    assert_int_equal(parse(bytes, NULL), 1);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_beginning_up_to_where_it_was_cut),
        cmocka_unit_test(survives_any_byte_that_is_changed),
        cmocka_unit_test(survives_bytes_that_are_all_wrong),
        cmocka_unit_test(takes_what_makes_sense),
        cmocka_unit_test(refuses_numbers_of_what_nobody_introduced),
        cmocka_unit_test(refuses_what_is_out_of_range),
        cmocka_unit_test(refuses_strings_it_has_not_read),
        cmocka_unit_test(refuses_events_too_short_and_too_long),
        cmocka_unit_test(refuses_numbers_that_are_too_large),
        cmocka_unit_test(refuses_times_beyond_all_time),
        cmocka_unit_test(survives_events_without_their_strings),
        cmocka_unit_test(survives_introductions_that_are_taken_back),
        cmocka_unit_test(refuses_a_record_longer_than_the_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
