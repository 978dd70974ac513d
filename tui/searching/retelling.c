/* retelling.c - running a schedule again, and making a story of it. */
#include "tui/searching/retelling_inside.h"

#include "must.h"
#include "tui/control/schedule.h"
#include "tui/input.h"
#include "tui/leftovers.h"
#include "words.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 3000, SETTLE_MS = 20 };

/* ---- Running. ---- */

/* The moves go on: they could be made so far. */
static bool make_moves(struct teller *teller, int patience_ms)
{
    char why[SENTENCE];
    enum standing standing = STANDS_STILL;

    for (int waited = 0; waited < patience_ms;) {
        standing = step_settle(teller->step, SETTLE_MS);
        if (standing == STILL_MOVES) {
            waited += SETTLE_MS;
            teller->waited_ms += SETTLE_MS;
            teller->retelling->held = teller->made == teller->wanted.count;
            if (teller->waited_ms >= PATIENCE_MS)
                return false;
            continue;
        }
        teller->waited_ms = 0;
        teller->retelling->held = teller->made == teller->wanted.count;
        if (standing != STANDS_STILL || teller->retelling->held ||
            !step_move(teller->step, &teller->wanted.moves[teller->made], why,
                       sizeof why))
            return false;
        teller->made++;
    }
    return true;
}

/* ---- Sentences. ---- */

void retelling_add(struct retelling *retelling, const char *format, ...)
{
    va_list arguments;

    if (retelling->story_count == STORY_LINES)
        return;
    va_start(arguments, format);
    vsnprintf(retelling->story[retelling->story_count++], SENTENCE, format,
              arguments);
    va_end(arguments);
}

static size_t position_of(const struct teller *teller)
{
    return cursor_position(session_cursor(teller->session));
}

static void tell_why(struct teller *teller, uint32_t object)
{
    const struct trace *trace = session_trace(teller->session);
    struct why why = {0};

    if (object)
        why_variable(model_of(teller), trace, position_of(teller), object,
                     &why);
    else
        why_now(model_of(teller), trace, position_of(teller), &why);
    for (unsigned i = 0; i < why.count; i++)
        story_reason(teller, "%s", why.lines[i].text);
}

/* ---- What went wrong. ---- */

/* The latest event that has this effect; NULL: none has. */
static const struct event *latest(const struct teller *teller,
                                  enum effect effect)
{
    const struct trace *trace = session_trace(teller->session);

    for (size_t i = trace_length(trace); i-- > 0;) {
        const struct event *event = trace_at(trace, i);

        if (event->type == EVENT_OPERATION &&
            event->operation.stage != STAGE_WANTS &&
            operation_effect(event->operation.op) == effect)
            return event;
    }
    return NULL;
}

/* A variable that the text speaks of. */
static uint32_t variable_in(const struct model *model, const char *text)
{
    char name[SENTENCE];
    uint32_t found = 0;
    size_t longest = 0;

    for (uint32_t id = 1; id <= model->object_count; id++) {
        if (model->objects[id - 1].kind != KIND_VARIABLE)
            continue;
        describe_object(model, id, name, sizeof name);
        if (strlen(name) > longest && strstr(text, name)) {
            longest = strlen(name);
            found = id;
        }
    }
    return found;
}

/* The variable that the task has read last, and since it last waited for
   another's end; 0: none. */
static uint32_t latest_read(const struct teller *teller, uint32_t task)
{
    const struct trace *trace = session_trace(teller->session);

    for (size_t i = trace_length(trace); i-- > 0;) {
        const struct event *event = trace_at(trace, i);

        if (event->type != EVENT_OPERATION || event->task != task ||
            event->operation.stage != STAGE_DID)
            continue;
        enum effect effect = operation_effect(event->operation.op);
        if (effect == EFFECT_JOIN || effect == EFFECT_REAP)
            break;
        if (effect == EFFECT_LOOK)
            return event->operation.object;
    }
    return 0;
}

/* No task crashed: the process was killed. */
static void tell_killed(struct teller *teller)
{
    const struct trace *trace = session_trace(teller->session);
    char name[SENTENCE];

    for (size_t i = trace_length(trace); i-- > 0;) {
        const struct event *event = trace_at(trace, i);

        if (event->type != EVENT_OPERATION ||
            (event->operation.op != OP_KILL &&
             event->operation.op != OP_SIGNAL_THREAD))
            continue;
        story_cause(teller, i);
        story_reason(
            teller,
            event->operation.value == SIGKILL
                ? _("%s cannot be caught: it ends the process, with "
                    "all its threads.")
                : _("Nobody has set a handler for %s: it ends the "
                    "process, with all its threads."),
            describe_signal((int)event->operation.value, name, sizeof name));
        return;
    }
}

