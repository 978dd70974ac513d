/* holding.c - who holds what: locks, semaphores, conditions, barriers. */
#include "model/change.h"

#include <errno.h>

/* ---- Holds. ---- */

static struct hold *hold_of(struct task *task, uint32_t object)
{
    for (unsigned i = 0; i < task->hold_count; i++) {
        if (task->holds[i].object == object)
            return &task->holds[i];
    }
    return NULL;
}

void hold_add(struct model *model, uint32_t id, uint32_t object, bool shared,
              const struct event *event)
{
    struct task *task = task_of(model, id);
    struct object *held = object_of(model, object);

    if (!task || !held)
        return;
    struct hold *hold = hold_of(task, object);
    if (hold) {
        hold->count++;
        return;
    }
    if (task->hold_count == HOLDS)
        return;
    task->holds[task->hold_count++] = (struct hold){
        .object = object,
        .count = 1,
        .site = event->type == EVENT_OPERATION ? event->operation.site : 0,
        .shared = shared,
        .since_ns = event->time_ns};
    held->holders++;
    held->left_held = false;
}

/* Takes the hold away whole. */
static void drop(struct model *model, uint32_t id, uint32_t object)
{
    struct task *task = task_of(model, id);
    struct hold *hold = task ? hold_of(task, object) : NULL;
    struct object *held = object_of(model, object);

    if (!hold)
        return;
    *hold = task->holds[--task->hold_count];
    if (held && held->holders > 0)
        held->holders--;
}

void hold_drop_all(struct model *model, uint32_t id)
{
    struct task *task = task_of(model, id);

    while (task && task->hold_count > 0)
        drop(model, id, task->holds[0].object);
}

void hold_drop_files(struct model *model, uint32_t id)
{
    struct task *task = task_of(model, id);

    for (unsigned i = task->hold_count; i > 0; i--) {
        uint32_t held = task->holds[i - 1].object;
        const struct object *object = model_object(model, held);

        if (object && object->kind == KIND_FILE)
            drop(model, id, held);
    }
}

/* Holders the model still believes in, though another task just got the
   object alone: their release went unseen. */
static void drop_others(struct model *model, uint32_t object, uint32_t except)
{
    struct object *held = object_of(model, object);

    for (uint32_t id = 1; held && held->holders > 0 && id <= model->task_count;
         id++) {
        if (id != except)
            drop(model, id, object);
    }
}

static bool is_held_alone(const struct model *model, uint32_t object)
{
    uint32_t holder;

    return model_holders(model, object, &holder, 1) > 0 &&
           !task_hold(model_task(model, holder), object)->shared;
}

static void inherit(struct model *model, uint32_t heir, uint32_t id)
{
    struct object *copy = object_of(model, id);
    const struct event now = {.time_ns = model->time_ns, .type = EVENT_HOLDS};

    hold_add(model, heir, id, copy->inherited_shared, &now);
    struct hold *own = hold_of(task_of(model, heir), id);
    if (own)
        own->count = copy->inherited;
    copy->inherited = 0;
}

/* In a forked child: the copy of a lock that was held is held for ever, by a
   thread that does not exist there, unless it was for reading, which lets other
   readers in; a semaphore keeps its value. What the forking task held the
   child's first task holds, once that is known. */
void hold_copy(struct model *model, uint32_t id, uint32_t forking_task)
{
    struct object *copy = object_of(model, id);
    const struct object *origin = model_object(model, copy->origin);
    const struct process *child = model_process(model, copy->process);

    if (!origin || !child)
        return;
    copy->name = origin->name;
    copy->number = origin->number;
    copy->value = origin->value;
    copy->capacity = origin->capacity;
    copy->made_here = origin->made_here;
    const struct hold *held =
        task_hold(model_task(model, forking_task), copy->origin);
    if (!held) {
        copy->left_held = is_held_alone(model, copy->origin);
        return;
    }
    copy->inherited = held->count;
    copy->inherited_shared = held->shared;
    if (child->main_task)
        inherit(model, child->main_task, id);
}

void hold_inherit(struct model *model, uint32_t first_task)
{
    uint32_t process = task_of(model, first_task)->process;

    for (uint32_t id = 1; id <= model->object_count; id++) {
        const struct object *copy = &model->objects[id - 1];

        if (copy->process == process && copy->inherited)
            inherit(model, first_task, id);
    }
}

/* ---- Must a task wait? ---- */

/* Does whoever gets it next learn that its owner died, instead of waiting? */
static bool is_robust(const struct object *object, const struct event *event)
{
    return object->kind == KIND_MUTEX &&
           (event->operation.value & MUTEX_ROBUST);
}

static bool is_held_by_others(const struct model *model,
                              const struct event *event, bool shared)
{
    uint32_t id = event->operation.object;
    const struct object *object = model_object(model, id);

    if (!object || object->holders == 0)
        return false;
    for (uint32_t i = 1; i <= model->task_count; i++) {
        const struct task *task = &model->tasks[i - 1];
        const struct hold *hold = task_hold(task, id);

        if (hold && !(shared && hold->shared) && i != event->task &&
            (task_is_alive(task) || !is_robust(object, event)))
            return true;
    }
    return false;
}

