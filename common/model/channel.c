/* channel.c - what flows between tasks: pipes, sockets, message queues; and
   who has which end of it open. */
#include "model/change.h"

#include <string.h>

enum { PIPE_FULL = 65536 }; /* Bytes; the kernel's default, pipe(7). */

static void add_descriptor(struct process *process, int32_t fd, uint32_t object,
                           enum end end)
{
    if (!process || process->descriptor_count == DESCRIPTORS || object == 0)
        return;
    process->descriptors[process->descriptor_count++] =
        (struct descriptor){fd, object, end};
}

static struct descriptor *descriptor_of(struct process *process, int32_t fd)
{
    for (unsigned i = 0; process && i < process->descriptor_count; i++) {
        if (process->descriptors[i].fd == fd)
            return &process->descriptors[i];
    }
    return NULL;
}

static void remove_descriptor(struct process *process, int32_t fd)
{
    struct descriptor *found = descriptor_of(process, fd);

    if (found)
        *found = process->descriptors[--process->descriptor_count];
}

void channel_inherit(struct model *model, uint32_t parent, uint32_t child)
{
    const struct process *from = model_process(model, parent);
    struct process *to = process_of(model, child);

    if (!from || from == to)
        return;
    memcpy(to->descriptors, from->descriptors, sizeof to->descriptors);
    to->descriptor_count = from->descriptor_count;
}

/* Two descriptors in a value, as the runtime packs them. */
static int32_t first_of(int64_t pair)
{
    return (int32_t)(uint32_t)pair;
}

static int32_t second_of(int64_t pair)
{
    return (int32_t)(uint32_t)((uint64_t)pair >> 32);
}

static void open_pair(struct model *model, struct process *process,
                      const struct event *event)
{
    uint32_t id = event->operation.object;
    struct object *object = object_of(model, id);
    struct object *peer = object_of(model, event->operation.other);
    int64_t pair = event->operation.value;

    object->made_here = true;
    if (object->kind == KIND_PIPE) {
        add_descriptor(process, first_of(pair), id, END_READ);
        add_descriptor(process, second_of(pair), id, END_WRITE);
        return;
    }
    add_descriptor(process, first_of(pair), event->operation.other, END_BOTH);
    add_descriptor(process, second_of(pair), id, END_BOTH);
    object->peer = event->operation.other;
    if (peer) {
        peer->peer = id;
        peer->made_here = true;
    }
}

static void duplicate(struct process *process, const struct event *event)
{
    int32_t to = second_of(event->operation.value);
    struct descriptor *from =
        descriptor_of(process, first_of(event->operation.value));
    enum end end = from ? from->end : END_BOTH;

    remove_descriptor(process, to);
    add_descriptor(process, to, event->operation.object, end);
}

/* What is written to a socket comes out of its peer. */
static struct object *inside(struct model *model, struct object *object,
                             enum effect effect)
{
    struct object *peer = object_of(model, object->peer);

    return effect == EFFECT_PUT && peer ? peer : object;
}

static void move(struct model *model, struct object *object,
                 const struct event *event)
{
    enum effect effect = operation_effect(event->operation.op);
    struct object *depth = inside(model, object, effect);

    if (object->kind == KIND_FILE)
        return;
    depth->value +=
        effect == EFFECT_PUT ? event->operation.value : -event->operation.value;
    if (depth->value < 0)
        depth->value = 0;
    depth->acquired += effect == EFFECT_GET;
}

/* How many messages it takes stands above how many it has. */
static void open_queue(struct object *object)
{
    object->capacity = object->value >> 32;
    object->value &= UINT32_MAX;
}

void channel_apply(struct model *model, const struct event *event)
{
    struct object *object = object_of(model, event->operation.object);
    struct process *process =
        process_of(model, task_of(model, event->task)->process);
    enum operation op = event->operation.op;

    if (!object || event->operation.stage != STAGE_DID)
        return;
    switch (operation_effect(op)) {
    case EFFECT_INIT:
        if (op == OP_QUEUE_OPEN)
            open_queue(object);
        break;
    case EFFECT_OPEN:
        if (op == OP_PIPE || op == OP_SOCKET_PAIR)
            open_pair(model, process, event);
        else if (op == OP_OPEN)
            add_descriptor(process, (int32_t)event->operation.value,
                           event->operation.object, END_BOTH);
        break;
    case EFFECT_CLOSE:
        if (op == OP_CLOSE)
            remove_descriptor(process, (int32_t)event->operation.value);
        break;
    case EFFECT_DUPLICATE:
        duplicate(process, event);
        break;
    case EFFECT_PUT:
    case EFFECT_GET:
        move(model, object, event);
        break;
    default:
        break;
    }
}

/* Has anyone the other end of it open? */
static bool has_writer(const struct model *model, uint32_t object)
{
    for (uint32_t id = 1; id <= model->process_count; id++) {
        if (process_has_end(&model->processes[id - 1], object, END_WRITE))
            return true;
    }
    return false;
}

bool channel_must_wait(const struct model *model, const struct event *event)
{
    const struct object *object = model_object(model, event->operation.object);

    if (!object || object->kind == KIND_FILE)
        return false;
    switch (operation_effect(event->operation.op)) {
    case EFFECT_GET:
        if (object->kind == KIND_PIPE && object->made_here &&
            !has_writer(model, event->operation.object))
            return false; /* End of file is an answer too. */
        return object->value == 0;
    case EFFECT_PUT:
        return object->kind == KIND_PIPE && object->value >= PIPE_FULL;
    default:
        return false;
    }
}
