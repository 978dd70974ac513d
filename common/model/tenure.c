/* tenure.c - who had a lock, how often and for how long.

   A lock can be made of a condition and its mutex, as a global interpreter
   lock is: who leaves the mutex without having signalled the condition has
   entered, and whoever signals it has left. */
#include "model/change.h"

#include <errno.h>

/* Its place among the task's; their number: there is none. */
static unsigned place_of(const struct task *task, uint32_t object)
{
    unsigned at = 0;

    while (at < task->tenure_count && task->tenures[at].object != object)
        at++;
    return at;
}

/* NULL: the task had too many others before. */
static struct tenure *tenure_of(struct task *task, uint32_t object)
{
    unsigned at = place_of(task, object);

    if (at == TENURES)
        return NULL;
    if (at == task->tenure_count)
        task->tenures[task->tenure_count++] = (struct tenure){.object = object};
    return &task->tenures[at];
}

static void leave(struct model *model, uint32_t id, uint64_t now_ns)
{
    struct object *object = object_of(model, id);
    struct task *owner = task_of(model, object->owner);
    struct tenure *tenure = owner ? tenure_of(owner, id) : NULL;

    if (!owner)
        return;
    object->left_by = object->owner;
    object->left_ns = now_ns;
    object->owner = 0;
    if (tenure)
        tenure->ns += now_ns - object->owned_since_ns;
}

static void enter(struct model *model, uint32_t id, uint32_t by,
                  uint64_t now_ns)
{
    struct object *object = object_of(model, id);
    struct tenure *tenure = tenure_of(task_of(model, by), id);

    if (object->owner == by)
        return;
    leave(model, id, now_ns);
    object->handovers += object->last_owner && object->last_owner != by;
    object->owner = object->last_owner = by;
    object->owned_since_ns = now_ns;
    if (tenure)
        tenure->times++;
}

static void leave_if_owner(struct model *model, uint32_t id,
                           const struct event *event)
{
    const struct object *object = model_object(model, id);

    if (object && object->owner == event->task)
        leave(model, id, event->time_ns);
}

/* The mutex that it took last; 0: it holds none. */
static uint32_t newest_mutex(const struct model *model, const struct task *task)
{
    for (unsigned i = task->hold_count; i > 0; i--) {
        uint32_t id = task->holds[i - 1].object;

        if (model_object(model, id)->kind == KIND_MUTEX)
            return id;
    }
    return 0;
}

/* They are known to make a lock from the first wait or signal on. Whoever left
   the mutex before that has had the lock since. */
static void pair_up(struct model *model, uint32_t mutex, uint32_t condition)
{
    struct object *object = object_of(model, mutex);
    const struct task *first = model_task(model, object->left_by);

    if (object->partner == 0 && first && task_is_alive(first) &&
        model_object(model, condition)->last_owner == 0)
        enter(model, condition, object->left_by, object->left_ns);
    object->partner = condition;
}

/* What is signalled without a mutex is no lock. */
static void note_signal(struct model *model, const struct event *event)
{
    uint32_t id = event->operation.object;
    uint32_t mutex = newest_mutex(model, task_of(model, event->task));

    if (!mutex || object_of(model, id)->kind != KIND_CONDITION)
        return;
    pair_up(model, mutex, id);
    object_of(model, id)->signaller = event->task;
    leave(model, id, event->time_ns);
}

static void note_release(struct model *model, const struct event *event)
{
    uint32_t id = event->operation.object;
    const struct object *object = model_object(model, id);
    struct object *condition = object_of(model, object->partner);

    if (task_hold(model_task(model, event->task), id))
        return;
    leave_if_owner(model, id, event);
    if (condition && condition->signaller == event->task)
        condition->signaller = 0;
    else if (condition)
        enter(model, object->partner, event->task, event->time_ns);
}

/* Who waits on a condition gives its mutex back, and has it again later. */
static void note_wait(struct model *model, const struct event *event)
{
    uint32_t mutex = event->operation.other;
    struct object *condition = object_of(model, event->operation.object);
    struct tenure *tenure;

    if (condition->kind != KIND_CONDITION || !model_object(model, mutex))
        return;
    pair_up(model, mutex, event->operation.object);
    if (event->operation.stage == STAGE_WANTS) {
        leave_if_owner(model, mutex, event);
        return;
    }
    enter(model, mutex, event->task, event->time_ns);
    if (event->operation.stage == STAGE_DID ||
        event->operation.value != ETIMEDOUT)
        return;
    condition->requests++;
    tenure = tenure_of(task_of(model, event->task), event->operation.object);
    if (tenure)
        tenure->requests++;
}

void tenure_apply(struct model *model, const struct event *event)
{
    if (!object_of(model, event->operation.object))
        return;
    if (operation_effect(event->operation.op) == EFFECT_AWAIT) {
        note_wait(model, event);
        return;
    }
    if (event->operation.stage != STAGE_DID)
        return;
    switch (operation_effect(event->operation.op)) {
    case EFFECT_ACQUIRE:
        enter(model, event->operation.object, event->task, event->time_ns);
        break;
    case EFFECT_RELEASE:
        note_release(model, event);
        break;
    case EFFECT_NOTIFY:
    case EFFECT_NOTIFY_ALL:
        note_signal(model, event);
        break;
    default:
        break;
    }
}

void tenure_end(struct model *model, uint32_t task, uint64_t now_ns)
{
    const struct task *ended = task_of(model, task);

    for (unsigned i = 0; i < ended->tenure_count; i++) {
        uint32_t id = ended->tenures[i].object;

        if (object_of(model, id)->owner == task)
            leave(model, id, now_ns);
    }
}

const struct tenure *task_tenure(const struct task *task, uint32_t object)
{
    unsigned at = place_of(task, object);

    return at < task->tenure_count ? &task->tenures[at] : NULL;
}

uint64_t task_owned_ns(const struct model *model, uint32_t id, uint32_t object)
{
    const struct tenure *tenure = task_tenure(model_task(model, id), object);
    const struct object *owned = model_object(model, object);

    if (!tenure)
        return 0;
    return tenure->ns +
           (owned->owner == id ? model->time_ns - owned->owned_since_ns : 0);
}

bool model_knows_tenures(const struct model *model)
{
    return model->timed && model->lost == 0;
}
