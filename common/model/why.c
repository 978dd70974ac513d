/* why.c - from what is to what made it so. */
#include "model/why.h"

#include "model/words.h"
#include "words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What the explanation goes by. */
struct walk {
    const struct model *model;
    const struct trace *trace;
    size_t position;
    struct why *why;
    uint32_t asked[WHY_LINES]; /* Tasks explained on the way. */
    unsigned asked_count;
};

__attribute__((format(printf, 3, 4))) static void
say(struct walk *walk, uint64_t move, const char *format, ...)
{
    struct why *why = walk->why;
    va_list arguments;

    if (why->count == WHY_LINES)
        return;
    struct why_line *line = &why->lines[why->count++];
    line->move = move;
    va_start(arguments, format);
    vsnprintf(line->text, sizeof line->text, format, arguments);
    va_end(arguments);
}

/* ---- Looking for events. ---- */

typedef bool wanted(const struct event *event, uint32_t task, uint32_t object);

/* The index of the newest such event before `before`; SIZE_MAX: none. */
static size_t find_back(const struct walk *walk, size_t before, wanted *is,
                        uint32_t task, uint32_t object)
{
    while (before-- > 0) {
        const struct event *event = trace_at(walk->trace, before);

        if (event->type == EVENT_OPERATION && is(event, task, object))
            return before;
    }
    return SIZE_MAX;
}

static uint64_t move_at(const struct walk *walk, size_t index)
{
    uint64_t move = walk->model->moves;

    for (size_t i = walk->position; i-- > index + 1;)
        move -= trace_at(walk->trace, i)->type == EVENT_MOVE;
    return move;
}

/* " (move 7, deadlock.c:24)". */
static const char *place_of(const struct walk *walk, size_t index, char *text,
                            size_t size)
{
    const struct event *event = trace_at(walk->trace, index);
    char site[NAME];

    *text = '\0';
    describe_site(walk->model, event->operation.site, site, sizeof site);
    if (walk->model->moves > 0)
        append(text, size, _(" (move %" PRIu64 "%s%s)"), move_at(walk, index),
               *site ? ", " : "", site);
    else if (*site)
        append(text, size, " (%s)", site);
    return text;
}

static bool acquired(const struct event *event, uint32_t task, uint32_t object)
{
    enum effect effect = operation_effect(event->operation.op);

    return event->operation.stage == STAGE_DID && event->task == task &&
           ((event->operation.object == object &&
             (effect == EFFECT_ACQUIRE || effect == EFFECT_SHARE)) ||
            (event->operation.other == object && effect == EFFECT_AWAIT));
}

static bool notified(const struct event *event, uint32_t task, uint32_t object)
{
    enum effect effect = operation_effect(event->operation.op);

    (void)task;
    return event->operation.stage == STAGE_DID &&
           event->operation.object == object &&
           (effect == EFFECT_NOTIFY || effect == EFFECT_NOTIFY_ALL);
}

static bool took(const struct event *event, uint32_t task, uint32_t object)
{
    enum effect effect = operation_effect(event->operation.op);

    (void)task;
    return event->operation.stage == STAGE_DID &&
           event->operation.object == object &&
           (effect == EFFECT_TAKE || effect == EFFECT_GET);
}

static bool wrote(const struct event *event, uint32_t task, uint32_t object)
{
    return event->operation.stage == STAGE_DID &&
           event->operation.object == object &&
           (task == 0 || event->task == task) &&
           operation_effect(event->operation.op) == EFFECT_CHANGE;
}

static bool looked(const struct event *event, uint32_t task, uint32_t object)
{
    return event->operation.stage == STAGE_DID &&
           event->operation.object == object && event->task == task &&
           operation_effect(event->operation.op) == EFFECT_LOOK;
}

/* ---- Tasks. ---- */

static const char *task_name(const struct walk *walk, uint32_t task,
                             char name[NAME])
{
    return describe_task(walk->model, task, name, NAME);
}

