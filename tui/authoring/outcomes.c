/* outcomes.c - judging all that a search found by a lesson's page. */
#include "tui/authoring/outcomes.h"

#include "must.h"
#include "tui/authoring/trial.h"
#include "tui/control/schedule.h"
#include "tui/lessons/prediction.h"
#include "tui/pages/header.h"
#include "tui/searching/exploring.h"
#include "tui/searching/retelling.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A sampled program is drawn from at least so often; or, where a run takes
   long, for so long. */
enum { ENOUGH = 200, PATIENCE_MS = 50 };
static const double enough_s = 1;
static const double long_enough_s = 3;

struct checking {
    const struct lesson *lesson;
    struct outcomes *outcomes;
    struct exploring *exploring;
    char *arguments[2];
    enum verdict verdicts[OUTCOMES]; /* Of those that got stuck: */
    bool told[OUTCOMES];             /* if it was asked for. */
    uint64_t *by_schedule;           /* Like the runs of the outcomes. */
    uint64_t breaks_after; /* Moves, at the least; 0: no schedule did. */
};

/* ---- An end as the student's run would have it. ---- */

/* A lost wake-up is known from a deadlock only when the run is told. */
static enum verdict stuck_verdict(struct checking *checking, uint32_t at)
{
    const struct outcome_report *found =
        &exploring_report(checking->exploring)->outcomes[at];
    struct retold wanted = {
        .moves = found->moves,
        .count = found->length < OUTCOME_MOVES ? found->length : OUTCOME_MOVES,
        .ended = ENDED_STUCK,
        .name = ""};
    struct retelling retelling;

    if (!checking->told[at]) {
        retell(checking->arguments[0], checking->arguments, checking->lesson,
               &wanted, &retelling);
        checking->verdicts[at] =
            retelling.verdict ? retelling.verdict : VERDICT_DEADLOCK;
        checking->told[at] = true;
    }
    return checking->verdicts[at];
}

/* An exit status, and a signal, as waitpid has them. */
static int exited(int status)
{
    return status << 8;
}

static struct ending ending_of(struct checking *checking, uint32_t at,
                               char *output)
{
    const struct outcome_report *found =
        &exploring_report(checking->exploring)->outcomes[at];
    struct ending ending = {.over = true, .status = -1, .output = output};
    uint32_t length = found->output_length < OUTCOME_OUTPUT
                          ? found->output_length
                          : OUTCOME_OUTPUT;

    memcpy(output, found->output, length);
    output[length] = '\0';
    switch (found->ended) {
    case ENDED_EXIT:
        ending.status = exited(found->status);
        break;
    case ENDED_SIGNAL:
        ending.status = found->status;
        ending.verdict = VERDICT_CRASH;
        break;
    case ENDED_ASSERT:
        ending.status = found->status;
        ending.verdict = VERDICT_ASSERTION;
        break;
    case ENDED_STUCK:
        ending.verdict = stuck_verdict(checking, at);
        break;
    case ENDED_SPIN:
        ending.verdict = VERDICT_LIVELOCK;
        break;
    default:
        break;
    }
    return ending;
}

static bool is_end(const struct outcome_report *found)
{
    return found->ended != ENDED_TOO_LONG && found->ended != ENDED_COMPUTES &&
           found->ended != ENDED_UNMODELLED;
}

/* The end in one line, for the author. */
static const char *in_a_line(const struct ending *ending, char *text,
                             size_t size)
{
    size_t length = strlen(ending->output);
    const char *last = ending->output;

    while (length > 0 && ending->output[length - 1] == '\n')
        length--;
    for (size_t i = 0; i < length; i++) {
        if (ending->output[i] == '\n')
            last = ending->output + i + 1;
    }
    length -= (size_t)(last - ending->output);
    snprintf(text, size, "%s%s\"%.*s\"",
             ending->verdict ? verdict_name(ending->verdict) : "",
             ending->verdict ? ", " : "", (int)length, last);
    return text;
}

/* ---- Misuse and leaks end no run. ---- */

