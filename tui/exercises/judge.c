/* judge.c - from what was found, layer by layer, to one answer. */
#include "must.h"
#include "tui/drawing/text.h"
#include "tui/exercises/inside.h"
#include "words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void judge_layer(struct checking *checking, enum layer layer,
                 enum check_answer answer, const char *format, ...)
{
    struct check_layer *at = &checking->result.layers[layer];
    va_list arguments;

    at->answer = answer;
    at->state = answer == ANSWER_OK ? LAYER_GOOD
                : answer == ANSWER_UNAVAILABLE || answer == ANSWER_INCONCLUSIVE
                    ? LAYER_OPEN
                    : LAYER_BAD;
    va_start(arguments, format);
    vsnprintf(at->text, sizeof at->text, format, arguments);
    va_end(arguments);
}

/* ---- 1: it compiles. ---- */

/* The first line that names an error or a warning, without the folders. */
static char *first_complaint(const char *output)
{
    char *text = text_of_file(output);
    char *rest = text;
    char *line;
    char *found = NULL;

    while (rest && !found && (line = strsep(&rest, "\n"))) {
        bool about = strstr(line, "error:") || strstr(line, "warning:") ||
                     strstr(line, "undefined reference");
        const char *slash = strrchr(line, '/');

        if (about)
            found = must_copy(slash && !strchr(slash, '\'') ? slash + 1 : line);
    }
    free(text);
    return found;
}

static bool failed(const struct job *job)
{
    return !WIFEXITED(job->status) || WEXITSTATUS(job->status) != 0;
}

static bool lacks_cmocka(const struct checking *checking)
{
    char *text = text_of_file(checking->outputs[FREELY]);
    bool lacks = text && (strstr(text, "cmocka.h") || strstr(text, "-lcmocka"));

    free(text);
    return lacks;
}

void judge_compiled(struct checking *checking)
{
    char *complaint = first_complaint(checking->outputs[ALONE]);

    if (complaint) {
        judge_layer(checking, LAYER_COMPILES, ANSWER_UNCOMPILED, "%s",
                    complaint);
    } else if (failed(&checking->compilers[ALONE])) {
        judge_layer(checking, LAYER_COMPILES, ANSWER_UNAVAILABLE,
                    _("there is no compiler %s: install gcc"),
                    checking->arguments[0] ? "cc" : "");
    } else if (failed(&checking->compilers[SEARCHED])) {
        complaint = first_complaint(checking->outputs[SEARCHED]);
        judge_layer(checking, LAYER_COMPILES, ANSWER_UNCOMPILED,
                    _("the check cannot call it: %s"),
                    complaint ? complaint : _("it does not link"));
    } else {
        judge_layer(checking, LAYER_COMPILES, ANSWER_OK, _("without warnings"));
    }
    free(complaint);
}

/* ---- 2: it does its job. ---- */

void judge_freely(struct checking *checking)
{
    struct freely freely;

    if (failed(&checking->compilers[FREELY])) {
        char *complaint = first_complaint(checking->outputs[FREELY]);

        if (lacks_cmocka(checking))
            judge_layer(checking, LAYER_FREELY, ANSWER_UNAVAILABLE,
                        _("cmocka is not there: install libcmocka-dev"));
        else
            judge_layer(checking, LAYER_FREELY, ANSWER_UNCOMPILED,
                        _("the tests cannot call it: %s"),
                        complaint ? complaint : _("it does not link"));
        free(complaint);
        return;
    }
    freely_read(checking, &freely);
    if (checking->free_end == FREE_GIVEN_UP)
        judge_layer(checking, LAYER_FREELY, ANSWER_INCONCLUSIVE,
                    _("it had not come to an end yet"));
    else
        judge_layer(checking, LAYER_FREELY, freely.answer, "%s", freely.text);
}

/* ---- 3: over all schedules. ---- */

static enum check_answer answer_of_finding(const struct finding_found *finding)
{
    const char *rest;
    enum check_answer known = answer_named(finding->verdict);

    if (strcmp(finding->verdict, "assertion") == 0)
        return answer_of_message(finding->outcome->text, &rest);
    if (known != ANSWER_NONE)
        return known;
    return ANSWER_WRONG;
}

static void say_finding(struct checking *checking,
                        const struct finding_found *finding)
{
    const char *message = finding->retelling.message;
    enum check_answer answer = answer_of_finding(finding);

    if (strcmp(finding->verdict, "assertion") == 0)
        answer_of_message(finding->outcome->text, &message);
    judge_layer(checking, LAYER_SCHEDULES, answer, "%s", message);
    struct check_result *result = &checking->result;
    result->story_count = finding->retelling.story_count;
    memcpy(result->story, finding->retelling.story, sizeof result->story);
    result->schedule = finding->schedule;
    result->moves = finding->moves;
    result->move_count = report_kept(finding->length);
}

enum { CROWD = 40 }; /* Tasks of a scenario, which has two or three. */

/* A run that came to no end. */
static bool is_endless(const struct exploration *report)
{
    for (uint32_t i = 0; i < report->outcome_count && i < OUTCOMES; i++) {
        if (report->outcomes[i].ended == ENDED_COMPUTES ||
            report->outcomes[i].ended == ENDED_TOO_LONG)
            return true;
    }
    return false;
}