/* The operation was done in a way that only chance explains. */
static bool is_by_chance(uint32_t alternative, const struct event *event)
{
    enum kind kind = operation_kind(event->operation.op);

    return kind == KIND_VARIABLE ? alternative > 0
                                 : alternative == ALTERNATIVE_SPURIOUS;
}

/* Waits that ended without a signal, and looks at older values than the newest,
   are part of the cause. */
static void tell_chances(struct teller *teller)
{
    const struct trace *trace = session_trace(teller->session);
    uint32_t mover = 0;
    uint32_t alternative = 0;

    for (size_t i = 0; i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);

        if (event->type == EVENT_MOVE) {
            mover = event->task;
            alternative = event->move.alternative;
        } else if (event->type == EVENT_OPERATION && event->task == mover) {
            if (is_by_chance(alternative, event))
                story_cause(teller, i);
            mover = 0;
        }
    }
}

static void tell_crash(struct teller *teller)
{
    const struct event *crash = latest(teller, EFFECT_CRASH);
    struct retelling *retelling = teller->retelling;
    char text[SENTENCE];

    if (!crash) {
        tell_killed(teller);
        return;
    }
    teller->fails = crash->task;
    snprintf(retelling->message, sizeof retelling->message, "%s.",
             describe_event(model_of(teller), crash, text, sizeof text));
    uint32_t variable =
        crash->operation.text
            ? variable_in(model_of(teller), crash->operation.text)
            : 0;
    if (!variable)
        variable = latest_read(teller, crash->task);
    if (variable)
        tell_why(teller, variable);
}

static void tell_states(struct teller *teller)
{
    const struct model *model = model_of(teller);
    char text[SENTENCE];
    char name[SENTENCE];

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (task_is_alive(&model->tasks[id - 1]))
            story_reason(teller, "%s %s.",
                         describe_task(model, id, name, sizeof name),
                         describe_state(model, id, text, sizeof text));
    }
}

/* How often the task has taken the lock more than it has released it. */
static int times_held(const struct teller *teller, uint32_t task, uint32_t lock)
{
    const struct trace *trace = session_trace(teller->session);
    int times = 0;

    for (size_t i = 0; i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);

        if (event->type != EVENT_OPERATION || event->task != task ||
            event->operation.stage != STAGE_DID ||
            event->operation.object != lock)
            continue;
        enum effect effect = operation_effect(event->operation.op);
        times += (effect == EFFECT_ACQUIRE) - (effect == EFFECT_RELEASE);
    }
    return times;
}

/* A wait gives a recursive mutex back once. */
static void tell_held_on(struct teller *teller)
{
    const struct model *model = model_of(teller);
    char mutex[SENTENCE];
    char name[SENTENCE];

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct wait *wait = &model->tasks[id - 1].wait;

        if (model->tasks[id - 1].state == TASK_WAITS &&
            operation_effect(wait->op) == EFFECT_AWAIT && wait->other &&
            times_held(teller, id, wait->other) > 1)
            story_reason(
                teller,
                _("%.60s had taken %.200s more than once: to wait "
                  "lets go of it only once."),
                describe_task(model, id, name, sizeof name),
                describe_object(model, wait->other, mutex, sizeof mutex));
    }
}

static void tell_stuck(struct teller *teller)
{
    const struct model *model = model_of(teller);
    struct retelling *retelling = teller->retelling;

    if (!model->stuck.verdict) { /* The model knows less. */
        tell_states(teller);
        tell_held_on(teller);
        story_reason(teller, "%s", _("None of them can go on."));
        return;
    }

    retelling->verdict = model->stuck.verdict;
    describe_stuck(model, retelling->message, sizeof retelling->message);
    tell_why(teller, 0);
}

/* How often others got, since the task began to wait, what it waits for, or
   the mutex of the condition that it waits on. */
static unsigned times_passed(const struct teller *teller,
                             const struct task *task)
{
    const struct trace *trace = session_trace(teller->session);
    uint32_t object = task->wait.other ? task->wait.other : task->wait.object;
    unsigned times = 0;

    for (size_t i = trace_length(trace); i-- > 0;) {
        const struct event *event = trace_at(trace, i);
        enum effect effect = operation_effect(event->operation.op);

        if (event->time_ns < task->wait.since_ns)
            break;
        times += event->type == EVENT_OPERATION &&
                 event->operation.stage == STAGE_DID &&
                 event->operation.object == object &&
                 (effect == EFFECT_ACQUIRE || effect == EFFECT_SHARE ||
                  effect == EFFECT_TAKE);
    }
    return times;
}

