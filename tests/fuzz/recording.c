/* recording.c - hostile recordings: read, applied, described, walked back. */
#include "trace/recording.h"
#include "model/cursor.h"
#include "model/describe.h"
#include "model/judge.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void describe_all(const struct model *model)
{
    char text[SENTENCE];

    for (uint32_t id = 1; id <= model->task_count; id++) {
        struct judgement judgement = judge_task(model, id);

        describe_state(model, id, text, sizeof text);
        describe_judgement(model, &judgement, text, sizeof text);
    }
    for (uint32_t id = 1; id <= model->object_count; id++)
        describe_use(model, id, text, sizeof text);
    for (uint32_t id = 1; id <= model->process_count; id++)
        describe_fate(model, id, text, sizeof text);
    describe_stuck(model, text, sizeof text);
    for (unsigned i = 0; i < model->finding_count; i++)
        describe_finding(model, &model->findings[i], text, sizeof text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct trace *trace = trace_new();
    struct recording_about about;
    char text[SENTENCE];

    if (recording_parse(bytes, length, trace, &about, text, sizeof text)) {
        struct cursor *cursor = cursor_new(trace);

        for (size_t i = 0; i < trace_length(trace); i++) {
            cursor_move(cursor, i + 1);
            describe_event(cursor_model(cursor), trace_at(trace, i), text,
                           sizeof text);
        }
        describe_all(cursor_model(cursor));
        cursor_move(cursor, trace_length(trace) / 2);
        describe_all(cursor_model(cursor));
        cursor_free(cursor);
    }
    recording_about_fini(&about);
    trace_free(trace);
    return 0;
}
