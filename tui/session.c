/* session.c - a trace, a cursor in it, and perhaps a program that feeds it. */
#include "tui/session.h"

#include "model/cursor.h"
#include "model/judge.h"
#include "must.h"
#include "tui/keeping/keeping.h"
#include "tui/keeping/place.h"
#include "tui/pace.h"
#include "tui/started.h"
#include "watch/watch.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS_KEPT = 2000000 };    /* In memory; about 120 MB of them. */
#define LOOK_NS UINT64_C(25000000) /* As often as a live run is judged. */

struct session {
    struct session_options options; /* Owns its strings. */
    const struct lesson *lesson;
    struct trace *trace;
    struct cursor *cursor;
    bool follow;
    struct recording_about about;

    struct watch *watch;    /* NULL: recorded. */
    struct keeping keeping; /* In a file, if that is asked for. */
    struct ending ending;   /* Of a recording; of a program that is over. */
    bool paused, ended_by_lab;
    enum verdict worst;  /* Seen at the end of the trace at any time. */
    struct model *stuck; /* As it was when tasks got stuck; NULL: none did. */
    uint32_t pace_us;
    char *output;

    /* Operations before each event index, counted as far as `counted`. */
    size_t counted;
    size_t operations;
};

/* ---- Starting. ---- */

static struct session *session_new(void)
{
    struct session *session = must_allocate(1, sizeof *session);

    session->trace = trace_new();
    trace_limit(session->trace, EVENTS_KEPT);
    session->cursor = cursor_new(session->trace);
    session->follow = true;
    return session;
}

static bool start_program(struct session *session,
                          const struct session_options *options,
                          const struct decision *script, uint32_t length,
                          char *why, size_t why_size)
{
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (options->controlled && options->input >= 0)
        lseek(options->input, 0, SEEK_SET); /* Each time it does the same. */
    struct watch_options watched = {
        .runtime = place_runtime(),
        .path = options->program,
        .arguments = options->arguments,
        .source = options->lesson ? options->lesson->source : NULL,
        .input = options->input >= 0 ? options->input : nothing,
        .count_only = options->count_only,
        .timed = options->lesson && *options->lesson->owner,
        .pace_us = options->pace_us,
        .rows = options->rows,
        .columns = options->columns,
        .controlled = options->controlled,
        .script = script,
        .script_length = length,
    };

    if (access(watched.runtime, R_OK) == 0)
        session->watch = watch_start(&watched, session->trace, why, why_size);
    else
        snprintf(why, why_size, _("%s is missing: build it with make"),
                 watched.runtime);
    close(nothing);
    return session->watch != NULL;
}

struct session *session_watch(const struct session_options *options, char *why,
                              size_t why_size)
{
    struct session *session = session_new();

    session->lesson = options->lesson;
    session->pace_us = options->pace_us;
    started_keep(&session->options, options);
    session->about = (struct recording_about){
        .program = started_joined(options->arguments),
        .lesson = options->lesson ? lesson_key(options->lesson) : must_copy(""),
        .started = time(NULL),
        .status = -1,
    };
    if (!keeping_start(&session->keeping, options->record, &session->about, why,
                       why_size) ||
        !start_program(session, options, NULL, 0, why, why_size)) {
        session_free(session);
        return NULL;
    }
    return session;
}

bool session_rerun(struct session *session, const struct decision *script,
                   uint32_t length, char *why, size_t why_size)
{
    watch_free(session->watch);
    session->watch = NULL;
    cursor_free(session->cursor);
    trace_free(session->trace);
    session->trace = trace_new();
    session->cursor = cursor_new(session->trace);
    session->follow = true;
    session->worst = VERDICT_NONE;
    session->ended_by_lab = false;
    session->counted = 0;
    session->operations = 0;
    return start_program(session, &session->options, script, length, why,
                         why_size);
}

struct control *session_control(const struct session *session)
{
    return session->watch ? watch_control(session->watch) : NULL;
}

struct cursor *session_cursor(const struct session *session)
{
    return session->cursor;
}

void session_append(struct session *session, const struct event *event)
{
    trace_append(session->trace, event);
}

bool session_can_run_again(const struct session *session)
{
    return session->watch != NULL;
}

