/* 13_trace_test.c - a trace keeps events and strings, in place, once. */
#include "trace/trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct event operation(uint64_t time_ns, const char *text)
{
    return (struct event){
        .time_ns = time_ns,
        .type = EVENT_OPERATION,
        .task = 1,
        .operation = {.op = OP_PRINT, .stage = STAGE_DID, .text = text}};
}

static void keeps_events_in_the_order_they_came(void **state)
{
    enum { MANY = 5000 };
    struct trace *trace = trace_new();

    (void)state;
    for (uint64_t i = 0; i < MANY; i++) {
        struct event event = operation(i * 3, NULL);

        assert_true(trace_append(trace, &event));
    }
    assert_int_equal(trace_length(trace), MANY);
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(trace_at(trace, i)->time_ns, i * 3);
    trace_free(trace);
}

static void never_moves_an_event(void **state)
{
    enum { MANY = 10000 };
    struct trace *trace = trace_new();
    const struct event **seen = calloc(MANY, sizeof *seen);

    (void)state;
    assert_non_null(seen);
    for (size_t i = 0; i < MANY; i++) {
        struct event event = operation(i, NULL);

        trace_append(trace, &event);
        seen[i] = trace_at(trace, i);
    }
    for (size_t i = 0; i < MANY; i++) {
        assert_ptr_equal(trace_at(trace, i), seen[i]);
        assert_int_equal(seen[i]->time_ns, i);
    }
    free(seen);
    trace_free(trace);
}

static void owns_its_strings(void **state)
{
    struct trace *trace = trace_new();
    char text[] = "left";
    struct event event = operation(1, text);

    (void)state;
    trace_append(trace, &event);
    memset(text, 'x', sizeof text - 1);
    assert_string_equal(trace_at(trace, 0)->operation.text, "left");
    assert_ptr_not_equal(trace_at(trace, 0)->operation.text, text);
    trace_free(trace);
}

static void owns_every_string_of_every_type(void **state)
{
    struct trace *trace = trace_new();
    char a[] = "first";
    char b[] = "second";
    struct event events[] = {
        {.type = EVENT_PROCESS, .process = {1, 0, 1, a}},
        {.type = EVENT_TASK, .task = 1, .defined = {1, 0, 0, 1, a}},
        {.type = EVENT_OBJECT, .object = {1, KIND_MUTEX, 1, 0, 1, a}},
        {.type = EVENT_SITE, .site = {1, 1, a, b}},
        {.type = EVENT_SOURCE, .source = {a, b}},
        {.type = EVENT_OUTPUT, .output = {5, a}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        trace_append(trace, &events[i]);
    strcpy(a, "xxxxx");
    strcpy(b, "yyyyyy");
    assert_string_equal(trace_at(trace, 0)->process.program, "first");
    assert_string_equal(trace_at(trace, 1)->defined.routine, "first");
    assert_string_equal(trace_at(trace, 2)->object.name, "first");
    assert_string_equal(trace_at(trace, 3)->site.file, "first");
    assert_string_equal(trace_at(trace, 3)->site.function, "second");
    assert_string_equal(trace_at(trace, 4)->source.file, "first");
    assert_string_equal(trace_at(trace, 4)->source.text, "second");
    assert_memory_equal(trace_at(trace, 5)->output.text, "first", 5);
    trace_free(trace);
}

static void keeps_equal_strings_once(void **state)
{
    enum { MANY = 3000 };
    struct trace *trace = trace_new();
    const char *kept[MANY];
    char text[32];

    (void)state;
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "string %d", i);
        kept[i] = trace_string(trace, text);
    }
    for (int i = 0; i < MANY; i++) {
        snprintf(text, sizeof text, "string %d", i);
        assert_ptr_equal(trace_string(trace, text), kept[i]);
        assert_string_equal(kept[i], text);
    }
    trace_free(trace);
}

