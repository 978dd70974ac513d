/* lifecycle.c - tasks and processes: born, ended, collected, interrupted. */
#include "model/change.h"

#include <string.h>
#include <sys/wait.h>

/* ---- Ends. ---- */

void task_end(struct model *model, uint32_t id, const struct event *event)
{
    struct task *task = task_of(model, id);

    if (!task || task->state == TASK_ENDED)
        return;
    wait_end(model, id);
    for (unsigned i = 0; i < task->hold_count; i++) {
        struct object *object = object_of(model, task->holds[i].object);

        if (object && object->kind != KIND_FILE)
            object->left_held = true;
    }
    task->handlers = 0;
    tenure_end(model, id, event->time_ns);
    task_enter(model, id, TASK_ENDED, event);
}

static void leave_orphans(struct model *model, uint32_t parent)
{
    for (uint32_t id = 1; id <= model->process_count; id++) {
        struct process *child = &model->processes[id - 1];

        if (child->parent == parent && child->state != PROCESS_ENDED)
            child->orphan = true;
    }
}

void process_end(struct model *model, uint32_t id, int status, bool zombie,
                 const struct event *event)
{
    struct process *process = process_of(model, id);

    if (!process || process->state == PROCESS_ENDED)
        return;
    if (status != -1)
        process->status = status;
    if (process->state != PROCESS_ZOMBIE) {
        for (uint32_t task = 1; task <= model->task_count; task++) {
            if (model->tasks[task - 1].process != id)
                continue;
            task_end(model, task, event);
            hold_drop_files(model, task); /* The kernel does. */
        }
        process->descriptor_count = 0;
        leave_orphans(model, id);
    }
    process->state = zombie ? PROCESS_ZOMBIE : PROCESS_ENDED;
}

/* A thread that ends holding a lock leaves it held for good. */
static void note_held_at_end(struct model *model, const struct event *event)
{
    const struct task *task = task_of(model, event->task);

    for (unsigned i = 0; i < task->hold_count; i++) {
        const struct hold *hold = &task->holds[i];
        const struct object *object = object_of(model, hold->object);
        struct event about = *event;

        if (task->uncertain || !object || object->kind == KIND_FILE)
            continue;
        about.operation.object = hold->object;
        about.operation.site = hold->site;
        finding_add(model, VERDICT_LEAK, &about, 0);
    }
}

/* ---- Signal handlers. ---- */

void lifecycle_interrupt(struct task *task)
{
    task->signals++;
    if (task->handlers == HANDLERS) { /* The oldest never returned. */
        memmove(task->interrupted, task->interrupted + 1,
                (HANDLERS - 1) * sizeof *task->interrupted);
        task->handlers--;
    }
    task->interrupted[task->handlers++] = task->wait;
}

static void resume(struct model *model, const struct event *event)
{
    struct task *task = task_of(model, event->task);

    if (task->handlers == 0)
        return;
    struct wait before = task->interrupted[--task->handlers];
    if (before.op == OP_NONE)
        return;
    struct event again = *event;
    again.operation.op = before.op;
    again.operation.stage = STAGE_WANTS;
    again.operation.object = before.object;
    again.operation.other = before.other;
    again.operation.site = before.site;
    again.operation.value = before.value;
    wait_resume(model, &again, &before);
}

/* ---- Processes. ---- */

static bool is_end(int status)
{
    return WIFEXITED(status) || WIFSIGNALED(status);
}

static void apply_to_process(struct model *model, const struct event *event)
{
    uint32_t own = task_of(model, event->task)->process;
    struct process *process = process_of(model, own);
    enum operation op = event->operation.op;

    switch (operation_effect(op)) {
    case EFFECT_EXEC:
        if (process && event->operation.text)
            process->program = event->operation.text;
        break;
    case EFFECT_EXIT:
        if (process && process->state == PROCESS_RUNNING) {
            process->state = PROCESS_EXITING;
            process->status = (int)(event->operation.value & 0xff) << 8;
        }
        break;
    case EFFECT_CRASH:
        if (process) {
            process->crash_signal = (int)event->operation.value;
            process->crash_site = event->operation.site;
        }
        finding_add(model, op == OP_ASSERT ? VERDICT_ASSERTION : VERDICT_CRASH,
                    event, 0);
        break;
    case EFFECT_NONE:
        if (process && op == OP_TIMER)
            process->timers = true;
        break;
    case EFFECT_REAP:
        if (is_end((int)event->operation.value))
            process_end(model, event->operation.other,
                        (int)event->operation.value, false, event);
        break;
    default:
        break;
    }
}

/* ---- Tasks. ---- */

void lifecycle_apply(struct model *model, const struct event *event)
{
    struct task *other = task_of(model, event->operation.other);
    bool did = event->operation.stage == STAGE_DID;

    if (!did)
        return;
    switch (operation_effect(event->operation.op)) {
    case EFFECT_END:
        note_held_at_end(model, event);
        task_end(model, event->task, event);
        break;
    case EFFECT_JOIN:
        if (other) {
            task_end(model, event->operation.other, event);
            other->joined = true;
        }
        break;
    case EFFECT_DETACH:
        if (other)
            other->detached = true;
        break;
    case EFFECT_NAME:
        if (other && event->operation.text)
            other->name = event->operation.text;
        break;
    case EFFECT_LEAVE:
        resume(model, event);
        break;
    default:
        apply_to_process(model, event);
        break;
    }
}

static bool has_zombie(const struct model *model, uint32_t parent)
{
    for (uint32_t id = 1; id <= model->process_count; id++) {
        const struct process *child = &model->processes[id - 1];

        if (child->parent == parent && child->state == PROCESS_ZOMBIE)
            return true;
    }
    return false;
}

bool lifecycle_must_wait(const struct model *model, const struct event *event)
{
    const struct task *other = model_task(model, event->operation.other);
    const struct process *child = model_process(model, event->operation.other);

    switch (operation_effect(event->operation.op)) {
    case EFFECT_JOIN: /* Of oneself it is refused (pthread_join(3)). */
        return event->operation.other != event->task &&
               (!other || task_is_alive(other));
    case EFFECT_REAP:
        if (child)
            return child->state != PROCESS_ZOMBIE &&
                   child->state != PROCESS_ENDED;
        return !has_zombie(model, model_task(model, event->task)->process);
    case EFFECT_SLEEP: /* For a signal, a connection, one of many. */
        return event->operation.op != OP_SLEEP;
    default:
        return false;
    }
}