void judge_schedules(struct checking *checking)
{
    const struct verdicts *v = checking->verdicts;
    struct check_result *result = &checking->result;

    if (!v) {
        judge_layer(checking, LAYER_SCHEDULES, ANSWER_UNAVAILABLE,
                    _("it could not be explored"));
        return;
    }
    result->schedules = v->report->state.runs;
    snprintf(result->covered, sizeof result->covered, "%s", v->covered);
    if (v->report->tasks_most > CROWD)
        judge_layer(checking, LAYER_SCHEDULES, ANSWER_GREEDY, "%s",
                    _(CHECKING_CROWD));
    else if (v->count > 0)
        say_finding(checking, &v->findings[0]);
    else if (checking->stopped)
        judge_layer(checking, LAYER_SCHEDULES, ANSWER_INCONCLUSIVE,
                    _("it was stopped; until then none failed: %s"),
                    v->covered);
    else if (strcmp(v->verdict, "ok") == 0 && checking->out_of_time)
        judge_layer(checking, LAYER_SCHEDULES, ANSWER_INCONCLUSIVE,
                    _("there was no time for more than %s: try again, or make "
                      "it do less"),
                    v->covered);
    else if (strcmp(v->verdict, "ok") == 0)
        judge_layer(checking, LAYER_SCHEDULES, ANSWER_OK, "%s", v->covered);
    else if (is_endless(v->report))
        judge_layer(checking, LAYER_SCHEDULES, ANSWER_ENDLESS,
                    _("a task goes on for ever: %s"), v->covered);
    else
        judge_layer(checking, LAYER_SCHEDULES, ANSWER_INCONCLUSIVE, "%s",
                    v->report->state.runs ? v->covered
                                          : _("no schedule was run"));
}

/* ---- 4: the point of the task. ---- */

void judge_point(struct checking *checking)
{
    const struct exercise *exercise = checking->exercise;
    const struct exploration *report =
        checking->verdicts ? checking->verdicts->report : NULL;
    struct freely freely;
    bool works = report && !report->needs_tasks;

    freely_read(checking, &freely);
    if (freely.slept && !exercise->may_sleep)
        judge_layer(
            checking, LAYER_POINT, ANSWER_BESIDE,
            _("it sleeps: a sleep puts nothing in order, it only makes the "
              "failure rare"));
    else if (report && report->tasks_most > 0 &&
             report->tasks_most < exercise->tasks)
        judge_layer(
            checking, LAYER_POINT, ANSWER_BESIDE,
            ngettext("only %" PRIu32 " task ran, with main: %u are wanted",
                     "only %" PRIu32 " tasks ran, with main: %u are wanted",
                     report->tasks_most),
            report->tasks_most, exercise->tasks);
    else if (exercise->parallel && works && report->works == 0)
        judge_layer(checking, LAYER_POINT, ANSWER_BESIDE,
                    _("nobody calls work() any "
                      "more"));
    else if (exercise->parallel && works && report->works_together == 0)
        judge_layer(checking, LAYER_POINT, ANSWER_BESIDE,
                    _("in no schedule are two tasks in work() at once: a lock "
                      "around all "
                      "of it, or a join right after each create, does that"));
    else
        judge_layer(checking, LAYER_POINT, ANSWER_OK, "%s",
                    exercise->parallel ? _("two tasks can be in work() at once")
                                       : _("it does not sleep its way around"));
}

/* ---- The whole. ---- */

static bool is_unchanged(const struct checking *checking)
{
    char *stub = text_of_file(checking->exercise->stub);
    char *file = text_of_file(checking->file);
    bool same = stub && file && strcmp(stub, file) == 0;

    free(stub);
    free(file);
    return same;
}

/* The search is asked before the free run, whose luck differs. */
void judge_all(struct checking *checking)
{
    static const enum layer searched[] = {LAYER_COMPILES, LAYER_SCHEDULES,
                                          LAYER_FREELY, LAYER_POINT};
    static const enum layer followed[] = {LAYER_COMPILES, LAYER_FREELY,
                                          LAYER_SCHEDULES, LAYER_POINT};
    const enum layer *order = is_breaking(checking) ? followed : searched;
    struct check_result *result = &checking->result;

    result->wrong = ANSWER_OK;
    result->layer = LAYER_POINT;
    for (size_t i = 0; i < LAYER_COUNT; i++) {
        const struct check_layer *layer = &result->layers[order[i]];

        if (layer->state == LAYER_GOOD)
            continue;
        if (layer->state == LAYER_PENDING && result->wrong == ANSWER_OK) {
            result->wrong = ANSWER_INCONCLUSIVE;
            snprintf(result->message, sizeof result->message,
                     _("it was stopped before the end"));
        } else if (layer->state != LAYER_PENDING) {
            result->wrong = layer->answer;
            snprintf(result->message, sizeof result->message, "%s",
                     layer->text);
        }
        result->layer = order[i];
        break;
    }
    if (result->wrong == ANSWER_OK)
        snprintf(result->message, sizeof result->message, "%s",
                 result->layers[LAYER_SCHEDULES].text);
    result->answer = is_unchanged(checking) && result->wrong != ANSWER_OK
                         ? ANSWER_UNCHANGED
                         : result->wrong;
}
