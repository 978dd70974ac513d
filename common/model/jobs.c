/* jobs.c - jobs given to pools, and which of their workers has one in hand.

   Pools tell of it themselves (parallel/note_inside.h). Each pool numbers its
   jobs from 1; where jobs of the same number wait in two pools, how many wait
   is not known. */
#include "model/change.h"

#include <string.h>

static uint64_t *word_of(struct model *model, int64_t number)
{
    return &model->jobs.waiting[(uint64_t)number % WAITING_JOBS / 64];
}

static uint64_t bit_of(int64_t number)
{
    return UINT64_C(1) << (uint64_t)number % 64;
}

/* A job whose worker died is given again, and may not have been taken. */
static void give(struct model *model, const struct task *task,
                 const struct event *event)
{
    int64_t number = event->operation.value;
    bool again =
        event->operation.text && strcmp(event->operation.text, "again") == 0;

    if (model->jobs.giver == 0)
        model->jobs.giver = task->process;
    if (model->jobs.giver != task->process ||
        (!again && (*word_of(model, number) & bit_of(number))))
        model->jobs.uncounted = true;
    *word_of(model, number) |= bit_of(number);
}

static void leave(struct model *model, int64_t number)
{
    *word_of(model, number) &= ~bit_of(number);
}

void jobs_apply(struct model *model, const struct event *event)
{
    struct task *task = task_of(model, event->task);

    switch (event->operation.op) {
    case OP_WORKER:
        task->job.works = true;
        break;
    case OP_JOB_GIVEN:
        give(model, task, event);
        break;
    case OP_JOB_TAKEN:
        leave(model, event->operation.value);
        task->job.works = true;
        task->job.in_hand = true;
        task->job.number = (uint64_t)event->operation.value;
        break;
    case OP_JOB_FINISHED:
        task->job.finished += task->job.in_hand;
        task->job.in_hand = false;
        break;
    case OP_JOB_DROPPED:
        leave(model, event->operation.value);
        break;
    default:
        break;
    }
}

bool model_knows_jobs(const struct model *model)
{
    return model->lost == 0 && !model->jobs.uncounted;
}

unsigned model_jobs_waiting(const struct model *model)
{
    unsigned count = 0;

    for (size_t i = 0; i < WAITING_JOBS / 64; i++)
        count += (unsigned)__builtin_popcountll(model->jobs.waiting[i]);
    return count;
}