static bool is_flaw(const struct condition *condition,
                    const struct flaw_report *flaw)
{
    return condition->kind == CONDITION_VERDICT &&
           ((flaw->kind == FLAW_MISUSE &&
             strcmp(condition->word, "misuse") == 0) ||
            (flaw->kind == FLAW_LEAK && strcmp(condition->word, "leak") == 0));
}

static void count_flaws(struct checking *checking)
{
    const struct exploration *report = exploring_report(checking->exploring);
    const struct lesson *lesson = checking->lesson;

    for (size_t i = 0; i < lesson->outcome_count; i++) {
        const struct outcome *outcome = &lesson->outcomes[i];

        for (uint32_t j = 0; j < report->flaw_count && j < FLAWS; j++) {
            if (outcome->condition_count == 1 &&
                is_flaw(outcome->conditions, &report->flaws[j]))
                checking->outcomes->runs[i] += report->flaws[j].runs;
        }
    }
}

/* ---- The lesson's schedules. ---- */

static void try_schedule(const char *path, const char *name, void *context)
{
    struct checking *checking = context;
    const struct lesson *lesson = checking->lesson;
    struct trial trial = schedule_try(lesson, path);

    if (!trial.fits)
        header_complain(&checking->outcomes->problems, _("schedule \"%s\": %s"),
                        name, trial.why);
    if (trial.outcome > 0)
        checking->by_schedule[trial.outcome - 1]++;
    if (trial.breaks_after && (!checking->breaks_after ||
                               trial.breaks_after < checking->breaks_after))
        checking->breaks_after = trial.breaks_after;
}

/* Schedules are there to show what differs: of several outcomes, no two of them
   show the same. One that was saved from the wrong run is found by it. */
static void compare_schedules(struct checking *checking)
{
    const struct lesson *lesson = checking->lesson;
    size_t possible = 0;

    for (size_t i = 0; i < lesson->outcome_count; i++)
        possible += lesson->outcomes[i].possible;
    for (size_t i = 0; i < lesson->outcome_count && possible > 1; i++) {
        if (checking->by_schedule[i] > 1)
            header_complain(&checking->outcomes->problems,
                            _("two of the schedules lead to the same: %s"),
                            lesson->outcomes[i].text);
    }
}

static void try_schedules(struct checking *checking)
{
    const struct lesson *lesson = checking->lesson;

    schedule_list(lesson, try_schedule, checking);
    compare_schedules(checking);
    if (*lesson->breaks && checking->breaks_after != lesson->breaks_moves)
        header_complain(
            &checking->outcomes->problems,
            _("break: %s after %u moves, but the lesson's schedules come to "
              "it after %u (0: never)"),
            lesson->breaks, lesson->breaks_moves,
            (unsigned)checking->breaks_after);
}

/* ---- All ends. ---- */

static void judge_one(struct checking *checking, uint32_t at, bool complains)
{
    const struct outcome_report *found =
        &exploring_report(checking->exploring)->outcomes[at];
    const struct lesson *lesson = checking->lesson;
    char output[OUTCOME_OUTPUT + 1];
    char line[256];

    if (!is_end(found)) {
        if (complains && !lesson->sampled)
            header_complain(&checking->outcomes->problems,
                            _("a run could not be followed to its "
                              "end: say `coverage: sampled`"));
        return;
    }
    struct ending ending = ending_of(checking, at, output);
    int judged = prediction_judge(lesson, &ending);
    if (judged > 0)
        checking->outcomes->runs[judged - 1] += found->runs;
    else if (complains)
        header_complain(&checking->outcomes->problems,
                        _("can happen, and is not listed: %s"),
                        in_a_line(&ending, line, sizeof line));
    if (judged > 0 && complains && !lesson->outcomes[judged - 1].possible)
        header_complain(&checking->outcomes->problems,
                        _("called a decoy, and can happen: %s (%s)"),
                        lesson->outcomes[judged - 1].text,
                        in_a_line(&ending, line, sizeof line));
}

