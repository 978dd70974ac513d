/* retelling.c - running a schedule again, and making a story of it. */
#include "tui/retelling.h"

#include "must.h"
#include "tui/schedule.h"
#include "tui/step.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 3000, SETTLE_MS = 20, STORY_EVENTS = 9 };

struct teller {
    struct session *session;
    struct step *step;
    struct retold wanted;
    struct retelling *retelling;
    uint32_t made;
    int waited_ms; /* For the task that moves. */
};

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

__attribute__((format(printf, 2, 3))) static void
add_line(struct retelling *retelling, const char *format, ...)
{
    va_list arguments;

    if (retelling->story_count == STORY_LINES)
        return;
    va_start(arguments, format);
    vsnprintf(retelling->story[retelling->story_count++], SENTENCE, format,
              arguments);
    va_end(arguments);
}

static const struct model *model_of(const struct teller *teller)
{
    return session_model(teller->session);
}

/* Two tasks at least have had to do with it. */
static bool is_shared(const struct trace *trace, uint32_t object)
{
    uint32_t first = 0;

    for (size_t i = 0; object && i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);

        if (event->type != EVENT_OPERATION ||
            event->operation.object != object ||
            event->operation.stage == STAGE_WANTS)
            continue;
        if (first && event->task != first)
            return true;
        first = event->task;
    }
    return false;
}

static bool is_worth_telling(const struct trace *trace,
                             const struct event *event)
{
    enum effect effect = operation_effect(event->operation.op);

    if (event->type != EVENT_OPERATION)
        return false;
    if (event->operation.stage == STAGE_WANTS)
        return false;
    if (effect == EFFECT_CRASH || effect == EFFECT_EXIT)
        return true;
    return effect != EFFECT_INIT && effect != EFFECT_PRINT &&
           is_shared(trace, event->operation.object);
}

/* The last events that matter, oldest first. */
static void tell_events(struct teller *teller)
{
    const struct trace *trace = session_trace(teller->session);
    size_t chosen[STORY_EVENTS];
    size_t count = 0;
    char text[SENTENCE];

    for (size_t i = trace_length(trace); i-- > 0 && count < STORY_EVENTS;) {
        if (is_worth_telling(trace, trace_at(trace, i)))
            chosen[count++] = i;
    }
    struct cursor *cursor = cursor_new(trace);
    while (count-- > 0) {
        const struct event *event = trace_at(trace, chosen[count]);

        cursor_move(cursor, chosen[count] + 1);
        add_line(
            teller->retelling, "%s.",
            describe_event(cursor_model(cursor), event, text, sizeof text));
    }
    cursor_free(cursor);
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
        add_line(teller->retelling, "%s", why.lines[i].text);
}

/* ---- What went wrong. ---- */

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

static void tell_crash(struct teller *teller)
{
    const struct event *crash = latest(teller, EFFECT_CRASH);
    struct retelling *retelling = teller->retelling;
    char text[SENTENCE];

    if (crash)
        snprintf(retelling->message, sizeof retelling->message, "%s.",
                 describe_event(model_of(teller), crash, text, sizeof text));
    tell_events(teller);
    uint32_t variable =
        crash && crash->operation.text
            ? variable_in(model_of(teller), crash->operation.text)
            : 0;
    if (variable)
        tell_why(teller, variable);
}

static void tell_stuck(struct teller *teller)
{
    const struct model *model = model_of(teller);
    struct retelling *retelling = teller->retelling;

    retelling->verdict = model->stuck.verdict;
    describe_stuck(model, retelling->message, sizeof retelling->message);
    tell_events(teller);
    tell_why(teller, 0);
}

static void tell_spin(struct teller *teller)
{
    struct retelling *retelling = teller->retelling;
    char text[SENTENCE];
    char name[SENTENCE];
    const struct model *model = model_of(teller);

    tell_events(teller);
    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (task_is_alive(&model->tasks[id - 1]))
            add_line(retelling, "%s %s.",
                     describe_task(model, id, name, sizeof name),
                     describe_state(model, id, text, sizeof text));
    }
    snprintf(retelling->message, sizeof retelling->message,
             "Tasks go round in circles, waiting for what nobody will do.");
}

static uint32_t task_born(const struct teller *teller, uint32_t birth)
{
    struct control *control = session_control(teller->session);
    const struct model *model = model_of(teller);

    for (uint32_t id = 1; control && id <= model->task_count; id++) {
        if (control_birth(control, id) == birth)
            return id;
    }
    return 0;
}

/* The latest access of a task to an object. */
static const struct event *access_of(const struct teller *teller, uint32_t task,
                                     uint32_t object, enum operation op)
{
    const struct trace *trace = session_trace(teller->session);

    for (size_t i = trace_length(trace); i-- > 0;) {
        const struct event *event = trace_at(trace, i);

        if (event->type == EVENT_OPERATION && event->task == task &&
            event->operation.op == op &&
            (object == 0 || event->operation.object == object))
            return event;
    }
    return NULL;
}

static const char *verb(enum operation op)
{
    return operation_effect(op) == EFFECT_CHANGE ? "writes" : "reads";
}

