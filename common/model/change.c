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

void wait_begin(struct model *model, const struct event *event,
                enum task_state state)
{
    struct task *task = task_of(model, event->task);
    struct object *object = object_of(model, event->operation.object);

    task->wait = (struct wait){
        .op = event->operation.op,
        .object = event->operation.object,
        .other = event->operation.other,
        .site = event->operation.site,
        .value = event->operation.value,
        .since_ns = event->time_ns,
    };
    task_enter(model, event->task, state, event);
    if (object) {
        object->wanted++;
        object->contended += state == TASK_WAITS;
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