static void explain_task(struct walk *walk, uint32_t task);

/* Who holds it, since when; and what keeps them. */
static void explain_lock(struct walk *walk, uint32_t object)
{
    uint32_t holders[3];
    size_t count = model_holders(walk->model, object, holders, 3);
    char who[NAME];
    char what[NAME];
    char place[2 * NAME];

    describe_object(walk->model, object, what, sizeof what);
    if (count == 0) {
        const struct object *found = model_object(walk->model, object);

        say(walk, 0,
            found && found->left_held
                ? _("%s was never released by the thread that held it.")
                : _("%s is free: it can go on."),
            what);
    }
    for (size_t i = 0; i < count && i < 3; i++) {
        size_t since =
            find_back(walk, walk->position, acquired, holders[i], object);

        if (since != SIZE_MAX)
            say(walk, move_at(walk, since),
                _("%s has held %s since it took it%s."),
                task_name(walk, holders[i], who), what,
                place_of(walk, since, place, sizeof place));
        else
            say(walk, 0, _("%s holds %s."), task_name(walk, holders[i], who),
                what);
        explain_task(walk, holders[i]);
    }
}

static void explain_condition(struct walk *walk, uint32_t task, uint32_t object)
{
    size_t signal = find_back(walk, walk->position, notified, 0, object);
    const struct object *condition = model_object(walk->model, object);
    char who[NAME];
    char what[NAME];
    char place[2 * NAME];

    describe_object(walk->model, object, what, sizeof what);
    if (signal == SIZE_MAX) {
        say(walk, 0, _("Nobody has signalled %s."), what);
        return;
    }
    const struct event *event = trace_at(walk->trace, signal);
    task_name(walk, event->task, who);
    place_of(walk, signal, place, sizeof place);
    if (condition && condition->signals_lost == condition->signals)
        say(walk, move_at(walk, signal),
            _("%s signalled %s%s, but nobody waited then: the signal is lost."),
            who, what, place);
    else
        say(walk, move_at(walk, signal),
            _("%s was last signalled by %s%s, before %s began to wait or for "
              "another."),
            what, who, place,
            describe_task(walk->model, task, (char[NAME]){0}, NAME));
}

static void explain_taken(struct walk *walk, uint32_t object)
{
    size_t last = find_back(walk, walk->position, took, 0, object);
    char who[NAME];
    char what[NAME];
    char use[SENTENCE];
    char place[2 * NAME];

    describe_object(walk->model, object, what, sizeof what);
    describe_use(walk->model, object, use, sizeof use);
    if (last == SIZE_MAX)
        say(walk, 0, _("%s: %s, and it never had more for anybody."), what,
            use);
    else
        say(walk, move_at(walk, last), _("%s: %s; %s took the last%s."), what,
            use, task_name(walk, trace_at(walk->trace, last)->task, who),
            place_of(walk, last, place, sizeof place));
}

static void explain_process(struct walk *walk, uint32_t process)
{
    const struct process *found = model_process(walk->model, process);

    if (found && found->main_task)
        explain_task(walk, found->main_task);
}

static void explain_wait(struct walk *walk, uint32_t id)
{
    const struct wait *wait = &model_task(walk->model, id)->wait;

    switch (operation_effect(wait->op)) {
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        explain_lock(walk, wait->object);
        break;
    case EFFECT_AWAIT:
        explain_condition(walk, id, wait->object);
        break;
    case EFFECT_TAKE:
    case EFFECT_GET:
        explain_taken(walk, wait->object);
        break;
    case EFFECT_JOIN:
        explain_task(walk, wait->other);
        break;
    case EFFECT_REAP:
        explain_process(walk, wait->other);
        break;
    default:
        break;
    }
}

