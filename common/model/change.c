/* change.c - the steps that the effects of operations are made of. */
#include "model/change.h"

#include "must.h"

#include <string.h>

enum { FIRST_SPANS = 8 };

static void add_span(struct task *task, const struct span *span)
{
    if (task->span_count >= task->span_room && task->span_room < SPANS) {
        uint32_t room = task->span_room ? task->span_room * 2 : FIRST_SPANS;

        task->spans = must_resize(task->spans, room, sizeof *task->spans);
        memset(task->spans + task->span_room, 0,
               (room - task->span_room) * sizeof *task->spans);
        task->span_room = room;
    }
    task->spans[task->span_count++ % SPANS] = *span;
}

void task_enter(struct model *model, uint32_t id, enum task_state state,
                const struct event *event)
{
    struct task *task = task_of(model, id);
    bool operation = event->type == EVENT_OPERATION && event->task == id;

    if (!task)
        return;
    task->state = state;
    /* What no operation told, as being killed, came after the latest one: what
       began with that is still seen beside the others. */
    struct span span = {
        .from_ns = event->time_ns,
        .from_event = model->operation_events + (operation ? 0 : 1),
        .from_move = model->moves,
        .state = (uint8_t)state,
        .op = (uint8_t)(operation ? event->operation.op : OP_NONE),
        .stage = (uint8_t)(operation ? event->operation.stage : STAGE_DID),
        .object = operation ? event->operation.object : 0,
        .other = operation ? event->operation.other : 0,
        .holding = task->hold_count > 0,
    };
    add_span(task, &span);
}

void finding_add(struct model *model, enum verdict verdict,
                 const struct event *event, uint32_t other)
{
    if (model->finding_count == FINDINGS)
        return;
    model->findings[model->finding_count++] = (struct finding){
        .verdict = verdict,
        .time_ns = event->time_ns,
        .task = event->task,
        .object = event->operation.object,
        .other = other,
        .site = event->operation.site,
        .op = event->operation.op,
        .value = event->operation.value,
        .text = event->operation.text ? event->operation.text : "",
    };
}

bool task_has_begun_something(const struct task *task)
{
    return task->state == TASK_WAITS || task->state == TASK_SLEEPS ||
           task->state == TASK_WANTS;
}

void wait_end(struct model *model, uint32_t id)
{
    struct task *task = task_of(model, id);

    if (!task)
        return;
    stuck_forget(model, id);
    struct object *object = object_of(model, task->wait.object);
    if (object && object->wanted > 0)
        object->wanted--;
    if (task_has_begun_something(task))
        task->state = TASK_RUNNING;
    task->wait = (struct wait){0};
}

/* Can it be done at once, as far as we know? */
static enum task_state state_in(const struct model *model,
                                const struct event *event)
{
    enum operation op = event->operation.op;

    if (op == OP_SLEEP)
        return TASK_SLEEPS;
    if (operation_tries(op))
        return TASK_WANTS;
    return lifecycle_must_wait(model, event) ||
                   holding_must_wait(model, event) ||
                   channel_must_wait(model, event)
               ? TASK_WAITS
               : TASK_WANTS;
}

static void enter_wait(struct model *model, const struct event *event,
                       const struct wait *wait, enum task_state state)
{
    struct object *object = object_of(model, wait->object);

    task_of(model, event->task)->wait = *wait;
    task_enter(model, event->task, state, event);
    if (object)
        object->wanted++;
}

void wait_begin(struct model *model, const struct event *event)
{
    struct object *object = object_of(model, event->operation.object);
    enum task_state state = state_in(model, event);
    const struct wait wait = {
        .op = event->operation.op,
        .object = event->operation.object,
        .other = event->operation.other,
        .site = event->operation.site,
        .value = event->operation.value,
        .since_ns = event->time_ns,
    };

    enter_wait(model, event, &wait, state);
    if (object)
        object->contended += state == TASK_WAITS;
    holding_begin(model, event);
    stuck_look_for_cycle(model, event->task);
}

void wait_resume(struct model *model, const struct event *event,
                 const struct wait *wait)
{
    /* Who has come to a barrier is counted already, and only waits. */
    bool has_come = operation_effect(wait->op) == EFFECT_ARRIVE;

    enter_wait(model, event, wait,
               has_come ? TASK_WAITS : state_in(model, event));
    stuck_look_for_cycle(model, event->task);
}

static struct event begun_by(const struct model *model, uint32_t id,
                             const struct event *now)
{
    const struct wait *wait = &model->tasks[id - 1].wait;
    struct event began = *now;

    began.task = id;
    began.operation.op = wait->op;
    began.operation.stage = STAGE_WANTS;
    began.operation.object = wait->object;
    began.operation.other = wait->other;
    began.operation.value = wait->value;
    return began;
}

void wait_let_go(struct model *model, uint32_t id, const struct event *event)
{
    struct event began = begun_by(model, id, event);

    task_enter(model, id, TASK_WANTS, &began);
    stuck_forget(model, id);
}

static bool is_over(const struct model *model, uint32_t id,
                    const struct event *now)
{
    const struct task *task = &model->tasks[id - 1];
    enum effect effect = operation_effect(task->wait.op);

    /* These end by what another does, not by how things stand. */
    if (task->state != TASK_WAITS || effect == EFFECT_ARRIVE ||
        effect == EFFECT_AWAIT)
        return false;
    struct event began = begun_by(model, id, now);
    return state_in(model, &began) == TASK_WANTS;
}

bool wait_is_over(const struct model *model, uint32_t id)
{
    const struct event now = {.type = EVENT_OPERATION,
                              .time_ns = model->time_ns};

    return is_over(model, id, &now);
}

void wait_review(struct model *model, const struct event *event)
{
    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (id != event->task && is_over(model, id, event))
            wait_let_go(model, id, event);
    }
}

static void pass_over(struct model *model, uint32_t id,
                      const struct event *event)
{
    struct task *task = task_of(model, id);

    struct event began = *event;

    began.task = id;
    began.operation.op = task->wait.op;
    began.operation.stage = STAGE_WANTS;
    began.operation.value = task->wait.value;
    if (task->state == TASK_WANTS && !operation_tries(task->wait.op) &&
        holding_must_wait(model, &began)) {
        task->wait.since_ns = event->time_ns;
        task_enter(model, id, TASK_WAITS, &began);
        object_of(model, task->wait.object)->contended++;
        stuck_look_for_cycle(model, id);
    } else if (task->state == TASK_WAITS) {
        task->wait.passes++;
        if (task->wait.passes > task->most_passes)
            task->most_passes = task->wait.passes;
    }
}

void wait_pass_over(struct model *model, uint32_t id, const struct event *event)
{
    const struct object *object = object_of(model, id);
    uint32_t left = object ? object->wanted : 0;

    for (uint32_t task = 1; task <= model->task_count && left > 0; task++) {
        if (model->tasks[task - 1].wait.object != id || task == event->task)
            continue;
        pass_over(model, task, event);
        left--;
    }
}
