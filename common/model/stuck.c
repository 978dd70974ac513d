/* stuck.c - tasks that can never go on.

   A deadlock is a cycle in the graph of who waits for whom. An edge goes from
   a task that waits, without limit of time, to each task that holds what it
   wants, or that it wants to end. The cycle exists from the moment the last
   of its tasks begins to wait, and so it is looked for then, from that task.

   A wait for a signal or a post has no such edge: anyone might send it. But
   when every task of the program waits, and nothing outside it can be what
   they wait for, nobody will. Then a signal that was sent while nobody waited,
   or that woke another, is a wake-up lost; else it is a deadlock. A signal that
   came before the task last left the mutex is none: it has looked since. */
#include "model/change.h"

#include <string.h>

#define QUIET_NS UINT64_C(300000000) /* All wait, and nothing happens. */

enum { EDGES = 8 }; /* Followed from one task. */

static bool waits_without_limit(const struct task *task)
{
    return task->state == TASK_WAITS && operation_can_wait(task->wait.op);
}

/* The only task of a process: the one whose end is the process's. */
static uint32_t only_task(const struct model *model, uint32_t process)
{
    uint32_t found = 0;

    for (uint32_t id = 1; id <= model->task_count; id++) {
        if (model->tasks[id - 1].process != process ||
            !task_is_alive(&model->tasks[id - 1]))
            continue;
        if (found)
            return 0;
        found = id;
    }
    return found;
}

/* Whom the task waits for; at most EDGES. */
static size_t edges_from(const struct model *model, const struct task *task,
                         uint32_t to[EDGES])
{
    size_t count = 0;

    switch (operation_effect(task->wait.op)) {
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
        count = model_holders(model, task->wait.object, to, EDGES);
        return count < EDGES ? count : EDGES;
    case EFFECT_JOIN:
        to[0] = task->wait.other;
        return task->wait.other != 0;
    case EFFECT_REAP:
        to[0] = only_task(model, task->wait.other);
        return to[0] != 0;
    default:
        return 0;
    }
}

/* A walk along the graph: which tasks it goes through, and which it has been
   to already. */
struct walk {
    const struct model *model;
    uint32_t goal;
    uint32_t path[CYCLE];
    unsigned length;
    unsigned steps; /* Taken in all: bounds the walk in a tangled graph. */
};

enum { STEPS_AT_MOST = 4096 };

static bool leads_back(struct walk *walk, uint32_t id)
{
    const struct task *task = model_task(walk->model, id);
    uint32_t next[EDGES];

    if (!task || !waits_without_limit(task) || walk->length == CYCLE ||
        walk->steps++ > STEPS_AT_MOST)
        return false;
    walk->path[walk->length++] = id;
    size_t count = edges_from(walk->model, task, next);
    for (size_t i = 0; i < count; i++) {
        if (next[i] == walk->goal || leads_back(walk, next[i]))
            return true;
    }
    walk->length--;
    return false;
}

static void add_edge(struct stuck *stuck, uint32_t from, uint32_t object,
                     uint32_t to)
{
    if (stuck->count < CYCLE)
        stuck->edges[stuck->count++] = (struct stuck_edge){from, object, to};
}

static void remember_cycle(struct model *model, const struct walk *walk)
{
    struct stuck *stuck = &model->stuck;

    *stuck =
        (struct stuck){.verdict = VERDICT_DEADLOCK, .since_ns = model->time_ns};
    for (unsigned i = 0; i < walk->length; i++)
        add_edge(stuck, walk->path[i],
                 model_task(model, walk->path[i])->wait.object,
                 walk->path[(i + 1) % walk->length]);
}

/* Can nobody ever give it, because who holds it has ended? */
static bool is_held_by_the_dead(const struct model *model,
                                const struct wait *wait)
{
    const struct object *object = model_object(model, wait->object);
    enum effect effect = operation_effect(wait->op);
    uint32_t holders[EDGES];

    if (!object || object->kind == KIND_FILE ||
        (effect != EFFECT_ACQUIRE && effect != EFFECT_SHARE) ||
        (object->kind == KIND_MUTEX && (wait->value & MUTEX_ROBUST)))
        return false;
    if (object->holders == 0)
        return object->left_held;
    size_t count = model_holders(model, wait->object, holders, EDGES);
    for (size_t i = 0; i < count && i < EDGES; i++) {
        if (!task_is_alive(model_task(model, holders[i])))
            return true;
    }
    return false;
}

