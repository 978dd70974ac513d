/* acquaint.c - who is who: tasks and processes, and their ends. */
#include "watch/translator.h"

#include "must.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a slot says of its task, copied: the program may change it. */
struct identity {
    uint32_t birth;
    uint32_t creator;
    uint32_t process;
    uint32_t number;
    uint32_t image;
    pid_t pid;
    pid_t parent_pid;
    pid_t tid;
    uint64_t start;
};

static const char *program_of(struct translator *t, uint32_t image)
{
    static char path[AREA_PATH];

    if (image == 0)
        return "";
    snprintf(path, sizeof path, "%.*s", AREA_PATH - 1,
             t->area->images[image].modules[0].path);
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

uint32_t acquaint_process(struct translator *t, pid_t pid, uint32_t parent,
                          const char *program)
{
    t->processes =
        must_resize(t->processes, t->process_count + 1, sizeof *t->processes);
    t->processes[t->process_count++] = (struct known_process){.pid = pid};
    struct event event = {.type = EVENT_PROCESS,
                          .process = {t->process_count, parent, pid, program}};
    translator_tell(t, &event);
    return t->process_count;
}

static void tell_task(struct translator *t, uint32_t id,
                      const struct identity *slot, uint32_t creator)
{
    struct known_task *task = translator_task(t, id);
    struct event event = {
        .type = EVENT_TASK,
        .task = id,
        .defined = {task->process, creator, slot->number, task->tid,
                    symbols_function(t->symbols, slot->image, slot->start)}};

    translator_tell(t, &event);
}

static bool is_first_task(const struct identity *slot)
{
    return slot->process == slot->birth;
}

static uint32_t parent_of(struct translator *t, const struct identity *slot)
{
    uint32_t creator = table_find(&t->births, slot->creator, 0);

    if (creator && is_first_task(slot))
        return translator_task(t, creator)->process;
    return translator_process_of(t, slot->parent_pid);
}

/* The process of a slot's task; introduced where it is new. */
static uint32_t process_for(struct translator *t, const struct identity *slot)
{
    uint32_t first = table_find(&t->births, slot->process, 0);

    if (first)
        return translator_task(t, first)->process;
    uint32_t known = translator_process_of(t, slot->pid);
    if (known && !t->processes[known - 1].ended)
        return known;
    return acquaint_process(t, slot->pid, parent_of(t, slot),
                            program_of(t, slot->image));
}

/* A process that we knew runs another program now: its first task goes on
   under its old number, the others are gone. */
static uint32_t continue_after_exec(struct translator *t, uint32_t process,
                                    const struct identity *slot)
{
    struct known_process *known = translator_process(t, process);
    uint32_t main_task = known->main_task;

    for (uint32_t id = 1; id <= t->task_count; id++) {
        if (id != main_task && t->tasks[id - 1].process == process)
            translator_task_ended(t, id, 0);
    }
    known->birth = slot->birth;
    known->image = slot->image;
    struct event event = {.type = EVENT_OPERATION,
                          .task = main_task,
                          .operation = {.op = OP_EXEC,
                                        .stage = STAGE_DID,
                                        .other = process,
                                        .text = program_of(t, slot->image)}};
    translator_tell(t, &event);
    return main_task;
}

static uint32_t add_task(struct translator *t, uint32_t process,
                         const struct identity *slot)
{
    t->tasks = must_resize(t->tasks, t->task_count + 1, sizeof *t->tasks);
    t->tasks[t->task_count++] =
        (struct known_task){.process = process, .pid = slot->pid};
    translator_process(t, process)->tasks++;
    return t->task_count;
}

static uint32_t introduce(struct translator *t, unsigned number,
                          const struct identity *slot)
{
    if (slot->image > 0 && atomic_load(&t->area->images[slot->image].ready))
        symbols_add_image(t->symbols, slot->image,
                          &t->area->images[slot->image]);
    uint32_t process = process_for(t, slot);
    struct known_process *known = translator_process(t, process);
    uint32_t creator = table_find(&t->births, slot->creator, 0);
    uint32_t id;

    if (is_first_task(slot) && known->main_task && known->birth) {
        id = continue_after_exec(t, process, slot);
    } else {
        id = add_task(t, process, slot);
        if (is_first_task(slot)) {
            known->birth = slot->birth;
            known->main_task = id;
            known->image = slot->image;
        }
    }
    struct known_task *task = translator_task(t, id);
    task->birth = slot->birth;
    task->slot = number;
    task->tid = slot->tid;
    table_set(&t->births, slot->birth, 0, id);
    tell_task(t, id, slot, creator);
    if (is_first_task(slot))
        task->forked_by = creator;
    return id;
}

static struct identity identity_in(const struct slot *slot)
{
    struct identity identity = {
        .birth = slot->birth,
        .creator = slot->creator,
        .process = slot->process,
        .number = slot->number,
        .image = slot->image < AREA_IMAGES ? slot->image : 0,
        .pid = slot->pid,
        .parent_pid = slot->parent_pid,
        .tid = atomic_load(&slot->tid),
        .start = slot->start,
    };

    return identity;
}

uint32_t translator_meet(struct translator *t, unsigned number)
{
    struct identity slot = identity_in(&t->area->slots[number]);
    uint32_t id = table_find(&t->births, slot.birth, 0);

    if (slot.birth == 0 || slot.birth > BIRTHS_AT_MOST)
        return 0;
    if (t->slot_births[number] != slot.birth) {
        t->slot_births[number] = slot.birth;
        t->pending[number] = (struct pending){0};
    }
    if (!id)
        return introduce(t, number, &slot);
    struct known_task *task = translator_task(t, id);
    if (task->tid == 0 && slot.tid != 0) {
        task->tid = slot.tid;
        tell_task(t, id, &slot, table_find(&t->births, slot.creator, 0));
    }
    return id;
}

/* The task with this birth, where its slot can still be found. */
uint32_t translator_task_known(const struct translator *t, uint64_t birth)
{
    return table_find(&t->births, birth, 0);
}

uint32_t translator_task_born(struct translator *t, uint64_t birth)
{
    uint32_t id = table_find(&t->births, birth, 0);

    for (unsigned i = 0; !id && birth && i < AREA_SLOTS; i++) {
        if (t->area->slots[i].birth == birth)
            id = translator_meet(t, i);
    }
    return id;
}

void translator_task_ended(struct translator *t, uint32_t id, uint64_t time_ns)
{
    struct known_task *task = translator_task(t, id);
    struct event event = {
        .time_ns = time_ns,
        .type = EVENT_OPERATION,
        .task = id,
        .operation = {.op = OP_END, .stage = STAGE_DID, .other = id}};

    if (task->ended)
        return;
    task->ended = true;
    translator_process(t, task->process)->tasks--;
    translator_tell(t, &event);
}

void acquaint_ended(struct translator *t, uint32_t id, bool reaped)
{
    struct known_process *process = translator_process(t, id);

    process->ended = true;
    process->reaped = reaped;
    for (uint32_t task = 1; task <= t->task_count; task++) {
        if (t->tasks[task - 1].process == id)
            t->tasks[task - 1].ended = true;
    }
    process->tasks = 0;
}

void translator_process_ended(struct translator *t, uint32_t id, int status,
                              bool zombie, uint64_t time_ns)
{
    if (translator_process(t, id)->reaped)
        return;
    acquaint_ended(t, id, !zombie);
    struct event event = {
        .time_ns = time_ns, .type = EVENT_ENDED, .ended = {id, status, zombie}};
    translator_tell(t, &event);
}