struct session *session_run_again(const struct session *session, char *why,
                                  size_t why_size)
{
    if (session->options.input >= 0)
        lseek(session->options.input, 0, SEEK_SET);
    return session_watch(&session->options, why, why_size);
}

/* Livelock and starvation come and go: the worst seen is what counts. And when
   the program is ended, nobody waits any longer: who did is kept. */
static void note_verdict(struct session *session)
{
    const struct model *model = session_model(session);
    enum verdict now = judge_run(model);

    if (now && (!session->worst || now < session->worst))
        session->worst = now;
    if (model->stuck.verdict && !session->stuck)
        session->stuck = model_copy(model);
}

/* A recording says what it was at each moment: the verdict is found as it was
   live, by looking now and then. */
static void judge_recording(struct session *session)
{
    uint64_t looked_ns = 0;

    for (size_t i = 1; i <= trace_length(session->trace); i++) {
        cursor_move(session->cursor, i);
        const struct model *model = cursor_model(session->cursor);

        if (model->stuck.verdict || model->time_ns - looked_ns > LOOK_NS) {
            looked_ns = model->time_ns;
            note_verdict(session);
        }
    }
    note_verdict(session);
}

struct session *session_replay(const char *path, char *why, size_t why_size)
{
    struct session *session = session_new();
    char reason[128];

    if (!recording_read(path, session->trace, &session->about, reason,
                        sizeof reason)) {
        snprintf(why, why_size, "%s: %s", path, reason);
        session_free(session);
        return NULL;
    }
    judge_recording(session);
    const struct model *model = session_model(session);
    session->ending = (struct ending){
        .over = session->about.finished,
        .status = session->about.status,
        .operations =
            session->about.finished ? session->about.operations : model->steps,
        .lost = session->about.lost,
        .output_bytes = session->about.output,
        .verdict = session->worst,
        .ended_by_lab = session->about.ended_by_lab,
        .too_many = session->about.too_many,
        .damaged = session->about.damaged,
        .tasks_unseen = (uint32_t)model->unseen,
        .seconds = (double)model->time_ns / 1e9,
    };
    session->follow = false;
    cursor_move(session->cursor, 0);
    session_forward(session);
    return session;
}

static void finish_recording(struct session *session)
{
    if (!session->keeping.recorder)
        return;
    struct ending ending = session_ending(session);
    session->about.status = ending.status;
    session->about.operations = ending.operations;
    session->about.lost = ending.lost;
    session->about.output = ending.output_bytes;
    session->about.ended_by_lab = ending.ended_by_lab;
    session->about.too_many = ending.too_many;
    session->about.damaged = ending.damaged;
    keeping_finish(&session->keeping, session->trace, &session->about);
}

void session_free(struct session *session)
{
    if (!session)
        return;
    if (session->watch)
        session_end(session);
    finish_recording(session);
    watch_free(session->watch);
    cursor_free(session->cursor);
    model_free(session->stuck);
    trace_free(session->trace);
    recording_about_fini(&session->about);
    started_forget(&session->options);
    free(session->output);
    free(session);
}

/* ---- Following. ---- */

int session_descriptors(const struct session *session, int descriptors[2])
{
    return session->watch ? watch_descriptors(session->watch, descriptors) : 0;
}

bool session_pump(struct session *session)
{
    size_t before = trace_length(session->trace);
    bool was_live = session_is_live(session);

    if (!session->watch)
        return false;
    watch_pump(session->watch);
    keeping_write(&session->keeping, session->trace, &session->about);
    if (session->follow) {
        cursor_move(session->cursor, SIZE_MAX);
        note_verdict(session);
    }
    if (was_live && !session_is_live(session))
        finish_recording(session);
    return trace_length(session->trace) != before ||
           was_live != session_is_live(session);
}

const struct trace *session_trace(const struct session *session)
{
    return session->trace;
}

const struct model *session_model(const struct session *session)
{
    return cursor_model(session->cursor);
}

const struct lesson *session_lesson(const struct session *session)
{
    return session->lesson;
}

const char *session_lesson_key(const struct session *session)
{
    return session->about.lesson;
}

void session_set_lesson(struct session *session, const struct lesson *lesson)
{
    session->lesson = lesson;
}

const struct session_options *session_options(const struct session *session)
{
    return &session->options;
}

const char *session_program(const struct session *session)
{
    return session->about.program;
}

