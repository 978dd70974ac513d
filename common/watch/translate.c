/* translate.c - giving numbers and names to what records speak of. */
#include "watch/translate.h"

#include "must.h"
#include "trace/object.h"
#include "watch/name.h"
#include "watch/source.h"
#include "watch/symbols.h"
#include "watch/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TEXT_AT_MOST = 8 * RECORD_TEXT,
    COPIES_AT_MOST = 64, /* Objects of a parent copied into a forked child. */
    BIRTHS_AT_MOST = 1 << 20,
    OBJECTS_AT_MOST = 1 << 20
};

struct known_object {
    uint64_t key;
    uint32_t process; /* 0: shared. */
    enum kind kind;
    bool destroyed;
};

/* Text records and halves of pairs, until the record they belong to. */
struct pending {
    char text[TEXT_AT_MOST + 1];
    size_t text_length;
    uint32_t first_socket;
    int32_t first_descriptor;
};

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

struct translator {
    struct area *area;
    struct trace *trace;
    struct symbols *symbols;
    struct sources *sources;
    struct namer *namer;

    struct known_task *tasks; /* [id - 1] in all three. */
    struct known_process *processes;
    struct known_object *objects;
    uint32_t task_count;
    uint32_t process_count;
    uint32_t object_count;
    uint32_t site_count;
    uint32_t kind_counts[KIND_COUNT];

    struct table births; /* (birth, 0) to task. */
    struct table keys;   /* (key, process and class) to object. */
    struct table sites;  /* (return address, image) to site. */
    struct table files;  /* (address of the name, 0): text was told. */
    uint32_t slot_births[AREA_SLOTS];
    struct pending pending[AREA_SLOTS];
};

struct translator *translator_new(struct area *area, struct trace *trace)
{
    struct translator *t = must_allocate(1, sizeof *t);

    t->area = area;
    t->trace = trace;
    t->symbols = symbols_new();
    t->sources = sources_new();
    t->namer = namer_new(t->symbols, t->sources);
    return t;
}

void translator_free(struct translator *t)
{
    if (!t)
        return;
    namer_free(t->namer);
    sources_free(t->sources);
    symbols_free(t->symbols);
    table_fini(&t->births);
    table_fini(&t->keys);
    table_fini(&t->sites);
    table_fini(&t->files);
    free(t->tasks);
    free(t->processes);
    free(t->objects);
    free(t);
}

uint32_t translator_task_count(const struct translator *t)
{
    return t->task_count;
}

uint32_t translator_process_count(const struct translator *t)
{
    return t->process_count;
}

struct known_task *translator_task(struct translator *t, uint32_t id)
{
    MUST(id > 0 && id <= t->task_count);
    return &t->tasks[id - 1];
}

struct known_process *translator_process(struct translator *t, uint32_t id)
{
    MUST(id > 0 && id <= t->process_count);
    return &t->processes[id - 1];
}

uint32_t translator_process_of(const struct translator *t, pid_t pid)
{
    for (uint32_t id = t->process_count; id > 0; id--) {
        if (t->processes[id - 1].pid == pid && !t->processes[id - 1].reaped)
            return id;
    }
    return 0;
}

/* The newest event's time: new definitions come no earlier. */
static uint64_t latest(const struct translator *t)
{
    size_t length = trace_length(t->trace);

    return length ? trace_at(t->trace, length - 1)->time_ns : 0;
}

/* Times in a trace never go back. */
static void tell(struct translator *t, struct event *event)
{
    if (event->time_ns < latest(t))
        event->time_ns = latest(t);
    trace_append(t->trace, event);
}

/* ---- Processes and tasks. ---- */

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

static uint32_t meet_process(struct translator *t, pid_t pid, uint32_t parent,
                             const char *program)
{
    t->processes =
        must_resize(t->processes, t->process_count + 1, sizeof *t->processes);
    t->processes[t->process_count++] = (struct known_process){.pid = pid};
    struct event event = {.type = EVENT_PROCESS,
                          .process = {t->process_count, parent, pid, program}};
    tell(t, &event);
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

    tell(t, &event);
}

/* Private objects look the same in a forked child, in the state they had: a
   lock that was held stays held, by a thread that is not there. */
