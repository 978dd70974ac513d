/* 14_recording_test.c - what is written to a recording is read back. */
#include "tests/support/folder.h"
#include "tests/support/made.h"
#include "trace/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *path_of(const char *name)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static char program[] = "/bin/program with arguments";
static char lesson[] = "hazards/deadlock";

static struct recording_about usual(void)
{
    return (struct recording_about){.program = program,
                                    .lesson = lesson,
                                    .started = INT64_C(1700000000),
                                    .status = 256,
                                    .operations = 123456789012,
                                    .lost = 17,
                                    .output = 99};
}

static void write_whole(const char *path, const struct trace *trace)
{
    struct recording_about about = usual();
    struct recorder *recorder = recorder_new(path, &about);

    assert_non_null(recorder);
    assert_true(recorder_write(recorder, trace));
    assert_true(recorder_finish(recorder, &about));
}

static struct trace *read_back(const char *path, struct recording_about *about)
{
    struct trace *trace = trace_new();
    char why[128] = "";

    if (!recording_read(path, trace, about, why, sizeof why))
        fail_msg("not read: %s", why);
    return trace;
}

static void assert_same(const struct trace *a, const struct trace *b)
{
    assert_int_equal(trace_length(a), trace_length(b));
    for (size_t i = 0; i < trace_length(a); i++) {
        if (!made_equal(trace_at(a, i), trace_at(b, i)))
            fail_msg("event %zu differs", i);
    }
}

static void reads_back_what_was_written(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct trace *trace = made_sensible(seed, 700);
        struct recording_about about;

        write_whole(path_of("whole"), trace);
        struct trace *again = read_back(path_of("whole"), &about);
        assert_same(trace, again);
        recording_about_fini(&about);
        trace_free(again);
        trace_free(trace);
    }
}

static void reads_back_what_is_known_of_the_run(void **state)
{
    struct trace *trace = made_sensible(1, 20);
    struct recording_about about;

    (void)state;
    write_whole(path_of("about"), trace);
    trace_free(read_back(path_of("about"), &about));
    assert_string_equal(about.program, program);
    assert_string_equal(about.lesson, lesson);
    assert_true(about.started == INT64_C(1700000000));
    assert_true(about.finished);
    assert_int_equal(about.status, 256);
    assert_true(about.operations == 123456789012);
    assert_int_equal(about.lost, 17);
    assert_int_equal(about.output, 99);
    recording_about_fini(&about);
    assert_null(about.program);
    trace_free(trace);
}

static void reads_a_run_that_was_never_finished(void **state)
{
    struct trace *trace = made_sensible(2, 50);
    struct recording_about about = usual();
    struct recorder *recorder = recorder_new(path_of("unfinished"), &about);

    (void)state;
    assert_true(recorder_write(recorder, trace));
    struct recording_about found;
    struct trace *again = read_back(path_of("unfinished"), &found);
    assert_same(trace, again);
    assert_false(found.finished);
    assert_int_equal(found.status, -1);
    recording_about_fini(&found);
    trace_free(again);
    recorder_finish(recorder, &about);
    trace_free(trace);
}

/* As the lab does: again and again, while the trace grows. */
static void writes_only_what_is_new(void **state)
{
    struct trace *whole = made_sensible(3, 900);
    struct trace *growing = trace_new();
    struct recording_about about = usual();
    struct recorder *recorder = recorder_new(path_of("growing"), &about);

    (void)state;
    for (size_t i = 0; i < trace_length(whole); i++) {
        trace_append(growing, trace_at(whole, i));
        if (i % 7 == 0)
            assert_true(recorder_write(recorder, growing));
    }
    assert_true(recorder_write(recorder, growing));
    assert_true(recorder_write(recorder, growing)); /* Nothing is new. */
    assert_true(recorder_finish(recorder, &about));
    struct trace *again = read_back(path_of("growing"), &about);
    assert_same(whole, again);
    recording_about_fini(&about);
    trace_free(again);
    trace_free(growing);
    trace_free(whole);
}

static void carries_the_largest_numbers_there_are(void **state)
{
    static const int64_t values[] = {
        0,   1,   -1,        63,        64,        -64,      -65,
        127, 128, INT32_MIN, INT32_MAX, INT64_MIN, INT64_MAX};
    struct trace *trace = trace_new();
    struct event task = {.type = EVENT_TASK, .task = 1, .defined = {.tid = -1}};
    struct recording_about about;

    (void)state;
    trace_append(trace, &task);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct event event = {.type = EVENT_OPERATION,
                              .time_ns = i,
                              .task = 1,
                              .operation = {.op = OP_PRINT,
                                            .other = UINT32_MAX,
                                            .value = values[i]}};
        trace_append(trace, &event);
    }
    struct event sample = {
        .type = EVENT_SAMPLE,
        .time_ns = INT64_MAX,
        .task = 1,
        .sample = {'R', UINT32_MAX, UINT64_MAX, UINT32_MAX, UINT32_MAX}};
    trace_append(trace, &sample);
    write_whole(path_of("numbers"), trace);
    struct trace *again = read_back(path_of("numbers"), &about);
    assert_same(trace, again);
    recording_about_fini(&about);
    trace_free(again);
    trace_free(trace);
}

