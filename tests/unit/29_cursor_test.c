/* 29_cursor_test.c - the model at any place of a trace, and of any trace. */
#include "model/cursor.h"
#include "model/describe.h"
#include "model/judge.h"
#include "tests/support/made.h"
#include "tests/support/snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct model *applied(const struct trace *trace, size_t events)
{
    struct model *model = model_new();

    for (size_t i = 0; i < events; i++)
        model_apply(model, trace_at(trace, i));
    return model;
}

static void assert_same(const struct model *a, const struct model *b)
{
    char *left = snapshot_of(a);
    char *right = snapshot_of(b);

    if (strcmp(left, right) != 0)
        fail_msg("the models differ");
    free(left);
    free(right);
}

/* ---- The cursor. ---- */

static void begins_before_the_first_event(void **state)
{
    struct trace *trace = made_sensible(1, 100);
    struct cursor *cursor = cursor_new(trace);

    (void)state;
    assert_int_equal(cursor_position(cursor), 0);
    assert_int_equal(cursor_model(cursor)->events, 0);
    cursor_free(cursor);
    cursor_free(NULL);
    trace_free(trace);
}

static void goes_no_further_than_the_end(void **state)
{
    struct trace *trace = made_sensible(2, 100);
    struct cursor *cursor = cursor_new(trace);

    (void)state;
    cursor_move(cursor, SIZE_MAX);
    assert_int_equal(cursor_position(cursor), trace_length(trace));
    assert_int_equal(cursor_model(cursor)->events, trace_length(trace));
    cursor_free(cursor);
    trace_free(trace);
}

/* There are copies each 2,000 events at first, and at most 64 of them. */
static void knows_at_any_place_what_a_fresh_start_would(void **state)
{
    enum { EVENTS = 9000, MOVES = 60 };
    struct trace *trace = made_sensible(3, EVENTS);
    struct cursor *cursor = cursor_new(trace);
    uint64_t seed = 4;

    (void)state;
    for (int i = 0; i < MOVES; i++) {
        size_t to = made_below(&seed, EVENTS + 1);

        cursor_move(cursor, to);
        assert_int_equal(cursor_position(cursor), to);
        struct model *fresh = applied(trace, to);
        assert_same(cursor_model(cursor), fresh);
        model_free(fresh);
    }
    cursor_free(cursor);
    trace_free(trace);
}

static void steps_back_one_by_one(void **state)
{
    enum { EVENTS = 260 };
    struct trace *trace = made_sensible(5, EVENTS);
    struct cursor *cursor = cursor_new(trace);

    (void)state;
    cursor_move(cursor, EVENTS);
    for (size_t to = EVENTS; to-- > 0;) {
        cursor_move(cursor, to);
        struct model *fresh = applied(trace, to);
        assert_same(cursor_model(cursor), fresh);
        model_free(fresh);
    }
    cursor_free(cursor);
    trace_free(trace);
}

/* Enough for copies to be thinned out twice: each 8,000 then. */
static void still_knows_when_copies_were_thinned_out(void **state)
{
    enum { EVENTS = 300000 };
    struct trace *trace = made_sensible(6, 400);
    struct cursor *cursor = cursor_new(trace);

    (void)state;
    for (uint64_t i = 0; i < EVENTS; i++)
        trace_append(trace, &(struct event){.type = EVENT_TICK,
                                            .time_ns = UINT64_C(1) << 50});
    cursor_move(cursor, SIZE_MAX);
    static const size_t places[] = {300000, 150000, 100,    2000, 1999,
                                    298001, 8000,   256001, 399,  0};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        cursor_move(cursor, places[i]);
        assert_int_equal(cursor_model(cursor)->events, places[i]);
    }
    cursor_move(cursor, 400);
    struct model *fresh = applied(trace, 400);
    assert_same(cursor_model(cursor), fresh);
    model_free(fresh);
    cursor_free(cursor);
    trace_free(trace);
}

static void follows_a_trace_that_grows(void **state)
{
    struct trace *whole = made_sensible(7, 5000);
    struct trace *growing = trace_new();
    struct cursor *cursor = cursor_new(growing);
    uint64_t seed = 8;

    (void)state;
    for (size_t i = 0; i < trace_length(whole); i++) {
        trace_append(growing, trace_at(whole, i));
        if (i % 500 == 0) {
            cursor_move(cursor, made_below(&seed, (uint32_t)i));
            cursor_move(cursor, SIZE_MAX);
            assert_int_equal(cursor_position(cursor), i + 1);
        }
    }
    cursor_move(cursor, SIZE_MAX);
    struct model *fresh = applied(growing, trace_length(growing));
    assert_same(cursor_model(cursor), fresh);
    model_free(fresh);
    cursor_free(cursor);
    trace_free(growing);
    trace_free(whole);
}

