/* apply.c - which event changes what. */
#include "model/change.h"
#include "must.h"
#include "scheduler/scheduler.h"

#include <string.h>

/* ---- Definitions. ---- */

/* Makes room for number `id`. Numbers come in order: false where it is not
   the next, nor one that is there already. */
static bool grow(void **array, uint32_t *count, uint32_t id, size_t size)
{
    if (id == 0 || id > *count + 1)
        return false;
    if (id <= *count)
        return true;
    if ((*count & (*count + 1)) == 0) /* 0, 1, 3, 7: room for as many more. */
        *array = must_resize(*array, (size_t)*count * 2 + 1, size);
    memset((char *)*array + *count * size, 0, size);
    *count = id;
    return true;
}

#define GROW(array, count, id)                                                 \
    grow((void **)&(array), &(count), id, sizeof *(array))

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void define_process(struct model *model, const struct event *event)
{
    uint32_t before = model->process_count;

    if (!GROW(model->processes, model->process_count, event->process.id))
        return;
    struct process *process = process_of(model, event->process.id);
    process->parent = event->process.parent;
    process->pid = event->process.pid;
    process->program = or_empty(event->process.program);
    if (event->process.id <= before)
        return;
    process->status = -1;
    process->number = before;
    channel_inherit(model, event->process.parent, event->process.id);
}

static void define_task(struct model *model, const struct event *event)
{
    bool first_seen = event->task > model->task_count;

    if (!GROW(model->tasks, model->task_count, event->task))
        return;
    struct task *task = task_of(model, event->task);
    task->process = event->defined.process;
    task->creator = event->defined.creator;
    task->number = event->defined.number;
    task->tid = event->defined.tid;
    task->routine = or_empty(event->defined.routine);
    if (!first_seen)
        return;
    task->name = "";
    task->kernel_state = ' ';
    task_enter(model, event->task, TASK_NEW, event);
    struct process *process = process_of(model, task->process);
    if (process && task->number == 0) {
        process->main_task = event->task;
        hold_inherit(model, event->task);
    }
}

static void define_object(struct model *model, const struct event *event)
{
    if (!GROW(model->objects, model->object_count, event->object.id))
        return;
    struct object *object = object_of(model, event->object.id);
    *object = (struct object){
        .kind = event->object.kind,
        .process = event->object.process,
        .origin = event->object.origin,
        .number = event->object.number,
        .name = or_empty(event->object.name),
    };
    if (object->origin)
        hold_copy(model, event->object.id, event->task);
}

static void define_site(struct model *model, const struct event *event)
{
    if (!GROW(model->sites, model->site_count, event->site.id))
        return;
    model->sites[event->site.id - 1] =
        (struct site){.file = or_empty(event->site.file),
                      .function = or_empty(event->site.function),
                      .line = event->site.line};
}

static void add_source(struct model *model, const struct event *event)
{
    model->sources = must_resize(model->sources, model->source_count + 1,
                                 sizeof *model->sources);
    model->sources[model->source_count++] = (struct source){
        or_empty(event->source.file), or_empty(event->source.text)};
}

/* ---- What happens. ---- */

static void apply_move(struct model *model, const struct event *event)
{
    struct task *task = task_of(model, event->task);

    model->moves++;
    model->mover = event->task;
    model->way = event->move.alternative;
    model->moved_at = model->operation_events;
    model->clock_ns = event->move.clock_ns;
    if (task && event->move.alternative == ALTERNATIVE_SPURIOUS)
        task->roused = true;
}

static void apply_sample(struct model *model, const struct event *event)
{
    struct task *task = task_of(model, event->task);

    if (!task)
        return;
    if (task->sampled_ns == 0 || task->latest_ns >= task->sampled_ns ||
        event->sample.state != 'R')
        task->idle_cpu_ns = event->sample.cpu_ns;
    task->kernel_state = event->sample.state;
    task->rss_kib = event->sample.rss_kib;
    task->cpu_ns = event->sample.cpu_ns;
    task->voluntary = event->sample.voluntary;
    task->involuntary = event->sample.involuntary;
    task->sampled_ns = event->time_ns;
}

static void apply_memory(struct model *model, const struct event *event)
{
    struct process *process = process_of(model, event->memory.process);

    if (!process)
        return;
    process->measured = true;
    process->own_pages = event->memory.own;
    process->shared_pages = event->memory.shared;
}

static void apply_lost(struct model *model, const struct event *event)
{
    struct task *task = task_of(model, event->task);

    if (!task) {
        model->unseen += event->lost.count;
        return;
    }
    model->lost += event->lost.count;
    task->lost += event->lost.count;
    task->uncertain = true;
    hold_drop_all(model, event->task);
    if (task_has_begun_something(task)) {
        wait_end(model, event->task);
        task_enter(model, event->task, TASK_RUNNING, event);
    }
}