static void tell_race(struct teller *teller)
{
    const struct flaw_report *flaw = teller->wanted.flaw;
    const struct model *model = model_of(teller);
    struct retelling *retelling = teller->retelling;
    uint32_t one = task_born(teller, flaw->first_birth);
    uint32_t other = task_born(teller, flaw->second_birth);
    const struct event *second =
        access_of(teller, other, 0, (enum operation)flaw->second_op);
    uint32_t object = second ? second->operation.object : 0;
    const struct event *first =
        access_of(teller, one, object, (enum operation)flaw->first_op);
    char names[3][SENTENCE] = {"", "", "memory"};
    char sites[2][SENTENCE] = {"", ""};

    describe_task(model, one, names[0], SENTENCE);
    describe_task(model, other, names[1], SENTENCE);
    if (object)
        describe_object(model, object, names[2], SENTENCE);
    if (first)
        describe_site(model, first->operation.site, sites[0], SENTENCE);
    if (second)
        describe_site(model, second->operation.site, sites[1], SENTENCE);
    snprintf(retelling->message, sizeof retelling->message,
             "%.40s %s %.60s%s%.60s%s and %.40s %s it%s%.60s%s: nothing orders "
             "these two.",
             names[0], verb((enum operation)flaw->first_op), names[2],
             *sites[0] ? " (" : "", sites[0], *sites[0] ? ")" : "", names[1],
             verb((enum operation)flaw->second_op), *sites[1] ? " (" : "",
             sites[1], *sites[1] ? ")" : "");
    tell_events(teller);
    add_line(retelling, "No lock, join or atomic comes between the two "
                        "accesses: either could be first.");
}

static void tell_misuse(struct teller *teller)
{
    static const char *const what[MISUSE_COUNT] = {
        [MISUSE_UNLOCKS_UNHELD] = "unlocks what it does not hold",
        [MISUSE_DESTROYS_IN_USE] = "destroys what is in use",
        [MISUSE_WAITS_UNLOCKED] =
            "waits on a condition without holding the mutex",
        [MISUSE_LOCKS_AGAIN] = "locks again what it holds already",
        [MISUSE_USES_FREED] = "uses memory that was given back",
        [MISUSE_USES_DESTROYED] = "uses what was destroyed",
        [MISUSE_USES_UNMADE] = "uses what was never initialised",
        [MISUSE_MAKES_AGAIN] = "initialises again what is in use",
        [MISUSE_TWO_MUTEXES] =
            "waits on a condition on which another waits with another mutex",
        [MISUSE_JOINS_AGAIN] = "joins or detaches a thread for the second time",
    };
    const struct flaw_report *flaw = teller->wanted.flaw;
    const struct model *model = model_of(teller);
    uint32_t task = task_born(teller, flaw->first_birth);
    const struct event *event =
        access_of(teller, task, 0, (enum operation)flaw->first_op);
    char name[SENTENCE];
    char object[SENTENCE] = "";
    char site[SENTENCE] = "";

    if (event) {
        describe_object(model, event->operation.object, object, sizeof object);
        describe_site(model, event->operation.site, site, sizeof site);
    }
    snprintf(teller->retelling->message, sizeof teller->retelling->message,
             "%.60s %s: %.80s (%.80s).",
             describe_task(model, task, name, sizeof name),
             what[flaw->misuse < MISUSE_COUNT ? flaw->misuse : 0], object,
             site);
    tell_events(teller);
}

static void tell_leak(struct teller *teller)
{
    const struct model *model = model_of(teller);
    uint32_t task = task_born(teller, teller->wanted.flaw->first_birth);
    char name[SENTENCE];

    snprintf(teller->retelling->message, sizeof teller->retelling->message,
             "%.60s ends with a lock that it never released.",
             describe_task(model, task, name, sizeof name));
    tell_events(teller);
}

static void tell(struct teller *teller)
{
    const struct flaw_report *flaw = teller->wanted.flaw;

    if (flaw && flaw->kind == FLAW_RACE)
        tell_race(teller);
    else if (flaw && flaw->kind == FLAW_MISUSE)
        tell_misuse(teller);
    else if (flaw)
        tell_leak(teller);
    else if (teller->wanted.ended == ENDED_STUCK)
        tell_stuck(teller);
    else if (teller->wanted.ended == ENDED_SPIN)
        tell_spin(teller);
    else if (teller->wanted.ended == ENDED_ASSERT ||
             teller->wanted.ended == ENDED_SIGNAL)
        tell_crash(teller);
    else
        tell_events(teller);
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
        .input = -1,
        .controlled = true,
        .rows = 24,
        .columns = 80,
    };

    memset(retelling, 0, sizeof *retelling);
    struct session *session = session_watch(&options, why, sizeof why);
    if (!session) {
        add_line(retelling, "%s", why);
        return NULL;
    }
    struct teller *teller = must_allocate(1, sizeof *teller);
    *teller = (struct teller){.session = session,
                              .step = step_new(session),
                              .wanted = *wanted,
                              .retelling = retelling};
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
    step_free(teller->step);
    session_free(teller->session);
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