static void judge_all(struct checking *checking, bool complains)
{
    const struct exploration *report = exploring_report(checking->exploring);
    struct outcomes *outcomes = checking->outcomes;

    memcpy(outcomes->runs, checking->by_schedule,
           (checking->lesson->outcome_count + 1) * sizeof *outcomes->runs);
    outcomes->found =
        report->outcome_count < OUTCOMES ? report->outcome_count : OUTCOMES;
    for (uint32_t i = 0; i < outcomes->found; i++)
        judge_one(checking, i, complains);
    count_flaws(checking);
}

static const struct outcome *not_reached(const struct checking *checking)
{
    for (size_t i = 0; i < checking->lesson->outcome_count; i++) {
        if (checking->lesson->outcomes[i].possible &&
            checking->outcomes->runs[i] == 0)
            return &checking->lesson->outcomes[i];
    }
    return NULL;
}

static void compare(struct checking *checking)
{
    const struct lesson *lesson = checking->lesson;
    const struct exploration *report = exploring_report(checking->exploring);
    struct outcomes *outcomes = checking->outcomes;

    judge_all(checking, true);
    outcomes->complete = report->state.complete;
    outcomes->schedules =
        outcomes->complete ? report->state.in_tree : report->state.runs;
    if (!lesson->sampled && !outcomes->complete)
        header_complain(
            &outcomes->problems,
            _("not explored completely in %.0f s: say `coverage: sampled`"),
            exploring_seconds(checking->exploring));
    else if (!lesson->sampled && report->other_outcomes)
        header_complain(&outcomes->problems,
                        _("ends in more than %d ways: say `coverage: sampled`"),
                        OUTCOMES);
    for (size_t i = 0; i < lesson->outcome_count; i++) {
        if (lesson->outcomes[i].possible && outcomes->runs[i] == 0)
            header_complain(&outcomes->problems,
                            _("listed, and never happened: %s"),
                            lesson->outcomes[i].text);
    }
}

/* Of a sampled program enough is known. */
static bool is_enough(struct checking *checking)
{
    const struct exploration *report = exploring_report(checking->exploring);

    double seconds = exploring_seconds(checking->exploring);

    if (!checking->lesson->sampled || report->state.runs == 0 ||
        seconds < enough_s ||
        (report->state.runs < ENOUGH && seconds < long_enough_s))
        return false;
    judge_all(checking, false);
    return !not_reached(checking);
}

static void explore(struct checking *checking)
{
    bool stopped = false;

    while (exploring_pump(checking->exploring, PATIENCE_MS)) {
        if (!stopped && is_enough(checking)) {
            exploring_stop(checking->exploring);
            stopped = true;
        }
    }
    compare(checking);
}

struct outcomes *outcomes_check(const struct lesson *lesson, double seconds)
{
    struct outcomes *outcomes = must_allocate(1, sizeof *outcomes);
    char *program = must_print("%s.step", lesson->program);
    struct checking *checking = must_allocate(1, sizeof *checking);
    struct exploring_options options = {
        .search = {.seed = 1,
                   .strategy = lesson->sampled ? STRATEGY_AUTO : STRATEGY_DPOR},
        .seconds = seconds};
    char why[256];

    outcomes->problems = must_copy("");
    outcomes->runs =
        must_allocate(lesson->outcome_count + 1, sizeof *outcomes->runs);
    *checking = (struct checking){
        .lesson = lesson, .outcomes = outcomes, .arguments = {program, NULL}};
    checking->by_schedule =
        must_allocate(lesson->outcome_count + 1, sizeof *outcomes->runs);
    try_schedules(checking);
    checking->exploring = exploring_start(program, checking->arguments,
                                          &options, why, sizeof why);
    if (checking->exploring)
        explore(checking);
    else
        header_complain(&outcomes->problems, "%s", why);
    exploring_free(checking->exploring);
    free(checking->by_schedule);
    free(checking);
    free(program);
    return outcomes;
}

void outcomes_free(struct outcomes *outcomes)
{
    free(outcomes->runs);
    free(outcomes->problems);
    free(outcomes);
}
