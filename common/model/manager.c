/* manager.c - servers that own objects for others, and the calls of their
   clients.

   Servers and clients tell of it themselves (parallel/note_inside.h). Which
   server a client calls is known where both say the same address. */
#include "model/change.h"
#include "model/words.h"
#include "must.h"

#include <string.h>

enum { COUNT_BITS = 24, REFERENCE_BITS = 16 };

const struct managed *model_managed(const struct model *model, uint32_t server,
                                    uint64_t number)
{
    for (size_t i = 0; i < model->managed_count; i++) {
        const struct managed *managed = &model->managed[i];

        if (managed->server == server && managed->number == number)
            return managed;
    }
    return NULL;
}

static struct managed *managed_of(struct model *model, uint32_t server,
                                  uint64_t number)
{
    const struct managed *found = model_managed(model, server, number);

    return found ? &model->managed[found - model->managed] : NULL;
}

static uint64_t number_in(const struct event *event)
{
    uint64_t value = (uint64_t)event->operation.value;

    return event->operation.op == OP_KEEP
               ? value >> (COUNT_BITS + REFERENCE_BITS)
               : value;
}

const struct managed *managed_in(const struct model *model,
                                 const struct event *event)
{
    const struct task *task = model_task(model, event->task);

    return model_managed(model, task ? task->process : 0, number_in(event));
}

static void keep(struct model *model, uint32_t server,
                 const struct event *event)
{
    uint64_t state = (uint64_t)event->operation.value;
    uint64_t number = number_in(event);
    struct managed *managed = managed_of(model, server, number);

    if (!managed && model->managed_count == MANAGED)
        return;
    if (!managed) {
        model->managed = must_resize(model->managed, model->managed_count + 1,
                                     sizeof *model->managed);
        managed = &model->managed[model->managed_count++];
    }
    *managed = (struct managed){
        .server = server,
        .number = number,
        .text = event->operation.text ? event->operation.text : "",
        .count = state >> REFERENCE_BITS & ((1U << COUNT_BITS) - 1),
        .references = state & ((1U << REFERENCE_BITS) - 1)};
}

/* Whose address stands after the first word; 0: nobody's. */
static uint32_t server_at(const struct model *model, const char *text)
{
    const char *address = text ? strchr(text, ' ') : NULL;

    for (uint32_t id = model->process_count; address && id > 0; id--) {
        const char *serves = model->processes[id - 1].serves;

        if (serves && strcmp(serves, address + 1) == 0)
            return id;
    }
    return 0;
}

static void call(struct model *model, struct task *task,
                 const struct event *event)
{
    const char *text = event->operation.text ? event->operation.text : "";
    uint32_t server = server_at(model, text);

    task->call = (struct call){.client = true,
                               .in_hand = true,
                               .text = text,
                               .object = (uint64_t)event->operation.value,
                               .server = server,
                               .answered = task->call.answered};
}

static void answer(struct task *task)
{
    task->call.answered += task->call.in_hand;
    task->call.in_hand = false;
}

void manager_apply(struct model *model, const struct event *event)
{
    struct task *task = task_of(model, event->task);
    struct process *process = process_of(model, task->process);
    struct managed *managed;

    switch (event->operation.op) {
    case OP_SERVE:
        if (process)
            process->serves =
                event->operation.text ? event->operation.text : "";
        break;
    case OP_KEEP:
        keep(model, task->process, event);
        break;
    case OP_DELETE:
        managed = managed_of(model, task->process, number_in(event));
        if (managed)
            managed->deleted = true;
        break;
    case OP_CALL:
        call(model, task, event);
        break;
    case OP_ANSWER:
        answer(task);
        break;
    default:
        break;
    }
}
