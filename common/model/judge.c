/* judge.c - signs of trouble. */
#include "model/judge.h"

#include "model/describe.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>

static bool is_stuck(const struct model *model, uint32_t id)
{
    for (unsigned i = 0; i < model->stuck.count; i++) {
        if (model->stuck.edges[i].from == id)
            return true;
    }
    return false;
}

/* Alone, a task that tries in vain is only polling: it takes two that make
   way for each other. */
static bool others_try_in_vain(const struct model *model, uint32_t id)
{
    for (uint32_t other = 1; other <= model->task_count; other++) {
        const struct task *task = &model->tasks[other - 1];

        if (other != id && task_is_alive(task) &&
            task->failed_tries >= JUDGE_FAILED_TRIES)
            return true;
    }
    return false;
}

/* How long has it run on a processor without an operation? Its own time: on a
   crowded machine it waits for the processor for most of ours. */
static uint64_t busy_ns(const struct task *task)
{
    if (task->state != TASK_RUNNING || task->kernel_state != 'R' ||
        task->latest_ns >= task->sampled_ns || task->cpu_ns < task->idle_cpu_ns)
        return 0;
    return task->cpu_ns - task->idle_cpu_ns;
}

static bool holds_long(const struct model *model, const struct task *task,
                       struct judgement *judgement)
{
    for (unsigned i = 0; i < task->hold_count; i++) {
        const struct hold *hold = &task->holds[i];
        uint64_t ns = model->time_ns - hold->since_ns;
        uint32_t waiter;

        if (ns >= JUDGE_HELD_NS &&
            model_waiters(model, hold->object, &waiter, 1) > 0) {
            *judgement = (struct judgement){
                .mark = MARK_HOLDS_LONG, .object = hold->object, .ns = ns};
            return true;
        }
    }
    return false;
}

struct judgement judge_task(const struct model *model, uint32_t id)
{
    const struct task *task = model_task(model, id);
    struct judgement judgement = {.mark = MARK_NONE};

    if (!task || !task_is_alive(task))
        return judgement;
    if (is_stuck(model, id)) {
        judgement.mark = MARK_STUCK;
    } else if (task->wait.passes >= JUDGE_PASSES) {
        judgement.mark = MARK_STARVES;
        judgement.object = task->wait.object;
        judgement.count = task->wait.passes;
    } else if (task->failed_tries >= JUDGE_FAILED_TRIES &&
               others_try_in_vain(model, id)) {
        judgement.mark = MARK_FUTILE;
        judgement.count = task->failed_tries;
    } else if (busy_ns(task) >= JUDGE_BUSY_NS) {
        judgement.mark = MARK_SPINS;
        judgement.ns = busy_ns(task);
    } else {
        holds_long(model, task, &judgement);
    }
    return judgement;
}

const char *describe_judgement(const struct model *model,
                               const struct judgement *judgement, char *text,
                               size_t size)
{
    char name[64];

    *text = '\0';
    switch (judgement->mark) {
    case MARK_NONE:
        break;
    case MARK_STUCK:
        snprintf(text, size, "%s", _("stuck for good"));
        break;
    case MARK_STARVES:
        snprintf(text, size,
                 ngettext("starves: passed over %" PRIu32 " time",
                          "starves: passed over %" PRIu32 " times",
                          judgement->count),
                 judgement->count);
        break;
    case MARK_FUTILE:
        snprintf(text, size,
                 ngettext("livelock? %" PRIu32 " failed try",
                          "livelock? %" PRIu32 " failed tries",
                          judgement->count),
                 judgement->count);
        break;
    case MARK_SPINS:
        snprintf(text, size, _("busy %.1f s without an operation"),
                 (double)judgement->ns / 1e9);
        break;
    case MARK_HOLDS_LONG:
        snprintf(text, size, _("holds %s for %.1f s while others wait"),
                 describe_object(model, judgement->object, name, sizeof name),
                 (double)judgement->ns / 1e9);
        break;
    }
    return text;
}

static enum verdict gravest_finding(const struct model *model)
{
    enum verdict gravest = model->findings[0].verdict;

    for (unsigned i = 1; i < model->finding_count; i++) {
        if (model->findings[i].verdict < gravest)
            gravest = model->findings[i].verdict;
    }
    return gravest;
}

enum verdict judge_run(const struct model *model)
{
    if (model->stuck.verdict)
        return model->stuck.verdict;
    if (model->finding_count > 0)
        return gravest_finding(model);
    for (uint32_t id = 1; id <= model->task_count; id++) {
        enum mark mark = judge_task(model, id).mark;

        if (mark == MARK_FUTILE)
            return VERDICT_LIVELOCK;
        if (mark == MARK_STARVES)
            return VERDICT_STARVATION;
    }
    return VERDICT_NONE;
}