static void explain_task(struct walk *walk, uint32_t id)
{
    const struct task *task = model_task(walk->model, id);
    char who[NAME];
    char state[SENTENCE];

    if (!task || walk->asked_count == WHY_LINES)
        return;
    for (unsigned i = 0; i < walk->asked_count; i++) {
        if (walk->asked[i] == id) {
            say(walk, 0, _("So it comes back to %s: none of them can go on."),
                task_name(walk, id, who));
            return;
        }
    }
    walk->asked[walk->asked_count++] = id;
    say(walk, 0, "%s %s.", task_name(walk, id, who),
        describe_state(walk->model, id, state, sizeof state));
    if (task->state == TASK_WAITS)
        explain_wait(walk, id);
}

/* ---- Variables. ---- */

/* The writer had read it before another wrote: what that one wrote is gone. */
static void explain_lost_update(struct walk *walk, size_t written)
{
    const struct event *event = trace_at(walk->trace, written);
    uint32_t object = event->operation.object;
    size_t read = find_back(walk, written, looked, event->task, object);
    char who[NAME];
    char other[NAME];
    char what[NAME];
    char place[2 * NAME];

    if (read == SIZE_MAX || event->operation.op == OP_ATOMIC_UPDATE)
        return;
    const struct event *look = trace_at(walk->trace, read);
    task_name(walk, event->task, who);
    describe_object(walk->model, object, what, sizeof what);
    size_t before = find_back(walk, written, wrote, 0, object);
    say(walk, move_at(walk, read), _("%s had read %s as %s%s."), who, what,
        look->operation.text ? look->operation.text : "?",
        place_of(walk, read, place, sizeof place));
    if (before == SIZE_MAX || before < read ||
        trace_at(walk->trace, before)->task == event->task)
        return;
    const struct event *lost = trace_at(walk->trace, before);
    say(walk, move_at(walk, before),
        _("In between, %s wrote %s%s: that update is lost."),
        task_name(walk, lost->task, other),
        lost->operation.text ? lost->operation.text : "?",
        place_of(walk, before, place, sizeof place));
}

static struct walk walk_from(const struct model *model,
                             const struct trace *trace, size_t position,
                             struct why *why)
{
    why->count = 0;
    return (struct walk){
        .model = model, .trace = trace, .position = position, .why = why};
}

void why_variable(const struct model *model, const struct trace *trace,
                  size_t position, uint32_t object, struct why *why)
{
    struct walk walk = walk_from(model, trace, position, why);
    const struct object *found = model_object(model, object);
    char who[NAME];
    char what[NAME];
    char place[2 * NAME];

    if (!found)
        return;
    size_t written = find_back(&walk, position, wrote, 0, object);
    describe_object(model, object, what, sizeof what);
    if (written == SIZE_MAX) {
        say(&walk, 0, _("%s is %s, as it was when it was first seen."), what,
            found->shown ? found->shown : "?");
        return;
    }
    say(&walk, move_at(&walk, written), _("%s is %s: %s wrote it%s."), what,
        found->shown ? found->shown : "?",
        task_name(&walk, trace_at(trace, written)->task, who),
        place_of(&walk, written, place, sizeof place));
    explain_lost_update(&walk, written);
}

void why_task(const struct model *model, const struct trace *trace,
              size_t position, uint32_t task, struct why *why)
{
    struct walk walk = walk_from(model, trace, position, why);

    explain_task(&walk, task);
}

void why_now(const struct model *model, const struct trace *trace,
             size_t position, struct why *why)
{
    uint32_t newest = 0;

    if (model->stuck.verdict) {
        why_task(model, trace, position, model->stuck.edges[0].from, why);
        return;
    }
    for (uint32_t id = 1; id <= model->object_count; id++) {
        const struct object *object = &model->objects[id - 1];

        if (object->writer &&
            (!newest || object->written > model->objects[newest - 1].written))
            newest = id;
    }
    if (newest)
        why_variable(model, trace, position, newest, why);
    else
        why_task(model, trace, position, model->mover, why);
}
