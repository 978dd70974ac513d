/* forms_json.c - JSON of our own, and that which Gradescope reads. */
#include "tui/exercises/telling.h"
#include "tui/grading/forms.h"

#include <string.h>

static json_t *text(const char *bytes)
{
    json_t *json = json_string(bytes);

    return json ? json : json_string("(not UTF-8)");
}

static json_t *lines(const struct mark *mark)
{
    json_t *story = json_array();

    for (unsigned i = 0; i < mark->story_count; i++)
        json_array_append_new(story, text(mark->story[i]));
    return story;
}

static json_t *layers(const struct mark *mark)
{
    json_t *all = json_array();

    for (int i = 0; i < LAYER_COUNT; i++) {
        const struct check_layer *layer = &mark->layers[i];

        json_array_append_new(
            all, json_pack(
                     "{s:s, s:s, s:s, s:o}", "layer",
                     layer_name(mark->submission->exercise, (enum layer)i),
                     "state", telling_state(layer->state), "verdict",
                     answer_name(layer->answer), "message", text(layer->text)));
    }
    return all;
}

static void dump(FILE *to, json_t *json)
{
    json_dumpf(json, to, JSON_INDENT(2) | JSON_REAL_PRECISION(4));
    fputc('\n', to);
    json_decref(json);
}

void form_json(FILE *to, const struct marks *marks)
{
    json_t *all = json_array();

    for (size_t i = 0; i < marks->count; i++) {
        const struct mark *mark = &marks->items[i];
        const struct submission *submission = mark->submission;

        if (!mark->over)
            continue;
        json_t *one = json_pack(
            "{s:o, s:s, s:s, s:o, s:s, s:s, s:o, s:o, s:o, s:o}", "student",
            text(submission->student), "exercise", submission->exercise->name,
            "chapter", submission->exercise->chapter, "file",
            text(submission->path), "verdict", answer_name(mark->answer),
            "wrong", answer_name(mark->wrong), "message", text(mark->message),
            "covered", text(mark->covered), "layers", layers(mark), "story",
            lines(mark));
        if (marks->times)
            json_object_set_new(one, "seconds", json_real(mark->seconds));
        json_array_append_new(all, one);
    }
    dump(to, all);
}

/* ---- Gradescope. ---- */

/* What the student is to read. */
static json_t *output(const struct mark *mark)
{
    char words[STORY_LINES * SENTENCE + 4 * SENTENCE];
    size_t used = (size_t)snprintf(words, sizeof words, "%s: %s\n",
                                   answer_word(mark->answer), mark->message);

    for (unsigned i = 0; i < mark->story_count && used < sizeof words; i++)
        used += (size_t)snprintf(words + used, sizeof words - used, "  %s\n",
                                 mark->story[i]);
    return text(words);
}

/* Of one student's files the tests are called as the exercises. */
static bool are_of_one(const struct marks *marks)
{
    for (size_t i = 1; i < marks->count; i++) {
        if (strcmp(marks->items[i].submission->student,
                   marks->items[0].submission->student) != 0)
            return false;
    }
    return true;
}

void form_gradescope(FILE *to, const struct marks *marks)
{
    json_t *tests = json_array();
    double seconds = 0;
    int score = 0;
    bool one = are_of_one(marks);

    for (size_t i = 0; i < marks->count; i++) {
        const struct mark *mark = &marks->items[i];
        const struct submission *submission = mark->submission;
        bool passed = mark->answer == ANSWER_OK;

        if (!mark->over)
            continue;
        json_t *name = one ? text(submission->exercise->name)
                           : json_sprintf("%s: %s", submission->student,
                                          submission->exercise->name);
        json_array_append_new(
            tests,
            json_pack("{s:o, s:i, s:i, s:s, s:o}", "name",
                      name ? name : text(submission->exercise->name), "score",
                      passed, "max_score", 1, "status",
                      passed ? "passed" : "failed", "output", output(mark)));
        score += passed;
        seconds += mark->seconds;
    }
    json_t *results = json_pack("{s:i, s:o}", "score", score, "tests", tests);
    if (marks->times)
        json_object_set_new(results, "execution_time", json_real(seconds));
    dump(to, results);
}