/* A task that waits while those who go round are served; 0: none. */
static uint32_t starving(const struct teller *teller)
{
    enum { TIMES = 2 };
    const struct model *model = model_of(teller);

    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];
        enum effect effect = operation_effect(task->wait.op);

        if (task->state == TASK_WAITS && task->wait.object &&
            effect != EFFECT_JOIN && effect != EFFECT_REAP &&
            times_passed(teller, task) >= TIMES)
            return id;
    }
    return 0;
}

static void tell_starving(struct teller *teller, uint32_t id)
{
    struct retelling *retelling = teller->retelling;
    char text[SENTENCE];
    char name[SENTENCE];

    retelling->verdict = VERDICT_STARVATION;
    story_reason(teller, _("The others get what they want again and again, "
                           "and this can go on for ever."));
    snprintf(retelling->message, sizeof retelling->message,
             _("%.60s %.120s, and the others pass it for ever."),
             describe_task(model_of(teller), id, name, sizeof name),
             describe_state(model_of(teller), id, text, sizeof text));
}

static void tell_spin(struct teller *teller)
{
    struct retelling *retelling = teller->retelling;

    tell_states(teller);
    if (starving(teller)) {
        tell_starving(teller, starving(teller));
        return;
    }
    story_reason(teller, _("Each of them waits for a change that only another "
                           "could make, and nobody makes one."));
    snprintf(retelling->message, sizeof retelling->message,
             _("Tasks go round in circles, waiting for what nobody will do."));
}

static void tell(struct teller *teller)
{
    const struct flaw_report *flaw = teller->wanted.flaw;

    tell_chances(teller);
    if (flaw && flaw->kind == FLAW_RACE)
        retelling_tell_race(teller);
    else if (flaw && flaw->kind == FLAW_MISUSE)
        retelling_tell_misuse(teller);
    else if (flaw)
        retelling_tell_leak(teller);
    else if (teller->wanted.ended == ENDED_STUCK)
        tell_stuck(teller);
    else if (teller->wanted.ended == ENDED_SPIN)
        tell_spin(teller);
    else if (teller->wanted.ended == ENDED_ASSERT ||
             teller->wanted.ended == ENDED_SIGNAL)
        tell_crash(teller);
    else if (latest(teller, EFFECT_EXIT))
        teller->fails = latest(teller, EFFECT_EXIT)->task;
    story_compose(teller);
}

struct teller *teller_new(const char *path, char *const *arguments,
                          const struct lesson *lesson,
                          const struct retold *wanted,
                          struct retelling *retelling)
{
    char why[SENTENCE];
    struct session_options options = {
        .lesson = lesson,
        .program = path,
        .arguments = arguments,
        .input = input_open(wanted->input),
        .controlled = true,
        .rows = 24,
        .columns = 80,
    };

    memset(retelling, 0, sizeof *retelling);
    struct session *session = session_watch(&options, why, sizeof why);
    if (!session) {
        retelling_add(retelling, "%s", why);
        close(options.input);
        return NULL;
    }
    struct teller *teller = must_allocate(1, sizeof *teller);
    *teller = (struct teller){.session = session,
                              .input = options.input,
                              .step = step_new(session),
                              .wanted = *wanted,
                              .retelling = retelling,
                              .since = (int64_t)time(NULL)};
    return teller;
}

bool teller_pump(struct teller *teller, int patience_ms)
{
    char why[SENTENCE];

    if (make_moves(teller, patience_ms))
        return true;
    tell(teller);
    if (teller->wanted.save)
        schedule_write(teller->wanted.save, teller->wanted.name,
                       teller->session, why, sizeof why);
    return false;
}

void teller_free(struct teller *teller)
{
    if (!teller)
        return;
    leftovers_take_back(session_trace(teller->session), teller->since);
    step_free(teller->step);
    session_free(teller->session);
    close(teller->input);
    free(teller);
}

void retell(const char *path, char *const *arguments,
            const struct lesson *lesson, const struct retold *wanted,
            struct retelling *retelling)
{
    struct teller *teller =
        teller_new(path, arguments, lesson, wanted, retelling);

    while (teller && teller_pump(teller, PATIENCE_MS))
        continue;
    teller_free(teller);
}
