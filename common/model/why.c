/* why.c - from what is to what made it so: why a task waits. */
#include "model/why_inside.h"

#include "words.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void why_say(struct walk *walk, uint64_t move, const char *format, ...)
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

size_t why_find(const struct walk *walk, size_t before, wanted *is,
                uint32_t task, uint32_t object)
{
    while (before-- > 0) {
        const struct event *event = trace_at(walk->trace, before);

        if (event->type == EVENT_OPERATION && is(event, task, object))
            return before;
    }
    return SIZE_MAX;
}

uint64_t why_move(const struct walk *walk, size_t index)
{
    uint64_t move = walk->model->moves;

    for (size_t i = walk->position; i-- > index + 1;)
        move -= trace_at(walk->trace, i)->type == EVENT_MOVE;
    return move;
}

const char *why_place(const struct walk *walk, size_t index, char *text,
                      size_t size)
{
    const struct event *event = trace_at(walk->trace, index);
    char site[NAME];

    *text = '\0';
    describe_site(walk->model, event->operation.site, site, sizeof site);
    if (walk->model->moves > 0)
        append(text, size, _(" (move %" PRIu64 "%s%s)"), why_move(walk, index),
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

static bool began_to_wait(const struct event *event, uint32_t task,
                          uint32_t object)
{
    return event->operation.stage == STAGE_WANTS && event->task == task &&
           event->operation.object == object &&
           operation_effect(event->operation.op) == EFFECT_AWAIT;
}

bool why_woke(const struct event *event, uint32_t task, uint32_t object)
{
    return event->operation.stage == STAGE_DID &&
           (task == 0 || event->task == task) &&
           (object == 0 || event->operation.object == object) &&
           operation_effect(event->operation.op) == EFFECT_AWAIT;
}

static bool took(const struct event *event, uint32_t task, uint32_t object)
{
    enum effect effect = operation_effect(event->operation.op);

    (void)task;
    return event->operation.stage == STAGE_DID &&
           event->operation.object == object &&
           (effect == EFFECT_TAKE || effect == EFFECT_GET);
}

/* ---- Tasks. ---- */

const char *why_name(const struct walk *walk, uint32_t task, char name[NAME])
{
    return describe_task(walk->model, task, name, NAME);
}

static void explain_task(struct walk *walk, uint32_t task);

/* Not yet on the way here. */
static bool is_new(struct walk *walk, uint32_t object)
{
    for (unsigned i = 0; i < walk->explained_count; i++) {
        if (walk->explained[i] == object)
            return false;
    }
    if (walk->explained_count < WHY_LINES)
        walk->explained[walk->explained_count++] = object;
    return true;
}

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

        why_say(walk, 0,
                found && found->left_held
                    ? _("%s was never released by the thread that held it.")
                    : _("%s is free: it can go on."),
                what);
    }
    for (size_t i = 0; i < count && i < 3; i++) {
        size_t since =
            why_find(walk, walk->position, acquired, holders[i], object);

        if (since != SIZE_MAX)
            why_say(walk, why_move(walk, since),
                    _("%s has held %s since it took it%s."),
                    why_name(walk, holders[i], who), what,
                    why_place(walk, since, place, sizeof place));
        else
            why_say(walk, 0, _("%s holds %s."), why_name(walk, holders[i], who),
                    what);
        explain_task(walk, holders[i]);
    }
}

/* The last signal came too early for the task, or woke another. */
static void explain_signal(struct walk *walk, uint32_t task, uint32_t object,
                           size_t signal)
{
    const struct event *event = trace_at(walk->trace, signal);
    const struct object *condition = model_object(walk->model, object);
    size_t begun = why_find(walk, walk->position, began_to_wait, task, object);
    size_t woken = walk->position;
    char who[NAME];
    char what[NAME];
    char waits[NAME];
    char place[2 * NAME];

    why_name(walk, event->task, who);
    why_name(walk, task, waits);
    describe_object(walk->model, object, what, sizeof what);
    why_place(walk, signal, place, sizeof place);
    for (size_t i = walk->position; i-- > signal + 1;) {
        if (trace_at(walk->trace, i)->type == EVENT_OPERATION &&
            why_woke(trace_at(walk->trace, i), 0, object))
            woken = i;
    }
    if (condition && condition->signals_lost == condition->signals)
        why_say(
            walk, why_move(walk, signal),
            _("%s signalled %s%s, but nobody waited then: the signal is lost."),
            who, what, place);
    else if (begun != SIZE_MAX && signal < begun)
        why_say(walk, why_move(walk, signal),
                _("%s was last signalled by %s%s, before %s began to wait."),
                what, who, place, waits);
    else if (woken < walk->position)
        why_say(walk, why_move(walk, signal),
                _("%s was last signalled by %s%s: that woke %s, not %s."), what,
                who, place,
                describe_task(walk->model, trace_at(walk->trace, woken)->task,
                              (char[NAME]){0}, NAME),
                waits);
    else
        why_say(walk, why_move(walk, signal),
                _("%s was last signalled by %s%s, for another."), what, who,
                place);
}

