/* rehearsal.c - one run of a program with processes after another. */
#include "tui/searching/rehearsal.h"

#include "model/model.h"
#include "must.h"
#include "tui/input.h"
#include "tui/keeping/place.h"
#include "tui/leftovers.h"
#include "watch/watch.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SETTLE_MS = 50, STILL_MOVES_MS = 2000, GRACE_S = 1 };

struct rehearsal {
    const char *path;
    char *const *arguments;
    const char *input;
    struct exploration *report;
    struct search *search;
    struct hearing *hearing;
    double started;
    int64_t since; /* The same, of the clock on the wall. */

    /* The present run; NULL: none. */
    struct watch *watch;
    struct trace *trace;
    int moving_ms; /* How long a task has been away. */
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct rehearsal *rehearsal_new(const char *path, char *const *arguments,
                                const char *input, struct exploration *report)
{
    struct rehearsal *rehearsal = must_allocate(1, sizeof *rehearsal);

    *rehearsal = (struct rehearsal){.path = path,
                                    .arguments = arguments,
                                    .input = input,
                                    .report = report,
                                    .search = must_allocate(1, search_size()),
                                    .started = now(),
                                    .since = (int64_t)time(NULL)};
    report->options.slow = true;
    search_init(rehearsal->search, &report->options);
    rehearsal->hearing = hearing_new(report, rehearsal->search);
    return rehearsal;
}

static void end_run(struct rehearsal *rehearsal)
{
    watch_free(rehearsal->watch);
    if (rehearsal->trace)
        leftovers_take_back(rehearsal->trace, rehearsal->since);
    trace_free(rehearsal->trace);
    rehearsal->watch = NULL;
    rehearsal->trace = NULL;
}

void rehearsal_free(struct rehearsal *rehearsal)
{
    if (!rehearsal)
        return;
    end_run(rehearsal);
    hearing_free(rehearsal->hearing);
    free(rehearsal->search);
    free(rehearsal);
}

static bool start_run(struct rehearsal *rehearsal)
{
    char why[256];
    int input = input_open(rehearsal->input);

    rehearsal->trace = trace_new();
    rehearsal->moving_ms = 0;
    struct watch_options options = {.runtime = place_runtime(),
                                    .path = rehearsal->path,
                                    .arguments = rehearsal->arguments,
                                    .input = input,
                                    .controlled = true,
                                    .judged = true,
                                    .rows = 24,
                                    .columns = 80};
    if (input >= 0)
        rehearsal->watch =
            watch_start(&options, rehearsal->trace, why, sizeof why);
    close(input);
    hearing_begin(rehearsal->hearing);
    return rehearsal->watch != NULL;
}

/* ---- How a run ended. ---- */

/* A crash that a process told of, in the first process or another. */
static void take_crash(const struct rehearsal *rehearsal,
                       struct outcome_report *outcome)
{
    for (size_t i = 0; i < trace_length(rehearsal->trace); i++) {
        const struct event *event = trace_at(rehearsal->trace, i);

        if (event->type != EVENT_OPERATION ||
            operation_effect(event->operation.op) != EFFECT_CRASH)
            continue;
        outcome->ended =
            event->operation.op == OP_ASSERT ? ENDED_ASSERT : ENDED_SIGNAL;
        outcome->status = (int32_t)event->operation.value;
        if (event->operation.text)
            strncpy(outcome->text, event->operation.text,
                    sizeof outcome->text - 1);
        return;
    }
}

static void note_run(struct rehearsal *rehearsal, enum ended ended)
{
    struct exploration *report = rehearsal->report;
    struct outcome_report outcome = {.ended = ended};

    if (ended == ENDED_EXIT) {
        watch_end(rehearsal->watch); /* Everything has been told then. */
        int status = watch_status(rehearsal->watch);

        outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
        if (WIFSIGNALED(status)) {
            outcome.ended = ENDED_SIGNAL;
            outcome.status = WTERMSIG(status);
        }
    } else {
        watch_pump(rehearsal->watch);
    }
    take_crash(rehearsal, &outcome);
    if (ended == ENDED_UNMODELLED)
        control_unmodelled(watch_control(rehearsal->watch), outcome.text,
                           sizeof outcome.text);
    if (outcome.ended == ENDED_EXIT && outcome.status == 0)
        leftovers_report(report, rehearsal->search, rehearsal->trace);
    uint64_t length;
    char *output = trace_output(rehearsal->trace, &length);
    report_run(report, rehearsal->search, &outcome, output, (size_t)length);
    free(output);
}

static void finish_run(struct rehearsal *rehearsal, enum ended ended)
{
    struct control *control = watch_control(rehearsal->watch);
    struct scheduler *scheduler = control_scheduler(control);

    control_hear(control, rehearsal->hearing);
    if (scheduler->task_count > rehearsal->report->tasks_most)
        rehearsal->report->tasks_most = scheduler->task_count;
    if (ended != ENDED_NOT)
        note_run(rehearsal, ended);
    search_end(rehearsal->search, scheduler, ended != ENDED_NOT);
    rehearsal->report->state = search_state(rehearsal->search);
    end_run(rehearsal);
}

/* ---- A move. ---- */

static void decide(struct rehearsal *rehearsal)
{
    struct control *control = watch_control(rehearsal->watch);
    struct decision decision;

    control_hear(control, rehearsal->hearing);
    control_scheduler(control)->stirs++; /* Real tasks come when they may. */
    switch (search_choose(rehearsal->search, control_scheduler(control),
                          &decision)) {
    case SEARCH_MOVE:
        rehearsal->report->moves++;
        rehearsal->moving_ms = 0;
        if (!control_move(control, &decision))
            finish_run(rehearsal, ENDED_NOT);
        break;
    case SEARCH_STUCK:
        finish_run(rehearsal, ENDED_STUCK);
        break;
    case SEARCH_SPIN:
        finish_run(rehearsal, ENDED_SPIN);
        break;
    case SEARCH_TOO_LONG:
        finish_run(rehearsal, ENDED_TOO_LONG);
        break;
    case SEARCH_GIVE_UP:
    default:
        finish_run(rehearsal, ENDED_NOT);
        break;
    }
}

static void go_on(struct rehearsal *rehearsal)
{
    struct control *control = watch_control(rehearsal->watch);
    enum standing standing = control_settle(control, SETTLE_MS);
    char name[OUTCOME_TEXT];

    if (*control_unmodelled(control, name, sizeof name)) {
        finish_run(rehearsal, ENDED_UNMODELLED);
        return;
    }
    switch (standing) {
    case STANDS_STILL:
        decide(rehearsal);
        break;
    case NOBODY_LEFT:
        finish_run(rehearsal, ENDED_EXIT);
        break;
    case STILL_MOVES:
    default:
        watch_pump(rehearsal->watch);
        rehearsal->moving_ms += SETTLE_MS;
        if (watch_state(rehearsal->watch) == WATCH_OVER)
            finish_run(rehearsal, ENDED_EXIT);
        else if (rehearsal->moving_ms > STILL_MOVES_MS)
            finish_run(rehearsal, ENDED_COMPUTES);
        break;
    }
}

static bool is_time_up(const struct rehearsal *rehearsal, double grace_s)
{
    const struct exploration *report = rehearsal->report;

    return report->time_ns &&
           now() - rehearsal->started > (double)report->time_ns / 1e9 + grace_s;
}

bool rehearsal_pump(struct rehearsal *rehearsal, int patience_ms)
{
    double until = now() + patience_ms / 1000.0;
    const struct exploration *report = rehearsal->report;

    while (now() < until) {
        bool time_up = is_time_up(rehearsal, 0);

        if (!rehearsal->watch) {
            bool more = !time_up && !atomic_load(&report->stop) &&
                        search_begin(rehearsal->search);

            rehearsal->report->state = search_state(rehearsal->search);
            if (!more || !start_run(rehearsal)) {
                atomic_store(&rehearsal->report->finished, 1);
                return false;
            }
        }
        go_on(rehearsal);
        if (rehearsal->watch && is_time_up(rehearsal, GRACE_S)) {
            /* This run has no end in sight: a program that forks for ever. */
            finish_run(rehearsal, report->state.runs         ? ENDED_NOT
                                  : rehearsal->moving_ms > 0 ? ENDED_COMPUTES
                                                             : ENDED_TOO_LONG);
            atomic_store(&rehearsal->report->finished, 1);
            return false;
        }
    }
    return true;
}
