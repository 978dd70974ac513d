/* retelling.c - running a schedule again, and making a story of it. */
#include "tui/searching/retelling_inside.h"

#include "must.h"
#include "tui/control/schedule.h"
#include "tui/leftovers.h"
#include "words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PATIENCE_MS = 3000, SETTLE_MS = 20, STORY_EVENTS = 9 };

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

static bool is_worth_telling(const struct event *event)
{
    enum effect effect = operation_effect(event->operation.op);

    if (event->type != EVENT_OPERATION)
        return false;
    if (event->operation.stage == STAGE_WANTS) /* It has begun to wait. */
        return effect == EFFECT_AWAIT && event->operation.other != 0;
    return effect != EFFECT_INIT && effect != EFFECT_PRINT &&
           effect != EFFECT_BEGIN && effect != EFFECT_END &&
           effect != EFFECT_CREATE;
}

/* Two tasks at least have had to do with it. */
static bool is_shared(const struct trace *trace, uint32_t object)
{
    uint32_t first = 0;

    for (size_t i = 0; object && i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);

        if (event->type != EVENT_OPERATION ||
            event->operation.object != object || !is_worth_telling(event))
            continue;
        if (first && event->task != first)
            return true;
        first = event->task;
    }
    return false;
}

/* The last that matter: shared ones first, then others, where there are few. */
static size_t choose_events(const struct trace *trace,
                            size_t chosen[STORY_EVENTS])
{
    enum { FEW = 3 };
    size_t count = 0;

    for (int pass = 0; pass < 2 && count < FEW; pass++) {
        count = 0;
        for (size_t i = trace_length(trace); i-- > 0 && count < STORY_EVENTS;) {
            const struct event *event = trace_at(trace, i);
            enum effect effect = operation_effect(event->operation.op);

            if (is_worth_telling(event) &&
                (pass > 0 || effect == EFFECT_CRASH || effect == EFFECT_EXIT ||
                 is_shared(trace, event->operation.object)))
                chosen[count++] = i;
        }
    }
    return count;
}

/* Lines that are alike and follow each other are one. */
static void add_event_line(struct retelling *retelling, const char *text,
                           const char *next, unsigned *times)
{
    if (next && strcmp(text, next) == 0) {
        ++*times;
        return;
    }
    if (*times > 1)
        retelling_add(retelling,
                      ngettext("%s, %u time.", "%s, %u times.", *times), text,
                      *times);
    else
        retelling_add(retelling, "%s.", text);
    *times = 1;
}

/* The cause is told also where it is older than all that are chosen: then it
   takes the place of the oldest of them. Returns how many there are. */
static size_t choose_cause(const struct trace *trace, const struct event *cause,
                           size_t chosen[STORY_EVENTS], size_t count)
{
    if (!cause || count == 0)
        return count;
    for (size_t i = 0; i < chosen[count - 1]; i++) {
        if (trace_at(trace, i) == cause) {
            chosen[count < STORY_EVENTS ? count++ : count - 1] = i;
            break;
        }
    }
    return count;
}

void retelling_tell_events(struct teller *teller)
{
    const struct trace *trace = session_trace(teller->session);
    size_t chosen[STORY_EVENTS];
    size_t latest_ones = choose_events(trace, chosen);
    size_t oldest = latest_ones > 0 ? chosen[latest_ones - 1] : 0;
    size_t count = choose_cause(trace, teller->cause, chosen, latest_ones);
    bool is_long_ago = count > 0 && chosen[count - 1] != oldest;
    char text[STORY_EVENTS][SENTENCE];
    unsigned times = 1;
    struct cursor *cursor = cursor_new(trace);

    for (size_t i = 0; i < count; i++) {
        size_t at = chosen[count - 1 - i];

        cursor_move(cursor, at + 1);
        describe_event(cursor_model(cursor), trace_at(trace, at), text[i],
                       SENTENCE);
    }
    for (size_t i = 0; i < count; i++) {
        bool goes_on = i + 1 < count && !(i == 0 && is_long_ago);

        add_event_line(teller->retelling, text[i], goes_on ? text[i + 1] : NULL,
                       &times);
        if (i == 0 && is_long_ago)
            retelling_add(teller->retelling, "…");
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
        retelling_add(teller->retelling, "%s", why.lines[i].text);
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
    retelling_tell_events(teller);
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
    retelling_tell_events(teller);
    tell_why(teller, 0);
}

/* The oldest lines go, so that so many more can be added. */
static void make_room(struct retelling *retelling, unsigned lines)
{
    unsigned over = retelling->story_count + lines > STORY_LINES
                        ? retelling->story_count + lines - STORY_LINES
                        : 0;

    if (over > retelling->story_count)
        over = retelling->story_count;
    retelling->story_count -= over;
    memmove(retelling->story, retelling->story + over,
            retelling->story_count * sizeof *retelling->story);
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
    retelling_add(retelling, _("The others get what they want again and again, "
                               "and this can go on for ever."));
    snprintf(retelling->message, sizeof retelling->message,
             _("%.60s %.120s, and the others pass it for ever."),
             describe_task(model_of(teller), id, name, sizeof name),
             describe_state(model_of(teller), id, text, sizeof text));
}

static void tell_spin(struct teller *teller)
{
    struct retelling *retelling = teller->retelling;
    char text[SENTENCE];
    char name[SENTENCE];
    const struct model *model = model_of(teller);

    unsigned alive = 0;

    retelling_tell_events(teller);
    for (uint32_t id = 1; id <= model->task_count; id++)
        alive += task_is_alive(&model->tasks[id - 1]);
    make_room(retelling,
              alive + 1 < STORY_LINES / 2 ? alive + 1 : STORY_LINES / 2);
    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (task_is_alive(&model->tasks[id - 1]))
            retelling_add(retelling, "%s %s.",
                          describe_task(model, id, name, sizeof name),
                          describe_state(model, id, text, sizeof text));
    }
    if (starving(teller)) {
        tell_starving(teller, starving(teller));
        return;
    }
    retelling_add(retelling,
                  _("Each of them waits for a change that only another "
                    "could make, and nobody makes one."));
    snprintf(retelling->message, sizeof retelling->message,
             _("Tasks go round in circles, waiting for what nobody will do."));
}

static void tell(struct teller *teller)
{
    const struct flaw_report *flaw = teller->wanted.flaw;

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
    else
        retelling_tell_events(teller);
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
        retelling_add(retelling, "%s", why);
        return NULL;
    }
    struct teller *teller = must_allocate(1, sizeof *teller);
    *teller = (struct teller){.session = session,
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