static void explain_condition(struct walk *walk, uint32_t task, uint32_t object)
{
    size_t signal = why_find(walk, walk->position, notified, 0, object);
    const struct object *found = model_object(walk->model, object);
    char what[NAME];

    describe_object(walk->model, object, what, sizeof what);
    if (signal != SIZE_MAX)
        explain_signal(walk, task, object, signal);
    else if (found && found->kind == KIND_FUTEX)
        why_say(walk, 0, _("Nobody has woken who waits on %s since."), what);
    else
        why_say(walk, 0, _("Nobody has signalled %s."), what);
}

static void explain_taken(struct walk *walk, uint32_t object)
{
    size_t last = why_find(walk, walk->position, took, 0, object);
    const struct object *found = model_object(walk->model, object);
    char who[NAME];
    char what[NAME];
    char place[2 * NAME];

    describe_object(walk->model, object, what, sizeof what);
    if (last != SIZE_MAX)
        why_say(walk, why_move(walk, last),
                found && found->kind == KIND_SEMAPHORE
                    ? _("%s took the last of %s%s.")
                    : _("%s read the last of %s%s."),
                why_name(walk, trace_at(walk->trace, last)->task, who), what,
                why_place(walk, last, place, sizeof place));
    else if (found && found->kind == KIND_SEMAPHORE)
        why_say(walk, 0, _("Nobody has posted %s."), what);
    else
        why_say(walk, 0, _("Nobody has written to %s."), what);
}

static void explain_barrier(struct walk *walk, uint32_t object)
{
    const struct object *found = model_object(walk->model, object);
    char what[NAME];

    if (found && found->capacity > 0)
        why_say(walk, 0,
                _("%s lets them go when %" PRId64 " have come: so far it is "
                  "%" PRId64 "."),
                describe_object(walk->model, object, what, sizeof what),
                found->capacity, found->value);
}

static void explain_process(struct walk *walk, uint32_t process)
{
    const struct process *found = model_process(walk->model, process);

    if (found && found->main_task)
        explain_task(walk, found->main_task);
}

/* Who waits for any of its children waits for those that go on. */
static void explain_children(struct walk *walk, uint32_t parent)
{
    for (uint32_t id = 1; id <= walk->model->process_count; id++) {
        const struct process *child = &walk->model->processes[id - 1];

        if (child->parent == parent && child->state == PROCESS_RUNNING)
            explain_process(walk, id);
    }
}

static void explain_wait(struct walk *walk, uint32_t id)
{
    const struct wait *wait = &model_task(walk->model, id)->wait;

    if (wait->object && !is_new(walk, wait->object))
        return;
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
    case EFFECT_ARRIVE:
        explain_barrier(walk, wait->object);
        break;
    case EFFECT_JOIN:
        explain_task(walk, wait->other);
        break;
    case EFFECT_REAP:
        if (wait->other)
            explain_process(walk, wait->other);
        else
            explain_children(walk, model_task(walk->model, id)->process);
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
            if (!walk->is_circle)
                why_say(walk, 0,
                        _("So it comes back to %s: none of them can go on."),
                        why_name(walk, id, who));
            walk->is_circle = true;
            return;
        }
    }
    walk->asked[walk->asked_count++] = id;
    why_say(walk, 0, "%s %s.", why_name(walk, id, who),
            describe_state(walk->model, id, state, sizeof state));
    if (task->state == TASK_WAITS)
        explain_wait(walk, id);
    else if (task->state != TASK_ENDED)
        why_roused(walk, id);
}

void why_task(const struct model *model, const struct trace *trace,
              size_t position, uint32_t task, struct why *why)
{
    struct walk walk = walk_from(model, trace, position, why);

    explain_task(&walk, task);
}

static bool is_asked(const struct walk *walk, uint32_t task)
{
    for (unsigned i = 0; i < walk->asked_count; i++) {
        if (walk->asked[i] == task)
            return true;
    }
    return false;
}

static void why_stuck(const struct model *model, const struct trace *trace,
                      size_t position, struct why *why)
{
    struct walk walk = walk_from(model, trace, position, why);

    for (unsigned i = 0; i < model->stuck.count; i++) {
        if (!is_asked(&walk, model->stuck.edges[i].from))
            explain_task(&walk, model->stuck.edges[i].from);
    }
}

void why_now(const struct model *model, const struct trace *trace,
             size_t position, struct why *why)
{
    uint32_t newest = 0;

    if (model->stuck.verdict) {
        why_stuck(model, trace, position, why);
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