void stuck_look_for_cycle(struct model *model, uint32_t id)
{
    struct walk walk = {.model = model, .goal = id};
    const struct task *task = model_task(model, id);

    if (model->stuck.verdict || !task || !waits_without_limit(task))
        return;
    if (is_held_by_the_dead(model, &task->wait)) {
        model->stuck = (struct stuck){.verdict = VERDICT_DEADLOCK,
                                      .since_ns = model->time_ns};
        add_edge(&model->stuck, id, task->wait.object, 0);
    } else if (leads_back(&walk, id)) {
        remember_cycle(model, &walk);
    }
}

void stuck_forget(struct model *model, uint32_t id)
{
    struct stuck *stuck = &model->stuck;

    for (unsigned i = 0; i < stuck->count; i++) {
        if (stuck->edges[i].from == id) {
            *stuck = (struct stuck){0};
            return;
        }
    }
}

/* That another task or process sends. */
static bool waits_for_signal(const struct task *task)
{
    return task->wait.op == OP_PAUSE || task->wait.op == OP_SIGNAL_WAIT;
}

static bool has_released_since(const struct task *task, uint32_t object,
                               uint64_t since)
{
    for (unsigned i = 0; i < RELEASES; i++) {
        if (task->releases[i].object == object && task->releases[i].at > since)
            return true;
    }
    return false;
}

bool stuck_missed_signal(const struct model *model, const struct task *task)
{
    const struct object *object = model_object(model, task->wait.object);

    if (waits_for_signal(task))
        return task->signals > 0;

    if (!object || !is_signalled(object))
        return false;
    return task->wait.passed_over ||
           (object->signals_lost > 0 &&
            !has_released_since(task, task->wait.other, object->lost_at));
}

/* What others could find by its name, but, under control, nobody has. */
static bool has_only_a_name(const struct object *object)
{
    return object->kind == KIND_SEMAPHORE || object->kind == KIND_MESSAGE_QUEUE;
}

/* Can only this program end the wait? */
static bool waits_within(const struct model *model, const struct task *task,
                         bool controlled)
{
    const struct object *object = model_object(model, task->wait.object);

    switch (operation_effect(task->wait.op)) {
    case EFFECT_JOIN:
    case EFFECT_REAP:
        return true;
    case EFFECT_ACQUIRE:
    case EFFECT_SHARE:
    case EFFECT_AWAIT:
    case EFFECT_ARRIVE:
        return object && object->kind != KIND_FILE;
    case EFFECT_TAKE:
    case EFFECT_GET:
    case EFFECT_PUT:
        return object &&
               (object->made_here || (controlled && has_only_a_name(object)));
    case EFFECT_SLEEP:
        return controlled && waits_for_signal(task);
    default:
        return false;
    }
}

/* Asleep, as far as the kernel has told. */
static bool kernel_agrees(const struct task *task)
{
    return task->kernel_state == 'S' || task->kernel_state == ' ';
}

static bool nobody_can_go_on(const struct model *model, bool controlled)
{
    bool any = false;

    for (uint32_t id = 1; id <= model->process_count; id++) {
        const struct process *process = &model->processes[id - 1];

        if (process->state == PROCESS_ENDED || process->state == PROCESS_ZOMBIE)
            continue;
        if (!process->main_task || process->timers ||
            process->state == PROCESS_EXITING)
            return false;
    }
    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];

        if (!task_is_alive(task))
            continue;
        if (!waits_without_limit(task) || wait_is_over(model, id) ||
            !waits_within(model, task, controlled) || !kernel_agrees(task))
            return false;
        any = true;
    }
    return any;
}

static void look_around(struct model *model, bool controlled)
{
    struct stuck *stuck = &model->stuck;

    if (stuck->verdict || model->unseen || !nobody_can_go_on(model, controlled))
        return;
    *stuck =
        (struct stuck){.verdict = VERDICT_DEADLOCK, .since_ns = model->time_ns};
    for (uint32_t id = 1; id <= model->task_count; id++) {
        const struct task *task = &model->tasks[id - 1];
        uint32_t to[EDGES] = {0};

        if (!task_is_alive(task))
            continue;
        edges_from(model, task, to);
        add_edge(stuck, id, task->wait.object, to[0]);
        if (stuck_missed_signal(model, task))
            stuck->verdict = VERDICT_LOST_WAKEUP;
    }
}

void stuck_look_around(struct model *model)
{
    if (model->time_ns - model->quiet_ns >= QUIET_NS)
        look_around(model, false);
}

void stuck_stand_still(struct model *model)
{
    look_around(model, true);
}