static void tells_no_string_from_an_empty_one(void **state)
{
    struct trace *trace = trace_new();
    struct event none = operation(1, NULL);
    struct event empty = operation(2, "");

    (void)state;
    trace_append(trace, &none);
    trace_append(trace, &empty);
    assert_null(trace_at(trace, 0)->operation.text);
    assert_string_equal(trace_at(trace, 1)->operation.text, "");
    assert_null(trace_string(trace, NULL));
    trace_free(trace);
}

static void keeps_strings_of_any_length(void **state)
{
    enum { LONG = 200000 };
    struct trace *trace = trace_new();
    char *text = calloc(LONG + 1, 1);

    (void)state;
    assert_non_null(text);
    for (size_t length = 1; length <= LONG; length = length * 7 + 1) {
        memset(text, 'a', length);
        text[length] = '\0';
        assert_string_equal(trace_string(trace, text), text);
    }
    memset(text, 'b', LONG);
    text[LONG] = '\0';
    const char *kept = trace_string(trace, text);
    assert_string_equal(trace_string(trace, "short, after a long one"),
                        "short, after a long one");
    assert_string_equal(kept, text);
    free(text);
    trace_free(trace);
}

static void keeps_output_as_bytes(void **state)
{
    static const char bytes[] = {'a', '\0', 'b', '\n', '\0'};
    struct trace *trace = trace_new();
    struct event event = {.type = EVENT_OUTPUT,
                          .output = {sizeof bytes, bytes}};

    (void)state;
    trace_append(trace, &event);
    assert_int_equal(trace_at(trace, 0)->output.length, sizeof bytes);
    assert_memory_equal(trace_at(trace, 0)->output.text, bytes, sizeof bytes);
    assert_int_equal(trace_at(trace, 0)->output.text[sizeof bytes], '\0');
    const char *empty = trace_bytes(trace, NULL, 0);
    assert_string_equal(empty, "");
    trace_free(trace);
}

static void refuses_operations_beyond_its_limit(void **state)
{
    struct trace *trace = trace_new();

    (void)state;
    trace_limit(trace, 3);
    for (uint64_t i = 0; i < 5; i++) {
        struct event event = operation(i, NULL);

        assert_int_equal(trace_append(trace, &event), i < 3);
    }
    assert_int_equal(trace_length(trace), 3);
    assert_int_equal(trace_refused(trace), 2);
    trace_free(trace);
}

/* So that what is kept still makes sense: definitions, and ends. */
static void keeps_definitions_beyond_its_limit(void **state)
{
    static const enum event_type kept[] = {
        EVENT_PROCESS, EVENT_TASK, EVENT_OBJECT, EVENT_SITE, EVENT_SOURCE};
    static const enum event_type left[] = {EVENT_OPERATION, EVENT_SAMPLE,
                                           EVENT_OUTPUT,    EVENT_LOST,
                                           EVENT_HOLDS,     EVENT_TICK};
    struct trace *trace = trace_new();

    (void)state;
    trace_limit(trace, 0);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        assert_false(trace_append(trace, &(struct event){.type = left[i]}));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        assert_true(trace_append(trace, &(struct event){.type = kept[i]}));
    assert_int_equal(trace_length(trace), sizeof kept / sizeof *kept);
    assert_int_equal(trace_refused(trace), sizeof left / sizeof *left);
    trace_free(trace);
}

static void frees_nothing_without_complaint(void **state)
{
    (void)state;
    trace_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_events_in_the_order_they_came),
        cmocka_unit_test(never_moves_an_event),
        cmocka_unit_test(owns_its_strings),
        cmocka_unit_test(owns_every_string_of_every_type),
        cmocka_unit_test(keeps_equal_strings_once),
        cmocka_unit_test(tells_no_string_from_an_empty_one),
        cmocka_unit_test(keeps_strings_of_any_length),
        cmocka_unit_test(keeps_output_as_bytes),
        cmocka_unit_test(refuses_operations_beyond_its_limit),
        cmocka_unit_test(keeps_definitions_beyond_its_limit),
        cmocka_unit_test(frees_nothing_without_complaint),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