/* ---- From operation to operation. ---- */

static struct trace *with_operations_at(const char *pattern)
{
    struct trace *trace = trace_new();

    for (; *pattern; pattern++)
        trace_append(trace,
                     &(struct event){.type = *pattern == 'o' ? EVENT_OPERATION
                                                             : EVENT_TICK});
    return trace;
}

static size_t next_from(const char *pattern, size_t from)
{
    struct trace *trace = with_operations_at(pattern);
    struct cursor *cursor = cursor_new(trace);

    cursor_move(cursor, from);
    size_t next = cursor_next_operation(cursor);
    cursor_free(cursor);
    trace_free(trace);
    return next;
}

static size_t previous_from(const char *pattern, size_t from)
{
    struct trace *trace = with_operations_at(pattern);
    struct cursor *cursor = cursor_new(trace);

    cursor_move(cursor, from);
    size_t previous = cursor_previous_operation(cursor);
    cursor_free(cursor);
    trace_free(trace);
    return previous;
}

static void moves_to_just_after_the_next_operation(void **state)
{
    (void)state;
    assert_int_equal(next_from("..o..o.", 0), 3);
    assert_int_equal(next_from("..o..o.", 2), 3);
    assert_int_equal(next_from("..o..o.", 3), 6);
    assert_int_equal(next_from("..o..o.", 6), 7); /* None: the end. */
    assert_int_equal(next_from("", 0), 0);
    assert_int_equal(next_from("...", 1), 3);
}

static void moves_to_just_after_the_operation_before(void **state)
{
    (void)state;
    assert_int_equal(previous_from("..o..o.", 7), 6);
    assert_int_equal(previous_from("..o..o.", 6), 3);
    assert_int_equal(previous_from("..o..o.", 5), 3);
    assert_int_equal(previous_from("..o..o.", 3), 0); /* None: 0. */
    assert_int_equal(previous_from("..o..o.", 0), 0);
    assert_int_equal(previous_from("oo", 2), 1);
}

/* ---- Models. ---- */

static void gives_the_same_model_for_the_same_events(void **state)
{
    struct trace *trace = made_sensible(9, 3000);
    struct model *one = applied(trace, trace_length(trace));
    struct model *other = applied(trace, trace_length(trace));

    (void)state;
    assert_same(one, other);
    model_free(one);
    model_free(other);
    trace_free(trace);
}

static void copies_so_that_neither_changes_the_other(void **state)
{
    struct trace *trace = made_sensible(10, 4000);
    enum { HALF = 2000 };

    (void)state;
    struct model *model = applied(trace, HALF);
    struct model *copy = model_copy(model);
    struct model *half = model_copy(model);
    for (size_t i = HALF; i < trace_length(trace); i++)
        model_apply(model, trace_at(trace, i));
    assert_same(copy, half);
    for (size_t i = HALF; i < trace_length(trace); i++)
        model_apply(copy, trace_at(trace, i));
    assert_same(copy, model);
    model_free(model); /* Frees nothing of the copies'. */
    assert_true(copy->events == trace_length(trace));
    model_free(copy);
    model_free(half);
    model_free(NULL);
    trace_free(trace);
}

/* An array grows when its count reaches certain numbers: at each, once. */
static void copies_models_of_any_size(void **state)
{
    struct trace *trace = trace_new();

    (void)state;
    for (uint32_t id = 1; id <= 70; id++) {
        trace_append(trace, &(struct event){.type = EVENT_PROCESS,
                                            .process = {id, 0, 1, "p"}});
        trace_append(trace, &(struct event){.type = EVENT_TASK,
                                            .task = id,
                                            .defined = {id, 0, 0, 1, "t"}});
        trace_append(trace,
                     &(struct event){.type = EVENT_OBJECT,
                                     .object = {id, KIND_MUTEX, 1, 0, id, ""}});
    }
    for (size_t at = 0; at < trace_length(trace); at++) {
        struct model *model = applied(trace, at);
        struct model *copy = model_copy(model);

        for (size_t i = at; i < trace_length(trace); i++)
            model_apply(copy, trace_at(trace, i));
        assert_int_equal(copy->object_count, 70);
        model_free(model);
        model_free(copy);
    }
    trace_free(trace);
}