static void copy_objects(struct translator *t, uint32_t from, uint32_t to)
{
    uint32_t copied = 0;
    uint32_t count = t->object_count;

    for (uint32_t i = 0; i < count && copied < COPIES_AT_MOST; i++) {
        struct known_object original = t->objects[i];

        if (original.process != from || original.destroyed ||
            object_is_inode(original.key) || t->object_count >= OBJECTS_AT_MOST)
            continue;
        t->objects =
            must_resize(t->objects, t->object_count + 1, sizeof *t->objects);
        original.process = to;
        t->objects[t->object_count++] = original;
        table_set(&t->keys, original.key, (uint64_t)to << 1, t->object_count);
        struct event event = {.type = EVENT_OBJECT,
                              .object = {.id = t->object_count,
                                         .kind = original.kind,
                                         .process = to,
                                         .origin = i + 1,
                                         .name = ""}};
        tell(t, &event);
        copied++;
    }
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
    return meet_process(t, slot->pid, parent_of(t, slot),
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
    tell(t, &event);
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
    if (is_first_task(slot) && creator)
        copy_objects(t, translator_task(t, creator)->process, process);
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
static uint32_t task_of_birth(struct translator *t, uint64_t birth)
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
    tell(t, &event);
}

void translator_process_ended(struct translator *t, uint32_t id, int status,
                              bool zombie, uint64_t time_ns)
{
    struct known_process *process = translator_process(t, id);

    if (process->reaped)
        return;
    process->ended = true;
    process->reaped = !zombie;
    for (uint32_t task = 1; task <= t->task_count; task++) {
        if (t->tasks[task - 1].process == id)
            t->tasks[task - 1].ended = true;
    }
    process->tasks = 0;
    struct event event = {
        .time_ns = time_ns, .type = EVENT_ENDED, .ended = {id, status, zombie}};
    tell(t, &event);
}

/* ---- Sites. ---- */

static void tell_source(struct translator *t, const char *file)
{
    const char *kept = trace_string(t->trace, file);

    if (!*file || table_find(&t->files, (uintptr_t)kept, 0))
        return;
    table_set(&t->files, (uintptr_t)kept, 0, 1);
    const char *text = sources_text(t->sources, file);
    if (!text)
        return;
    struct event event = {.type = EVENT_SOURCE, .source = {file, text}};
    tell(t, &event);
}

static uint32_t site_of(struct translator *t, unsigned image,
                        uint64_t return_address)
{
    if (return_address == 0)
        return 0;
    uint32_t id = table_find(&t->sites, return_address, image);
    if (id)
        return id;
    struct place place = symbols_place(t->symbols, image, return_address);
    tell_source(t, place.file);
    id = ++t->site_count;
    table_set(&t->sites, return_address, image, id);
    struct event event = {.type = EVENT_SITE,
                          .site = {id, place.line, place.file, place.function}};
    tell(t, &event);
    return id;
}

/* ---- Objects. ---- */

static enum kind kind_of(enum operation op, uint64_t key)
{
    enum kind kind = operation_kind(op);

    if (kind != KIND_DESCRIPTOR)
        return kind;
    unsigned inode_kind = object_is_inode(key) ? object_inode_kind(key) : 0;
    return inode_kind < KIND_COUNT ? (enum kind)inode_kind : KIND_NONE;
}

static void name_object(struct translator *t, const struct known_object *object,
                        unsigned image, uint64_t return_address,
                        const char *told, char *name, size_t size)
{
    if (told && *told) {
        snprintf(name, size, "%s", told);
        return;
    }
    struct naming naming = {
        .kind = object->kind,
        .image = image,
        .process = object->process,
        .address = object_is_private(object->key) ? object->key : 0,
        .used_from = return_address,
    };
    if (return_address)
        naming.place = symbols_place(t->symbols, image, return_address);
    namer_find(t->namer, &naming, name, size);
}

static uint32_t meet_object(struct translator *t, struct known_object object,
                            unsigned image, uint64_t return_address,
                            const char *told)
{
    char name[160];

    if (t->object_count >= OBJECTS_AT_MOST)
        return 0;
    t->objects =
        must_resize(t->objects, t->object_count + 1, sizeof *t->objects);
    t->objects[t->object_count++] = object;
    name_object(t, &object, image, return_address, told, name, sizeof name);
    struct event event = {.type = EVENT_OBJECT,
                          .object = {.id = t->object_count,
                                     .kind = object.kind,
                                     .process = object.process,
                                     .number = ++t->kind_counts[object.kind],
                                     .name = name}};
    tell(t, &event);
    return t->object_count;
}

static bool makes_anew(enum operation op)
{
    return operation_effect(op) == EFFECT_INIT && op != OP_SEMAPHORE_OPEN &&
           op != OP_QUEUE_OPEN;
}

static uint32_t object_of(struct translator *t, uint32_t process,
                          unsigned image, const struct record *record,
                          const char *told)
{
    enum operation op = (enum operation)RECORD_OPERATION(record);
    struct known_object object = {.key = record->object,
                                  .kind = kind_of(op, record->object)};

    if (object.key == 0 || object.kind == KIND_NONE ||
        object.kind == KIND_TASK || object.kind == KIND_PROCESS)
        return 0;
    if (object_is_private(object.key))
        object.process = process;
    /* A region and the lock at its start have one address but are two. */
    uint64_t space =
        (uint64_t)object.process << 1 | (object.kind == KIND_MEMORY);
    uint32_t id = table_find(&t->keys, object.key, space);
    struct known_object *known = id ? &t->objects[id - 1] : NULL;
    if (known && known->kind == object.kind &&
        !(makes_anew(op) && RECORD_STAGE(record) == STAGE_DID))
        return id;
    id = meet_object(t, object, image, RECORD_ADDRESS(record), told);
    if (id)
        table_set(&t->keys, object.key, space, id);
    return id;
}

/* The object with a key, where it is known already. */
static uint32_t known_object(const struct translator *t, uint32_t process,
                             uint64_t key)
{
    uint32_t owner = object_is_private(key) ? process : 0;

    return key ? table_find(&t->keys, key, (uint64_t)owner << 1) : 0;
}

/* ---- Operations. ---- */

/* The second thing an operation is about: a task or a process. */
static uint32_t other_of(struct translator *t, uint32_t process,
                         const struct record *record, const char *program)
{
    enum operation op = (enum operation)RECORD_OPERATION(record);
    pid_t pid = (pid_t)record->object;

    if (operation_kind(op) == KIND_TASK)
        return task_of_birth(t, record->object);
    if (operation_kind(op) != KIND_PROCESS || record->object == 0)
        return 0;
    uint32_t other = translator_process_of(t, pid);
    if (!other && operation_effect(op) == EFFECT_FORK && pid > 0)
        other = meet_process(t, pid, process, program);
    return other;
}

static void note_reaped(struct translator *t, const struct event *event)
{
    if (operation_effect(event->operation.op) != EFFECT_REAP ||
        event->operation.stage != STAGE_DID || event->operation.other == 0)
        return;
    struct known_process *child = translator_process(t, event->operation.other);
    int status = (int)event->operation.value;
    if ((status & 0xff) != 0x7f && status != 0xffff) {
        child->ended = true;
        child->reaped = true;
    }
}

/* Two records make one event: the first end's is kept for the second's. */
static bool is_half_a_pair(struct pending *pending, struct event *event)
{
    if (event->operation.op != OP_SOCKET_PAIR)
        return false;
    if (event->operation.stage == STAGE_WANTS) {
        pending->first_socket = event->operation.object;
        pending->first_descriptor = (int32_t)event->operation.value;
        return true;
    }
    event->operation.other = pending->first_socket;
    event->operation.value =
        (int64_t)((uint64_t)(uint32_t)event->operation.value << 32 |
                  (uint32_t)pending->first_descriptor);
    return false;
}

static void operation(struct translator *t, unsigned slot, uint32_t id,
                      const struct record *record, uint64_t time_ns)
{
    struct pending *pending = &t->pending[slot];
    struct known_task task = *translator_task(t, id);
    unsigned image = translator_process(t, task.process)->image;
    enum operation op = (enum operation)RECORD_OPERATION(record);
    const char *text = pending->text_length ? pending->text : NULL;

    struct event event = {
        .time_ns = time_ns,
        .type = EVENT_OPERATION,
        .task = id,
        .operation = {
            .op = op,
            .stage = (enum stage)RECORD_STAGE(record),
            .object = object_of(t, task.process, image, record, text),
            .other = other_of(t, task.process, record, text ? text : ""),
            .site = site_of(t, image, RECORD_ADDRESS(record)),
            .value = record->value,
            .text = text,
        }};
    pending->text_length = 0;
    if (operation_effect(op) == EFFECT_AWAIT &&
        event.operation.stage != STAGE_FAILED) {
        event.operation.other =
            known_object(t, task.process, (uint64_t)record->value);
        event.operation.value = 0;
    }
    if (is_half_a_pair(pending, &event))
        return;
    if (operation_effect(op) == EFFECT_DESTROY && event.operation.object &&
        event.operation.stage == STAGE_DID)
        t->objects[event.operation.object - 1].destroyed = true;
    note_reaped(t, &event);
    if (op == OP_END)
        translator_task_ended(t, id, time_ns);
    else
        tell(t, &event);
}

static void holds(struct translator *t, uint32_t id,
                  const struct record *record, uint64_t time_ns)
{
    uint32_t object =
        known_object(t, translator_task(t, id)->process, record->object);
    struct event event = {
        .time_ns = time_ns, .type = EVENT_HOLDS, .task = id, .holds = {object}};

    if (object)
        tell(t, &event);
}

void translator_lost(struct translator *t, unsigned slot, uint64_t count,
                     uint64_t time_ns)
{
    uint32_t id = translator_meet(t, slot);
    struct event event = {
        .time_ns = time_ns, .type = EVENT_LOST, .task = id, .lost = {count}};

    if (id)
        tell(t, &event);
}

void translator_record(struct translator *t, unsigned slot,
                       const struct record *record, uint64_t time_ns)
{
    uint32_t id = translator_meet(t, slot);
    struct pending *pending = &t->pending[slot];
    unsigned op = RECORD_OPERATION(record);

    if (!id || op >= OP_COUNT || RECORD_STAGE(record) >= STAGE_COUNT)
        return;
    switch (op) {
    case OP_NONE:
        break;
    case OP_TEXT:
        for (size_t i = 0; i < RECORD_TEXT && record->text[i] &&
                           pending->text_length < TEXT_AT_MOST;
             i++)
            pending->text[pending->text_length++] = record->text[i];
        pending->text[pending->text_length] = '\0';
        break;
    case OP_LOST:
        pending->text_length = 0;
        translator_lost(t, slot, (uint64_t)record->value, time_ns);
        break;
    case OP_HOLDS:
        holds(t, id, record, time_ns);
        break;
    default:
        operation(t, slot, id, record, time_ns);
    }
}