static void carries_many_strings_and_long_ones(void **state)
{
    enum { MANY = 2000, LONG = 300000 };
    struct trace *trace = trace_new();
    char *text = calloc(LONG + 1, 1);
    struct recording_about about;

    (void)state;
    assert_non_null(text);
    for (int i = 0; i < MANY; i++) {
        snprintf(text, LONG, "/source/number_%d.c", i);
        struct event site = {
            .type = EVENT_SITE,
            .site = {(uint32_t)i + 1, i, text, i % 2 ? "main" : ""}};
        trace_append(trace, &site);
    }
    memset(text, 'a', LONG);
    struct event source = {.type = EVENT_SOURCE, .source = {"file.c", text}};
    trace_append(trace, &source);
    write_whole(path_of("strings"), trace);
    struct trace *again = read_back(path_of("strings"), &about);
    assert_same(trace, again);
    recording_about_fini(&about);
    trace_free(again);
    trace_free(trace);
    free(text);
}

/* ---- Refusals. ---- */

static void says_when_a_file_cannot_be_made(void **state)
{
    struct recording_about about = usual();

    (void)state;
    errno = 0;
    assert_null(recorder_new("/nowhere/at/all.ilv", &about));
    assert_int_equal(errno, ENOENT);
    errno = 0;
    assert_null(recorder_new(folder, &about));
    assert_int_equal(errno, EISDIR);
}

static void says_when_the_disk_is_full(void **state)
{
    struct trace *trace = made_sensible(4, 100);
    struct recording_about about = usual();
    struct recorder *recorder = recorder_new("/dev/full", &about);

    (void)state;
    if (!recorder) { /* "NULL where it cannot be written" would do too. */
        assert_int_equal(errno, ENOSPC);
    } else {
        assert_false(recorder_write(recorder, trace));
        assert_int_equal(errno, ENOSPC);
        assert_false(recorder_write(recorder, trace));
        assert_false(recorder_finish(recorder, &about));
        assert_int_equal(errno, ENOSPC);
    }
    trace_free(trace);
}

static const char *refusal(const char *path)
{
    static char why[128];
    struct recording_about about;
    struct trace *trace = trace_new();

    *why = '\0';
    if (recording_read(path, trace, &about, why, sizeof why))
        fail_msg("%s was read", path);
    assert_null(about.program);
    trace_free(trace);
    return why;
}

static void put_file(const char *path, const void *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), length);
    close(fd);
}

static void says_why_a_file_is_no_recording(void **state)
{
    (void)state;
    assert_string_equal(refusal("/nowhere/at/all.ilv"), strerror(ENOENT));
    assert_string_equal(refusal(folder), "not a file");
    put_file(path_of("empty"), "", 0);
    assert_string_equal(refusal(path_of("empty")),
                        "not a recording made by interleave");
    put_file(path_of("text"), "int main(void)\n", 15);
    assert_string_equal(refusal(path_of("text")),
                        "not a recording made by interleave");
}

static void does_not_wait_for_a_pipe_to_be_written(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(path_of("fifo"), 0600), 0);
    assert_string_equal(refusal(path_of("fifo")), "not a file");
}

/* FTP in text mode, and its like, change line ends: the magic number tells. */
static void notices_what_a_text_transfer_breaks(void **state)
{
    (void)state;
    put_file(path_of("crlf"), "\x89ILV\n\x1a\n", 7);
    assert_string_equal(refusal(path_of("crlf")),
                        "not a recording made by interleave");
    put_file(path_of("crcrlf"), "\x89ILV\r\r\n\x1a\r\n\x01", 11);
    assert_string_equal(refusal(path_of("crcrlf")),
                        "not a recording made by interleave");
}

static void names_the_version_it_cannot_read(void **state)
{
    (void)state;
    put_file(path_of("version"), "\x89ILV\r\n\x1a\n\x87\x01", 10);
    assert_non_null(strstr(refusal(path_of("version")), "format 135"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_back_what_was_written),
        cmocka_unit_test(reads_back_what_is_known_of_the_run),
        cmocka_unit_test(reads_a_run_that_was_never_finished),
        cmocka_unit_test(writes_only_what_is_new),
        cmocka_unit_test(carries_the_largest_numbers_there_are),
        cmocka_unit_test(carries_many_strings_and_long_ones),
        cmocka_unit_test(says_when_a_file_cannot_be_made),
        cmocka_unit_test(says_when_the_disk_is_full),
        cmocka_unit_test(says_why_a_file_is_no_recording),
        cmocka_unit_test(does_not_wait_for_a_pipe_to_be_written),
        cmocka_unit_test(notices_what_a_text_transfer_breaks),
        cmocka_unit_test(names_the_version_it_cannot_read),
    };

    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