/* What must hold of any model, whatever was applied. */
static void check(const struct model *model)
{
    for (uint32_t id = 1; id <= model->object_count; id++)
        assert_int_equal(model_holders(model, id, NULL, 0),
                         model->objects[id - 1].holders);
    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];

        assert_true(task->hold_count <= HOLDS);
        assert_true(task->handlers <= HANDLERS);
        assert_true(task->span_count > 0);
    }
    assert_true(model->finding_count <= FINDINGS);
    assert_true(model->stuck.count <= CYCLE);
}

static void keeps_its_books_whatever_sensible_thing_happens(void **state)
{
    (void)state;
    for (uint64_t seed = 20; seed < 40; seed++) {
        struct trace *trace = made_sensible(seed, 1500);
        struct model *model = applied(trace, trace_length(trace));

        check(model);
        for (uint32_t id = 1; id <= model->object_count; id++)
            assert_true(model->objects[id - 1].value >= 0 ||
                        model->objects[id - 1].kind == KIND_BARRIER);
        model_free(model);
        trace_free(trace);
    }
}

static void bears_any_nonsense(void **state)
{
    (void)state;
    for (uint64_t seed = 100; seed < 160; seed++) {
        struct trace *trace = made_wild(seed, 1500);
        struct model *model = model_new();
        char text[SENTENCE];

        for (size_t i = 0; i < trace_length(trace); i++) {
            const struct event *event = trace_at(trace, i);

            model_apply(model, event);
            describe_event(model, event, text, sizeof text);
            describe_state(model, event->task, text, sizeof text);
            describe_use(model, event->operation.object, text, sizeof text);
            describe_fate(model, event->process.id, text, sizeof text);
            struct judgement judgement = judge_task(model, event->task);
            describe_judgement(model, &judgement, text, sizeof text);
        }
        for (unsigned i = 0; i < model->finding_count; i++)
            describe_finding(model, &model->findings[i], text, sizeof text);
        describe_stuck(model, text, sizeof text);
        assert_true(judge_run(model) < VERDICT_COUNT);
        struct model *copy = model_copy(model);
        assert_same(model, copy);
        model_free(copy);
        model_free(model);
        trace_free(trace);
    }
}

static void keeps_the_newest_spans_and_outputs(void **state)
{
    struct model *model = model_new();

    (void)state;
    model_apply(model, &(struct event){.type = EVENT_PROCESS,
                                       .process = {1, 0, 1, "p"}});
    model_apply(model, &(struct event){.type = EVENT_TASK,
                                       .task = 1,
                                       .defined = {1, 0, 0, 1, "t"}});
    for (uint64_t i = 1; i <= SPANS * 3 + 5; i++) {
        model_apply(model, &(struct event){.type = EVENT_OPERATION,
                                           .time_ns = i,
                                           .task = 1,
                                           .operation = {.op = OP_YIELD,
                                                         .stage = STAGE_DID}});
        const struct task *task = model_task(model, 1);
        uint64_t newest = task->span_count - 1;
        assert_int_equal(task_span(task, newest)->from_ns, i);
        assert_null(task_span(task, task->span_count));
        if (newest >= SPANS)
            assert_null(task_span(task, newest - SPANS));
        if (newest >= SPANS - 1)
            assert_non_null(task_span(task, newest - (SPANS - 1)));
    }
    for (uint32_t i = 0; i < OUTPUTS + 3; i++)
        model_apply(model,
                    &(struct event){.type = EVENT_OUTPUT, .output = {i, "x"}});
    assert_int_equal(model->output_count, OUTPUTS + 3);
    assert_int_equal(model->outputs[2].length, OUTPUTS + 2);
    assert_int_equal(model->outputs[3].length, 3);
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_before_the_first_event),
        cmocka_unit_test(goes_no_further_than_the_end),
        cmocka_unit_test(knows_at_any_place_what_a_fresh_start_would),
        cmocka_unit_test(steps_back_one_by_one),
        cmocka_unit_test(still_knows_when_copies_were_thinned_out),
        cmocka_unit_test(follows_a_trace_that_grows),
        cmocka_unit_test(moves_to_just_after_the_next_operation),
        cmocka_unit_test(moves_to_just_after_the_operation_before),
        cmocka_unit_test(gives_the_same_model_for_the_same_events),
        cmocka_unit_test(copies_so_that_neither_changes_the_other),
        cmocka_unit_test(copies_models_of_any_size),
        cmocka_unit_test(keeps_its_books_whatever_sensible_thing_happens),
        cmocka_unit_test(bears_any_nonsense),
        cmocka_unit_test(keeps_the_newest_spans_and_outputs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