bool session_is_live(const struct session *session)
{
    return session->watch && watch_state(session->watch) != WATCH_OVER;
}

bool session_left_behind(const struct session *session)
{
    return session->watch && watch_state(session->watch) == WATCH_LEFT_BEHIND;
}

void session_end(struct session *session)
{
    if (!session_is_live(session))
        return;
    if (!session_left_behind(session))
        session->ended_by_lab = true;
    if (session->follow) { /* The verdict before it was ended counts. */
        watch_pump(session->watch);
        cursor_move(session->cursor, SIZE_MAX);
        note_verdict(session);
    }
    watch_end(session->watch);
    session_pump(session);
}

/* ---- Control. ---- */

static void set_pace(struct session *session, uint32_t pace_us)
{
    session->pace_us = pace_us;
    if (session->watch)
        watch_set_pace(session->watch, pace_us);
}

void session_slower(struct session *session)
{
    set_pace(session, pace_slower(session->pace_us));
}

void session_faster(struct session *session)
{
    set_pace(session, pace_faster(session->pace_us));
}

uint32_t session_pace_us(const struct session *session)
{
    return session->pace_us;
}

void session_pause(struct session *session, bool paused)
{
    session->paused = paused;
    if (session->watch)
        watch_pause(session->watch, paused);
}

bool session_is_paused(const struct session *session)
{
    return session->paused;
}

/* ---- Looking back. ---- */

/* How a run ended is a step of its own. What follows the newest operation of a
   live one is none: what the kernel says of it. */
void session_back(struct session *session)
{
    struct cursor *cursor = session->cursor;
    size_t here = session_position(session);

    cursor_move(cursor, cursor_previous_operation(cursor));
    if (session->follow && session_is_live(session) &&
        session_position(session) == here)
        cursor_move(cursor, cursor_previous_operation(cursor));
    session->follow = false;
}

void session_forward(struct session *session)
{
    cursor_move(session->cursor, cursor_next_operation(session->cursor));
}

void session_rewind(struct session *session)
{
    session->follow = false;
    cursor_move(session->cursor, 0);
}

void session_to_start(struct session *session)
{
    session_rewind(session);
    session_forward(session);
}

void session_follow(struct session *session)
{
    session->follow = true;
    cursor_move(session->cursor, SIZE_MAX);
    note_verdict(session);
}

const struct event *session_next(struct session *session)
{
    size_t position = cursor_position(session->cursor);

    session->follow = false;
    if (position == trace_length(session->trace)) {
        note_verdict(session);
        return NULL;
    }
    cursor_move(session->cursor, position + 1);
    return trace_at(session->trace, position);
}

void session_hold(struct session *session)
{
    session->follow = false;
}

bool session_is_following(const struct session *session)
{
    return session->follow;
}

size_t session_position(const struct session *session)
{
    return (size_t)cursor_model(session->cursor)->operation_events;
}

size_t session_length(struct session *session)
{
    size_t length = trace_length(session->trace);

    for (; session->counted < length; session->counted++)
        session->operations +=
            trace_at(session->trace, session->counted)->type == EVENT_OPERATION;
    return session->operations;
}

/* ---- The end. ---- */

static void ask_watch(struct session *session)
{
    struct watch_counts counts = watch_counts(session->watch);
    struct ending *ending = &session->ending;

    ending->over = watch_state(session->watch) == WATCH_OVER;
    ending->status = watch_status(session->watch);
    ending->ended_by_lab = session->ended_by_lab;
    ending->verdict = session->worst;
    ending->operations = counts.operations;
    ending->lost = counts.lost;
    ending->output_bytes = counts.output;
    ending->tasks_unseen = counts.tasks_unseen;
    ending->too_many = counts.too_many;
    ending->damaged = counts.damaged;
    ending->seconds = (double)cursor_model(session->cursor)->time_ns / 1e9;
}

struct ending session_ending(struct session *session)
{
    if (session->watch)
        ask_watch(session);
    free(session->output);
    session->output =
        trace_output(session->trace, &session->ending.output_kept);
    session->ending.output = session->output;
    return session->ending;
}

const struct model *session_stuck(const struct session *session)
{
    return session->stuck ? session->stuck : session_model(session);
}

const char *session_record_problem(const struct session *session)
{
    return *session->keeping.problem ? session->keeping.problem : NULL;
}
