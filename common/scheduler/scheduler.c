/* scheduler.c - tasks, processes and objects come, go and are found. */
#include "scheduler/inside.h"

#include "trace/object.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>

void scheduler_reset(struct scheduler *s)
{
    for (uint32_t i = 0; i < s->object_count; i++)
        s->objects[s->used[i]].key = 0;
    for (uint32_t i = 0; i < s->task_count; i++)
        s->tasks[i].phase = SCHEDULED_NOT;
    s->now_ns = 0;
    s->task_count = 0;
    s->alive = 0;
    s->unawaited = 0;
    s->waits = 0;
    s->object_count = 0;
    s->process_count = 0;
    s->signal_count = 0;
    s->timer_count = 0;
    s->stopped = 0;
    s->random = 0;
    s->moves = 0;
    s->changes = 0;
    s->returns = 0;
    s->takes = 0;
    s->any_spins = false;
    s->stirs++;
}

void scheduler_add_task(struct scheduler *s, unsigned index, uint32_t birth,
                        uint32_t process)
{
    struct scheduled *task = &s->tasks[index];

    /* In parts that processors clear at once. */
    memset(task, 0, offsetof(struct scheduled, want));
    task->want = (struct want){.until_ns = NEVER};
    atomic_store_explicit(&task->go, GO_NOT, memory_order_relaxed);
    task->alternative = 0;
    task->birth = birth;
    task->phase = SCHEDULED_COMING;
    task->process = process;
    if (index >= s->task_count)
        s->task_count = index + 1;
    s->alive++;
    s->stirs++;
    if (process)
        s->processes[process - 1].alive++;
}

unsigned scheduler_find_task(const struct scheduler *s, uint64_t birth)
{
    for (unsigned i = 0; i < s->task_count; i++) {
        if (s->tasks[i].birth == birth && s->tasks[i].phase != SCHEDULED_NOT)
            return i;
    }
    return SCHEDULER_TASKS;
}

/* ---- Objects: a hash table with linear probing. ---- */

static uint32_t start_of(uint32_t process, uint64_t key)
{
    uint64_t mixed =
        (key ^ (uint64_t)process << 48) * UINT64_C(0x9e3779b97f4a7c15);

    return (uint32_t)(mixed >> 32) & (SCHEDULER_OBJECTS - 1);
}

static uint32_t after(uint32_t at)
{
    return (at + 1) & (SCHEDULER_OBJECTS - 1);
}

/* It is as if new, or nobody is left who knows it. */
static bool is_forgotten(const struct scheduler *s,
                         const struct scheduled_object *object)
{
    if (object->process && s->processes[object->process - 1].ended)
        return true;
    return object->owner == 0 && object->count == 0 && object->value == 0 &&
           (object->state == 0 ||
            (object->kind != KIND_ONCE && object->state == STATE_DESTROYED)) &&
           !object->owner_died && !object->unusable;
}

/* Those after it that it stood in the way of move up. */
static void take_out(struct scheduler *s, uint32_t hole)
{
    for (uint32_t at = after(hole); s->objects[at].key; at = after(at)) {
        const struct scheduled_object *object = &s->objects[at];
        uint32_t start = start_of(object->process, object->key);

        if (((at - start) & (SCHEDULER_OBJECTS - 1)) <
            ((at - hole) & (SCHEDULER_OBJECTS - 1)))
            continue;
        s->objects[hole] = *object;
        hole = at;
    }
    s->objects[hole] = (struct scheduled_object){0};
    s->object_count--;
}

void scheduler_make_room(struct scheduler *s)
{
    for (uint32_t at = 0; at < SCHEDULER_OBJECTS;) {
        if (s->objects[at].key && is_forgotten(s, &s->objects[at]))
            take_out(s, at); /* Another may stand here now. */
        else
            at++;
    }
}

struct scheduled_object *scheduler_object(struct scheduler *s, uint32_t process,
                                          uint64_t key, enum kind kind)
{
    uint32_t owner = object_is_private(key) ? process : 0;
    uint32_t at = start_of(owner, key);

    for (;;) {
        struct scheduled_object *object = &s->objects[at];

        if (object->key == key && object->process == owner &&
            object->kind == kind)
            return object;
        if (object->key == 0) {
            if (s->object_count >= SCHEDULER_OBJECTS * 3 / 4)
                return NULL;
            s->used[s->object_count++] = (uint16_t)at;
            *object = (struct scheduled_object){
                .key = key, .process = owner, .kind = (uint8_t)kind};
            return object;
        }
        at = after(at);
    }
}