static void apply_output(struct model *model, const struct event *event)
{
    model->outputs[model->output_count++ % OUTPUTS] = (struct output){
        event->output.text, event->output.length, event->time_ns};
}

/* Failed tries and yields in a row tell busy waiting from progress. */
static void count_futility(struct task *task, const struct event *event)
{
    enum operation op = event->operation.op;
    enum effect effect = operation_effect(op);

    if (event->operation.stage == STAGE_FAILED)
        task->failed_tries += operation_tries(op) || operation_is_timed(op);
    else if (operation_tries(op) || effect == EFFECT_AWAIT ||
             effect == EFFECT_PUT || effect == EFFECT_GET)
        task->failed_tries = 0;
    task->yields = effect == EFFECT_YIELD ? task->yields + 1 : 0;
}

static void finish_operation(struct model *model, const struct event *event)
{
    struct task *task = task_of(model, event->task);

    model->steps++;
    task->operations++;
    count_futility(task, event);
    lifecycle_apply(model, event);
    holding_apply(model, event);
    channel_apply(model, event);
    if (task_is_alive(task) && !task_has_begun_something(task))
        task_enter(model, event->task, TASK_RUNNING, event);
}

/* An event that comes after the end of its process changes nothing. */
static bool is_of_the_dead(const struct model *model, const struct task *task)
{
    const struct process *process = model_process(model, task->process);

    return process && task->state == TASK_ENDED &&
           (process->state == PROCESS_ENDED ||
            process->state == PROCESS_ZOMBIE);
}

/* It does nothing, so what the task is at, and where, stays as it was. */
static void apply_note(struct model *model, const struct event *event)
{
    model->latest = *event;
    model->quiet_ns = event->time_ns;
    if (event->operation.stage != STAGE_DID)
        return;
    jobs_apply(model, event);
    manager_apply(model, event);
}

static void apply_operation(struct model *model, const struct event *event)
{
    struct task *task = task_of(model, event->task);
    struct object *object = object_of(model, event->operation.object);
    enum effect effect = operation_effect(event->operation.op);

    model->operation_events++;
    if (!task || is_of_the_dead(model, task))
        return;
    if (effect == EFFECT_NOTE) {
        apply_note(model, event);
        return;
    }
    model->latest = *event;
    model->quiet_ns = event->time_ns;
    task->latest = event->operation.op;
    task->latest_ns = event->time_ns;
    if (event->operation.site)
        task->site = event->operation.site;
    if (effect != EFFECT_AWAIT || event->operation.stage == STAGE_WANTS)
        task->roused = false;
    if (object && effect != EFFECT_INIT && effect != EFFECT_DESTROY)
        object->used = true;
    /* A task that speaks waits no longer; but when a signal handler speaks,
       the wait is put aside until it returns. */
    if (effect == EFFECT_ENTER)
        lifecycle_interrupt(task);
    wait_end(model, event->task);
    if (event->operation.stage == STAGE_WANTS)
        wait_begin(model, event);
    else
        finish_operation(model, event);
    tenure_apply(model, event);
    variable_apply(model, event);
    if (model->moves > 0)
        wait_review(model, event);
}

void model_apply(struct model *model, const struct event *event)
{
    model->events++;
    if (event->time_ns > model->time_ns)
        model->time_ns = event->time_ns;
    switch (event->type) {
    case EVENT_PROCESS:
        define_process(model, event);
        break;
    case EVENT_TASK:
        define_task(model, event);
        break;
    case EVENT_OBJECT:
        define_object(model, event);
        break;
    case EVENT_SITE:
        define_site(model, event);
        break;
    case EVENT_SOURCE:
        add_source(model, event);
        break;
    case EVENT_OPERATION:
        apply_operation(model, event);
        break;
    case EVENT_SAMPLE:
        apply_sample(model, event);
        break;
    case EVENT_MEMORY:
        apply_memory(model, event);
        break;
    case EVENT_OUTPUT:
        apply_output(model, event);
        break;
    case EVENT_LOST:
        apply_lost(model, event);
        break;
    case EVENT_HOLDS:
        hold_add(model, event->task, event->holds.object, false, event);
        break;
    case EVENT_ENDED:
        process_end(model, event->ended.process, event->ended.status,
                    event->ended.zombie, event);
        break;
    case EVENT_MOVE:
        apply_move(model, event);
        break;
    case EVENT_STANDSTILL:
        stuck_stand_still(model);
        break;
    case EVENT_TIMED:
        model->timed = true;
        break;
    case EVENT_TICK:
    case EVENT_TYPE_COUNT:
        break;
    }
    if (event->type == EVENT_TICK || event->type == EVENT_SAMPLE)
        stuck_look_around(model);
}