/* Would a task that holds the object already wait for itself? Recursive and
   error-checking mutexes never let it; a read-write lock does only when a
   reader wants to write; file locks are converted. */
static bool waits_for_itself(const struct model *model,
                             const struct event *event)
{
    const struct object *object = model_object(model, event->operation.object);
    const struct hold *hold =
        task_hold(model_task(model, event->task), event->operation.object);
    int64_t type = event->operation.value & MUTEX_TYPE;

    if (!hold || !object)
        return false;
    switch (object->kind) {
    case KIND_MUTEX:
        return type != MUTEX_RECURSIVE && type != MUTEX_ERROR_CHECKING;
    case KIND_RWLOCK:
        return hold->shared;
    case KIND_SPINLOCK:
        return true;
    default:
        return false;
    }
}

static bool is_held_by_nobody_left(const struct model *model,
                                   const struct event *event)
{
    const struct object *object = model_object(model, event->operation.object);

    return object && object->left_held && object->holders == 0 &&
           object->kind != KIND_FILE && !is_robust(object, event);
}

bool holding_must_wait(const struct model *model, const struct event *event)
{
    const struct object *object = model_object(model, event->operation.object);

    switch (operation_effect(event->operation.op)) {
    case EFFECT_ACQUIRE:
        return is_held_by_others(model, event, false) ||
               is_held_by_nobody_left(model, event) ||
               waits_for_itself(model, event);
    case EFFECT_SHARE:
        return is_held_by_others(model, event, true) ||
               is_held_by_nobody_left(model, event);
    case EFFECT_TAKE:
        return object && object->value <= 0;
    case EFFECT_AWAIT:
        return event->operation.other != 0; /* 0: only announced. */
    case EFFECT_ARRIVE:
        return event->operation.value >= 0 && /* Else only announced. */
               (!object || object->value + 1 < object->capacity ||
                object->capacity == 0);
    default:
        return false;
    }
}

/* ---- Effects. ---- */

/* Under control: those at the barrier, of which the last has come. */
static void let_all_go(struct model *model, const struct event *event)
{
    for (uint32_t id = 1; model->moves > 0 && id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];

        if (task->state == TASK_WAITS &&
            task->wait.object == event->operation.object)
            wait_let_go(model, id, event);
    }
}

/* Under control it is known whom a signal wakes: it needs the mutex now. */
static void wake_waiter(struct model *model, uint32_t id,
                        const struct event *event)
{
    struct task *task = task_of(model, id);
    struct object *condition = object_of(model, event->operation.object);

    if (!task || task->wait.object != event->operation.object)
        return;
    if (condition->kind == KIND_FUTEX) { /* It needs nothing more. */
        wait_let_go(model, id, event);
        return;
    }
    condition->wanted -= condition->wanted > 0;
    task->wait.op = OP_LOCK;
    task->wait.object = task->wait.other;
    task->wait.other = 0;
    struct object *mutex = object_of(model, task->wait.object);
    if (mutex)
        mutex->wanted++;
    stuck_forget(model, id);
}

static void pass_over_waiters(struct model *model, const struct event *event)
{
    for (uint32_t id = 1; id <= model->task_count; id++) {
        struct wait *wait = &task_of(model, id)->wait;

        if (id != event->operation.other &&
            wait->object == event->operation.object &&
            operation_effect(wait->op) == EFFECT_AWAIT)
            wait->passed_over = true;
    }
}

static void wake_waiters(struct model *model, const struct event *event)
{
    bool all = operation_effect(event->operation.op) == EFFECT_NOTIFY_ALL &&
               model->moves > 0;

    wake_waiter(model, event->operation.other, event);
    if (!all && event->operation.other)
        pass_over_waiters(model, event);
    for (uint32_t id = 1; all && id <= model->task_count; id++) {
        if (operation_effect(model->tasks[id - 1].wait.op) == EFFECT_AWAIT)
            wake_waiter(model, id, event);
    }
}

void holding_begin(struct model *model, const struct event *event)
{
    struct object *object = object_of(model, event->operation.object);

    switch (operation_effect(event->operation.op)) {
    case EFFECT_AWAIT:
        drop(model, event->task, event->operation.other);
        break;
    case EFFECT_ARRIVE:
        /* The last of a round opens the barrier: the next comer begins
           another, though not all may have been told yet. */
        if (object && event->operation.value >= 0 &&
            ++object->value >= object->capacity && object->capacity > 0) {
            object->value = 0;
            let_all_go(model, event);
        }
        break;
    default:
        break;
    }
}