/* ---- Processes. ---- */

static void copy_objects(struct scheduler *s, uint32_t parent, uint32_t child,
                         uint32_t from, uint32_t birth)
{
    uint32_t count = s->object_count;

    for (uint32_t i = 0; i < count; i++) {
        struct scheduled_object original = s->objects[s->used[i]];

        if (original.key == 0 || original.process != parent)
            continue;
        struct scheduled_object *copy =
            scheduler_object(s, child, original.key, (enum kind)original.kind);
        if (!copy)
            return;
        *copy = original;
        copy->process = child;
        if (copy->owner == from)
            copy->owner = birth;
    }
}

uint32_t scheduler_add_process(struct scheduler *s, uint32_t birth, int32_t pid,
                               uint32_t parent, uint32_t from)
{
    if (s->process_count == SCHEDULER_PROCESSES)
        return 0;
    uint32_t number = ++s->process_count;
    if (s->object_count >= SCHEDULER_OBJECTS / 2)
        scheduler_make_room(s);
    s->processes[number - 1] = (struct scheduled_process){
        .birth = birth, .pid = pid, .parent = parent};
    if (parent) {
        s->processes[number - 1].handled = s->processes[parent - 1].handled;
        s->processes[number - 1].ignored = s->processes[parent - 1].ignored;
        copy_objects(s, parent, number, from, birth);
    }
    return number;
}

void scheduler_remove_task(struct scheduler *s, unsigned index)
{
    struct scheduled *task = &s->tasks[index];

    if (task->phase == SCHEDULED_NOT || task->phase == SCHEDULED_GONE)
        return;
    bool was_there = task->phase != SCHEDULED_COMING;
    task->phase = SCHEDULED_GONE;
    s->alive--;
    s->stirs++;
    s->unawaited += was_there;
    if (task->process) {
        s->processes[task->process - 1].alive--;
        s->processes[task->process - 1].unawaited += was_there;
    }
    for (uint32_t i = 0; i < s->object_count; i++) {
        struct scheduled_object *object = &s->objects[s->used[i]];

        if (object->owner == task->birth && object->kind == KIND_MUTEX &&
            (object->type & MUTEX_ROBUST)) {
            object->owner = 0;
            object->count = 0;
            object->owner_died = true;
        }
    }
}

void scheduler_end_process(struct scheduler *s, uint32_t process)
{
    s->processes[process - 1].exiting = true;
    scheduler_stop(s, process, false);
    for (unsigned i = 0; i < s->task_count; i++) {
        if (s->tasks[i].process == process)
            scheduler_remove_task(s, i);
    }
}

void scheduler_await_process(struct scheduler *s, int32_t pid)
{
    for (uint32_t i = 0; i < s->process_count; i++) {
        struct scheduled_process *process = &s->processes[i];

        if (process->pid != pid || process->alive > 0)
            continue;
        s->unawaited -= process->unawaited;
        process->unawaited = 0;
    }
}

/* Its objects keep their places, so that others are still found. */
void scheduler_exec(struct scheduler *s, uint32_t process, uint32_t birth)
{
    struct scheduled_process *found = &s->processes[process - 1];

    scheduler_end_process(s, process);
    s->stirs++;
    found->exiting = false;
    found->replaced = true;
    found->birth = birth;
    found->handled = 0;
    for (uint32_t i = 0; i < s->object_count; i++) {
        struct scheduled_object *object = &s->objects[s->used[i]];

        if (object->key && object->process == process) {
            *object = (struct scheduled_object){
                .key = object->key, .process = process, .kind = object->kind};
        }
    }
}

uint32_t scheduler_process(const struct scheduler *s, int32_t pid)
{
    for (uint32_t i = 0; i < s->process_count; i++) {
        if (s->processes[i].pid == pid && !s->processes[i].ended)
            return i + 1;
    }
    return 0;
}
