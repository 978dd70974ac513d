/* translate.c - records become events. */
#include "watch/translator.h"

#include "watch/type.h"
#include "watch/value.h"

#include <stdio.h>
#include <string.h>

/* The second thing an operation is about: a task or a process. */
static uint32_t other_of(struct translator *t, uint32_t process,
                         const struct record *record, const char *program)
{
    enum operation op = (enum operation)RECORD_OPERATION(record);
    pid_t pid = (pid_t)record->object;

    if (operation_kind(op) == KIND_TASK)
        return translator_task_born(t, record->object);
    if (operation_kind(op) != KIND_PROCESS || record->object == 0)
        return 0;
    uint32_t other = translator_process_of(t, pid);
    if (!other && operation_effect(op) == EFFECT_FORK && pid > 0)
        other = acquaint_process(t, pid, process, program);
    return other;
}

static void note_reaped(struct translator *t, const struct event *event)
{
    if (operation_effect(event->operation.op) != EFFECT_REAP ||
        event->operation.stage != STAGE_DID || event->operation.other == 0)
        return;
    int status = (int)event->operation.value;
    if ((status & 0xff) != 0x7f && status != 0xffff)
        acquaint_ended(t, event->operation.other, true);
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

/* "ends[1]", after the pair's first end, "ends[0]"; of all else, what the
   program said. */
static const char *told_name(const struct translator *t,
                             const struct pending *pending,
                             const struct record *record, const char *said,
                             char name[TEXT_AT_MOST])
{
    size_t length;

    if (RECORD_OPERATION(record) != OP_SOCKET_PAIR ||
        RECORD_STAGE(record) != STAGE_DID || !pending->first_socket)
        return said;
    const char *first = t->objects[pending->first_socket - 1].name;
    length = strlen(first);
    if (length < 3 || strcmp(first + length - 3, "[0]") != 0)
        return said;
    snprintf(name, TEXT_AT_MOST, "%.*s[1]", (int)length - 3, first);
    return name;
}

/* What a variable holds, in words; NULL: its value says nothing. Where it is a
   pointer, remembers what it leads to. */
static const char *value_of(struct translator *t, uint32_t id, uint32_t process,
                            unsigned image, const struct record *record,
                            const char *contents, char value[VALUE_AT_MOST])
{
    struct known_object *object = &t->objects[id - 1];
    struct hinted *hinted = namer_hinted(t->namer);
    struct valued valued = {.image = image,
                            .process = process,
                            .type =
                                object->type.known ? &object->type.die : NULL,
                            .hinted = hinted,
                            .contents = contents};
    Dwarf_Die type;

    if (name_is_hidden(object->name))
        return NULL;
    if (!valued.type && object_is_private(record->object) &&
        symbols_type_at(t->symbols, image, record->object, &type))
        valued.type = &type;
    if (valued.type)
        hinted_learn(hinted, process, object->name, valued.type,
                     (uint64_t)record->value);
    value_describe(t->symbols, &valued, record->value, value, VALUE_AT_MOST);
    return value;
}

static void hint(struct pending *pending, const struct record *record)
{
    struct hints *hints = &pending->hints;

    if (hints->count < HINTS)
        hints->at[hints->count++] = (struct hint){
            .op = (enum operation)RECORD_OPERATION(record),
            .stage = (enum stage)RECORD_STAGE(record),
            .where = RECORD_ADDRESS(record),
            .object = record->object,
            .value = (uint64_t)record->value,
        };
}

static void operation(struct translator *t, unsigned slot, uint32_t id,
                      const struct record *record, uint64_t time_ns)
{
    struct pending *pending = &t->pending[slot];
    struct known_task task = *translator_task(t, id);
    unsigned image = translator_process(t, task.process)->image;
    enum operation op = (enum operation)RECORD_OPERATION(record);
    const char *text = pending->text_length ? pending->text : NULL;
    char name[TEXT_AT_MOST];

    struct event event = {
        .time_ns = time_ns,
        .type = EVENT_OPERATION,
        .task = id,
        .operation = {
            .op = op,
            .stage = (enum stage)RECORD_STAGE(record),
            .object = identify_object(t, task.process, image, record,
                                      told_name(t, pending, record, text, name),
                                      &pending->hints),
            .other = other_of(t, task.process, record, text ? text : ""),
            .site = identify_site(t, image, RECORD_ADDRESS(record)),
            .value = record->value,
            .text = text,
        }};
    pending->text_length = 0;
    pending->hints.count = 0;
    if (op == OP_FORK && event.operation.other)
        identify_copies(t, id, event.operation.other);
    char value[VALUE_AT_MOST];
    if (operation_kind(op) == KIND_VARIABLE && event.operation.object)
        event.operation.text = value_of(t, event.operation.object, task.process,
                                        image, record, text, value);
    if ((op == OP_SIGNAL || op == OP_FUTEX_WAKE) &&
        event.operation.stage == STAGE_DID &&
        record->value > 0) /* Told under control. */
        event.operation.other =
            translator_task_born(t, (uint64_t)record->value);
    if (operation_effect(op) == EFFECT_AWAIT) {
        if (event.operation.stage != STAGE_FAILED) {
            pending->lent =
                identify_known(t, task.process, (uint64_t)record->value);
            event.operation.value = 0;
        } /* Else the value is the error. */
        event.operation.other = pending->lent;
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
        translator_tell(t, &event);
}

static void move(struct translator *t, uint32_t id, const struct record *record,
                 uint64_t time_ns)
{
    struct event event = {
        .time_ns = time_ns,
        .type = EVENT_MOVE,
        .task = id,
        .move = {(uint32_t)record->value, record->object},
    };

    translator_tell(t, &event);
}

static void holds(struct translator *t, uint32_t id,
                  const struct record *record, uint64_t time_ns)
{
    uint32_t object =
        identify_known(t, translator_task(t, id)->process, record->object);
    struct event event = {
        .time_ns = time_ns, .type = EVENT_HOLDS, .task = id, .holds = {object}};

    if (object)
        translator_tell(t, &event);
}

void translator_lost(struct translator *t, unsigned slot, uint64_t count,
                     uint64_t time_ns)
{
    uint32_t id = translator_meet(t, slot);
    struct event event = {
        .time_ns = time_ns, .type = EVENT_LOST, .task = id, .lost = {count}};

    if (id)
        translator_tell(t, &event);
}

void translator_record(struct translator *t, unsigned slot,
                       const struct record *record, uint64_t time_ns)
{
    uint32_t id = translator_meet(t, slot);
    struct pending *pending = &t->pending[slot];
    unsigned op = RECORD_OPERATION(record);

    if (!id || op >= OP_COUNT || RECORD_STAGE(record) >= STAGE_COUNT)
        return;
    const struct known_task *task = translator_task(t, id);
    if (task->forked_by)
        identify_copies(t, task->forked_by, task->process);
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
    case OP_MOVE:
        move(t, id, record, time_ns);
        break;
    case OP_BLOCK:
    case OP_FRAME:
    case OP_POINTER:
        hint(pending, record);
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