static void acquire(struct model *model, const struct event *event, bool shared)
{
    uint32_t id = event->operation.object;
    struct object *object = object_of(model, id);

    if (!shared)
        drop_others(model, id, event->task);
    hold_add(model, event->task, id, shared, event);
    /* A lock on a file is converted, not entered once more (flock(2)). */
    struct hold *hold = hold_of(task_of(model, event->task), id);
    if (hold && object->kind == KIND_FILE) {
        hold->count = 1;
        hold->shared = shared;
    }
    object->acquired++;
    if (event->operation.value == EOWNERDEAD)
        finding_add(model, VERDICT_LEAK, event, 0);
    wait_pass_over(model, id, event);
}

static void release(struct model *model, const struct event *event)
{
    uint32_t id = event->operation.object;
    struct task *task = task_of(model, event->task);
    struct hold *hold = hold_of(task, id);
    struct object *object = object_of(model, id);
    uint32_t holder = 0;

    object->left_held = false;
    if (hold && --hold->count > 0)
        return;
    task->releases[task->release_count++ % RELEASES] =
        (struct release){id, model->operation_events};
    if (hold) {
        drop(model, event->task, id);
        return;
    }
    /* Allowed by nobody, and done all the same. */
    model_holders(model, id, &holder, 1);
    if (!task->uncertain && model->lost == 0 && object->kind == KIND_MUTEX &&
        holder)
        finding_add(model, VERDICT_MISUSE, event, holder);
    drop_others(model, id, 0);
}

static void destroy(struct model *model, const struct event *event)
{
    struct object *object = object_of(model, event->operation.object);

    if (object->holders > 0 && model->lost == 0) {
        uint32_t holder = 0;

        model_holders(model, event->operation.object, &holder, 1);
        finding_add(model, VERDICT_MISUSE, event, holder);
    }
    drop_others(model, event->operation.object, 0);
    object->destroyed = true;
}

/* Those that are in a signal handler wait all the same, under it. */
static bool anyone_waits(const struct model *model, uint32_t object)
{
    uint32_t waiter;

    if (model_waiters(model, object, &waiter, 1) > 0)
        return true;
    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];

        for (unsigned i = 0; i < task->handlers; i++) {
            if (task->interrupted[i].object == object)
                return true;
        }
    }
    return false;
}

static void notify(struct model *model, const struct event *event)
{
    struct object *object = object_of(model, event->operation.object);

    object->signals++;
    if (!anyone_waits(model, event->operation.object)) {
        object->signals_lost++;
        object->lost_at = model->operation_events;
    }
    wake_waiters(model, event);
}

static void init(struct model *model, const struct event *event)
{
    struct object *object = object_of(model, event->operation.object);
    enum operation op = event->operation.op;

    object->destroyed = false;
    /* What has a name, others can find by it. */
    object->made_here = op != OP_SEMAPHORE_OPEN && op != OP_QUEUE_OPEN;
    object->value = event->operation.value;
    if (object->kind == KIND_BARRIER) {
        object->capacity = object->value;
        object->value = 0;
    }
    drop_others(model, event->operation.object, 0);
}

static bool is_for_synchronisation(const struct object *object)
{
    return object->kind >= KIND_MUTEX && object->kind <= KIND_SEMAPHORE;
}

static void refuse(struct model *model, const struct event *event)
{
    const struct object *object = object_of(model, event->operation.object);
    enum effect effect = operation_effect(event->operation.op);
    int error = (int)event->operation.value;

    /* The wait released the mutex, and has it again; EPERM says that it
       never had. */
    if (effect == EFFECT_AWAIT && error != EPERM && object->kind != KIND_FUTEX)
        hold_add(model, event->task, event->operation.other, false, event);
    if (!is_for_synchronisation(object))
        return;
    if (error == EPERM || error == EDEADLK || error == EINVAL ||
        error == EOVERFLOW || (error == EBUSY && effect == EFFECT_DESTROY))
        finding_add(model, VERDICT_MISUSE, event, 0);
}

void holding_apply(struct model *model, const struct event *event)
{
    struct object *object = object_of(model, event->operation.object);

    if (!object || object->kind == KIND_MEMORY)
        return;
    if (event->operation.stage == STAGE_FAILED) {
        refuse(model, event);
        return;
    }
    switch (operation_effect(event->operation.op)) {
    case EFFECT_INIT:
        init(model, event);
        break;
    case EFFECT_DESTROY:
        destroy(model, event);
        break;
    case EFFECT_ACQUIRE:
        acquire(model, event, false);
        break;
    case EFFECT_SHARE:
        acquire(model, event, true);
        break;
    case EFFECT_RELEASE:
        release(model, event);
        break;
    case EFFECT_TAKE:
        object->value -= object->value > 0;
        object->acquired++;
        wait_pass_over(model, event->operation.object, event);
        break;
    case EFFECT_GIVE:
        object->value++;
        break;
    case EFFECT_AWAIT:
        object->acquired++;
        if (object->kind != KIND_FUTEX)
            hold_add(model, event->task, event->operation.other, false, event);
        break;
    case EFFECT_NOTIFY:
    case EFFECT_NOTIFY_ALL:
        notify(model, event);
        break;
    case EFFECT_ARRIVE:
        object->acquired++;
        break;
    default:
        break;
    }
}
