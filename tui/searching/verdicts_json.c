/* verdicts_json.c - an exploration as one object of JSON. */
#include "tui/searching/verdicts.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static json_t *story_of(const struct finding_found *found)
{
    json_t *story = json_array();

    for (unsigned i = 0; i < found->retelling.story_count; i++)
        json_array_append_new(story, json_string(found->retelling.story[i]));
    return story;
}

static json_t *others_of(const struct verdicts *v)
{
    json_t *others = json_array();

    for (unsigned i = 1; i < v->count; i++) {
        bool told = strcmp(v->findings[i].verdict, v->verdict) == 0;

        for (unsigned j = 1; j < i && !told; j++)
            told = strcmp(v->findings[j].verdict, v->findings[i].verdict) == 0;
        if (!told)
            json_array_append_new(others, json_string(v->findings[i].verdict));
    }
    return others;
}

static json_t *outcomes_of(const struct verdicts *v)
{
    json_t *outcomes = json_array();
    char text[2 * SENTENCE];

    for (uint32_t i = 0; i < v->report->outcome_count && i < OUTCOMES; i++) {
        const struct outcome_report *outcome = &v->report->outcomes[i];
        uint32_t length = outcome->output_length < OUTCOME_OUTPUT
                              ? outcome->output_length
                              : OUTCOME_OUTPUT;
        json_t *one = json_object();
        json_t *output = json_stringn(outcome->output, length);

        json_object_set_new(
            one, "end",
            json_string(verdicts_ending(outcome, text, sizeof text)));
        json_object_set_new(one, "output", output ? output : json_string(""));
        json_object_set_new(one, "schedules",
                            json_integer((json_int_t)outcome->runs));
        json_object_set_new(
            one, "preemptions",
            json_integer(outcome->preemptions - outcome->older));
        json_object_set_new(one, "older", json_integer(outcome->older));
        json_object_set_new(
            one, "minimal",
            json_boolean(report_is_minimal(v->report, outcome->preemptions)));
        json_array_append_new(outcomes, one);
    }
    return outcomes;
}

/* Beyond what the program's own promises give. */
static json_t *assumptions_of(const struct verdicts *v)
{
    json_t *all = json_array();

    if (v->report->assumes_order)
        json_array_append_new(all, json_string("sequential consistency"));
    if (v->report->misses_races)
        json_array_append_new(all,
                              json_string("no data races among so many tasks"));
    return all;
}

void verdicts_json(const struct verdicts *v)
{
    const struct search_state *state = &v->report->state;
    const struct finding_found *first = v->count ? &v->findings[0] : NULL;
    json_t *all = json_object();

    json_object_set_new(all, "verdict", json_string(v->verdict));
    json_object_set_new(all, "others", others_of(v));
    json_object_set_new(
        all, "message",
        json_string(first ? first->retelling.message : v->covered));
    json_object_set_new(all, "story", first ? story_of(first) : json_array());
    json_object_set_new(all, "schedule",
                        first && first->schedule ? json_string(first->schedule)
                                                 : json_null());
    json_object_set_new(all, "schedules",
                        json_integer((json_int_t)state->runs));
    json_object_set_new(all, "preemptions",
                        first ? json_integer(first->preemptions - first->older)
                              : json_null());
    json_object_set_new(all, "older",
                        first ? json_integer(first->older) : json_null());
    json_object_set_new(
        all, "minimal",
        first ? json_boolean(report_is_minimal(v->report, first->preemptions))
              : json_null());
    json_object_set_new(all, "complete", json_boolean(state->complete));
    json_object_set_new(all, "bound",
                        state->bounded ? json_integer(state->bound)
                                       : json_null());
    json_object_set_new(all, "strategy",
                        json_string(strategy_name(state->strategy)));
    json_object_set_new(all, "seed",
                        json_integer((json_int_t)v->report->options.seed));
    json_object_set_new(all, "covered", json_string(v->covered));
    json_object_set_new(all, "assumes", assumptions_of(v));
    json_object_set_new(all, "outcomes", outcomes_of(v));
    json_object_set_new(all, "seconds",
                        json_real(exploring_seconds(v->exploring)));
    json_dumpf(all, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(4));
    putchar('\n');
    json_decref(all);
}
