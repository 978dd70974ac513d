/* jobs.c - what the workers of a pool have in hand.

   parallel/thread_pool.c says it by the functions in which its operations
   stand: submitting, taking and cancelling end with an unlock of the pool's
   mutex, finishing is a broadcast of the future's condition, closing one of the
   pool's. The wish to unlock counts: it is recorded while the mutex is held,
   hence in the order in which it was done.

   A program that was built to show its variables has its locks in functions of
   their own: there, nothing is known of jobs. */
#include "model/change.h"

#include <string.h>

static bool is_in(const struct model *model, const struct event *event,
                  const char *function)
{
    const struct site *site = model_site(model, event->operation.site);

    size_t length = strlen(function);

    /* A compiler may add to the name: "future_finish.isra.0". */
    return site && strncmp(site->function, function, length) == 0 &&
           (site->function[length] == '\0' || site->function[length] == '.');
}

static void take(struct model *model, struct task *task,
                 const struct event *event)
{
    struct object *pool = object_of(model, event->operation.object);

    task->job.pool = event->operation.object;
    if (object_jobs_waiting(pool) == 0)
        return; /* There will be no more: it was told to end. */
    task->job.number = ++pool->jobs.taken;
    task->job.in_hand = true;
}

static void leave_pool(struct model *model, struct task *task,
                       const struct event *event)
{
    struct object *pool = object_of(model, event->operation.object);

    if (!pool || pool->kind != KIND_MUTEX)
        return;
    if (is_in(model, event, "thread_pool_submit"))
        pool->jobs.given += !pool->jobs.closed;
    else if (is_in(model, event, "thread_pool_take"))
        take(model, task, event);
    else if (is_in(model, event, "future_cancel"))
        task->job.cancels = event->operation.object;
}

/* Who finishes a future without having its job has cancelled it. */
static void finish(struct model *model, struct task *task,
                   const struct event *event)
{
    struct object *pool = object_of(model, task->job.cancels);

    if (!is_in(model, event, "future_finish"))
        return;
    task->job.done += task->job.in_hand;
    if (!task->job.in_hand && pool)
        pool->jobs.cancelled++;
    task->job.in_hand = false;
}

/* The newest mutex it holds is the pool's. */
static void close_pool(struct model *model, const struct task *task,
                       const struct event *event)
{
    const struct hold *hold =
        task->hold_count ? &task->holds[task->hold_count - 1] : NULL;
    struct object *pool = hold ? object_of(model, hold->object) : NULL;

    if (pool && is_in(model, event, "thread_pool_close"))
        pool->jobs.closed = true;
}

void jobs_apply(struct model *model, const struct event *event)
{
    struct task *task = task_of(model, event->task);

    if (event->operation.op == OP_UNLOCK &&
        event->operation.stage == STAGE_WANTS)
        leave_pool(model, task, event);
    else if (event->operation.op == OP_BROADCAST &&
             event->operation.stage == STAGE_WANTS)
        close_pool(model, task, event);
    else if (event->operation.op == OP_BROADCAST &&
             event->operation.stage == STAGE_DID)
        finish(model, task, event);
}

uint64_t object_jobs_waiting(const struct object *pool)
{
    uint64_t gone = pool->jobs.taken + pool->jobs.cancelled;

    return pool->jobs.given > gone ? pool->jobs.given - gone : 0;
}
