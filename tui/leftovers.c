/* leftovers.c - zombies and names. */
#include "tui/leftovers.h"

#include "model/model.h"

#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

/* ---- Children. ---- */

/* A child of the process that has ended, and was not waited for; 0: none. */
static uint32_t zombie_of(const struct model *model, uint32_t process)
{
    for (uint32_t id = 1; id <= model->process_count; id++) {
        const struct process *child = &model->processes[id - 1];

        if (child->parent == process && child->state == PROCESS_ZOMBIE)
            return id;
    }
    return 0;
}

uint32_t leftovers_zombie(const struct trace *trace)
{
    struct model *model = model_new();
    uint32_t found = 0;

    for (size_t i = 0; i < trace_length(trace) && !found; i++) {
        const struct event *event = trace_at(trace, i);

        model_apply(model, event);
        if (event->type != EVENT_OPERATION ||
            operation_effect(event->operation.op) != EFFECT_EXIT)
            continue;
        const struct task *task = model_task(model, event->task);
        found = task ? zombie_of(model, task->process) : 0;
    }
    model_free(model);
    return found;
}

/* ---- Names. ---- */

static bool is_done(const struct event *event)
{
    return event->type == EVENT_OPERATION &&
           event->operation.stage == STAGE_DID && event->operation.text;
}

/* The kind of what is opened by a name, or loses it; KIND_NONE. */
static enum kind opened(const struct event *event)
{
    enum operation op = is_done(event) ? event->operation.op : OP_NONE;

    return op == OP_SEMAPHORE_OPEN || op == OP_MEMORY_OPEN ||
                   op == OP_QUEUE_OPEN
               ? operation_kind(op)
               : KIND_NONE;
}

static enum kind unlinked(const struct event *event)
{
    enum operation op = is_done(event) ? event->operation.op : OP_NONE;

    return op == OP_SEMAPHORE_UNLINK || op == OP_MEMORY_UNLINK ||
                   op == OP_QUEUE_UNLINK
               ? operation_kind(op)
               : KIND_NONE;
}

static bool is_left(const struct trace *trace, size_t from)
{
    const struct event *open = trace_at(trace, from);

    for (size_t i = from; i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);

        if (unlinked(event) == opened(open) &&
            strcmp(event->operation.text, open->operation.text) == 0)
            return false;
    }
    return true;
}

const char *leftovers_name(const struct trace *trace)
{
    for (size_t i = 0; i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);

        if (opened(event) != KIND_NONE && is_left(trace, i))
            return event->operation.text;
    }
    return NULL;
}

/* Linux keeps them here, as shm_overview(7) and mq_overview(7) say. */
static bool is_younger(enum kind kind, const char *name, int64_t since)
{
    char path[512];
    struct statx status;

    snprintf(path, sizeof path, "/dev/%s%s",
             kind == KIND_SEMAPHORE ? "shm/sem."
             : kind == KIND_MEMORY  ? "shm/"
                                    : "mqueue/",
             name + (*name == '/'));
    return statx(AT_FDCWD, path, 0, STATX_BTIME, &status) == 0 &&
           (status.stx_mask & STATX_BTIME) && status.stx_btime.tv_sec >= since;
}

void leftovers_take_back(const struct trace *trace, int64_t since)
{
    for (size_t i = 0; i < trace_length(trace); i++) {
        const struct event *event = trace_at(trace, i);
        const char *name = event->operation.text;
        enum kind kind = opened(event);

        if (kind == KIND_NONE || !is_left(trace, i) ||
            !is_younger(kind, name, since))
            continue;
        if (kind == KIND_SEMAPHORE)
            sem_unlink(name);
        else if (kind == KIND_MEMORY)
            shm_unlink(name);
        else
            mq_unlink(name);
    }
}

/* ---- Both. ---- */

static void tell(struct exploration *report, const struct search *search,
                 enum leak leak)
{
    static struct flaw_report flaw;

    memset(&flaw, 0, offsetof(struct flaw_report, runs));
    flaw.kind = FLAW_LEAK;
    flaw.leak = leak;
    flaw.first_birth = 1;
    report_flaw(report, search, &flaw);
}

void leftovers_report(struct exploration *report, const struct search *search,
                      const struct trace *trace)
{
    if (leftovers_zombie(trace))
        tell(report, search, LEAK_CHILD);
    if (leftovers_name(trace))
        tell(report, search, LEAK_NAME);
}
