/* pool.c - workers that come and go, and tasks for them. */
#include "parallel/note_inside.h"
#include "parallel/pool_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- Workers. ---- */

struct beginning {
    struct pool *pool;
    struct worker *worker;
};

static int begin(void *argument)
{
    struct beginning *beginning = argument;
    struct pool *pool = beginning->pool;
    const struct pool_options *options = &pool->options;

    /* This end, and copies of the ends of other workers, would keep them alive
       when nobody else has any. */
    pipe_close(&beginning->worker->end);
    for (unsigned i = 0; i < pool->count; i++)
        pipe_close(&pool->workers[i].end);
    return pool_worker_serve(
        &beginning->worker->far,
        options->initialise ? options->initialise(options->argument) : 0);
}

/* Requires: the lock. */
static int start(struct pool *pool, struct worker *worker)
{
    struct beginning beginning = {pool, worker};
    int error = pipe_new(&worker->end, &worker->far);

    if (error)
        return error;
    worker->done = 0;
    worker->area = 0;
    worker->process = (struct process){
        .name = "pool worker", .run = begin, .argument = &beginning};
    error = process_start(&worker->process);
    pipe_close(&worker->far);
    if (error)
        pipe_close(&worker->end);
    return error;
}

/* Requires: the lock. */
static void end(struct worker *worker)
{
    if (worker->end.descriptor < 0)
        return;
    pipe_close(&worker->end);
    process_kill(&worker->process);
    process_join(&worker->process, FOREVER);
    process_close(&worker->process);
}

int pool_take_worker(struct pool *pool, struct worker **taken)
{
    struct worker *worker = pool->workers;
    int error = 0;

    lock_acquire(&pool->lock, FOREVER);
    if (pool->terminated) {
        lock_release(&pool->lock);
        return ECANCELED;
    }
    while (worker->busy) /* There are as many as threads. */
        worker++;
    if (worker->end.descriptor >= 0 && !process_is_alive(&worker->process))
        end(worker);
    if (worker->end.descriptor < 0)
        error = start(pool, worker);
    worker->busy = !error;
    lock_release(&pool->lock);
    *taken = worker;
    return error;
}

void pool_give_back(struct pool *pool, struct worker *worker, bool answers,
                    size_t tasks)
{
    unsigned most = pool->options.tasks_most;

    lock_acquire(&pool->lock, FOREVER);
    worker->done += (unsigned)tasks;
    if (!answers || (most > 0 && worker->done >= most))
        end(worker); /* The next to take it begins it anew. */
    worker->busy = false;
    lock_release(&pool->lock);
}

/* ---- Tasks. ---- */

FOR_NOTES static unsigned number_of(const struct pool_task *task)
{
    return task->future.number;
}

static int exchange(struct worker *worker, struct pool_task *task,
                    unsigned char *message, size_t size, int *result)
{
    size_t bytes = task->count * task->item_size, answer;
    struct pool_order order = {.kind = ORDER_TASK,
                               .number = number_of(task),
                               .run = task->run,
                               .count = task->count,
                               .item_size = task->item_size,
                               .errors_wanted = task->errors != NULL};

    memcpy(message, &order, sizeof order);
    memcpy(message + sizeof order, task->items, bytes);
    if (pipe_send(&worker->end, message, size, FOREVER) ||
        pipe_receive(&worker->end, message, size, &answer, FOREVER) ||
        answer != size)
        return EOWNERDEAD;
    memcpy(&order, message, sizeof order);
    memcpy(task->items, message + sizeof order, bytes);
    if (task->errors)
        memcpy(task->errors, message + sizeof order + bytes,
               task->count * sizeof *task->errors);
    *result = order.result;
    return 0;
}

static int try(struct pool_task *task, unsigned char *message, size_t size,
               int *result)
{
    struct worker *worker;
    int error = pool_take_worker(task->pool, &worker);

    if (error)
        return error;
    error = exchange(worker, task, message, size, result);
    pool_give_back(task->pool, worker, !error, 1);
    return error;
}

int pool_run_task(void *argument)
{
    struct pool_task *task = argument;
    unsigned tries =
        task->tries ? task->tries : task->pool->options.retries + 1;
    size_t each = task->item_size + (task->errors ? sizeof *task->errors : 0);
    size_t size = sizeof(struct pool_order) + task->count * each;
    unsigned char *message = calloc(1, size);
    int result = 0, error = ENOMEM;

    while (message && tries-- > 0 &&
           (error = try(task, message, size, &result)) == EOWNERDEAD)
        if (tries > 0)
            notes("job given", number_of(task), "again", "");
        else
            note("job dropped", number_of(task));
    if (error && error != EOWNERDEAD)
        note("job dropped", number_of(task));
    free(message);
    for (size_t i = 0; task->errors && error && i < task->count; i++)
        task->errors[i] = error;
    return error ? error : result;
}

int pool_submit(struct pool *pool, struct pool_task *task)
{
    task->pool = pool;
    return thread_pool_submit(pool->threads, &task->future, pool_run_task,
                              task);
}

int pool_apply_async(struct pool *pool, struct pool_task *task,
                     int (*run)(void *item), void *item, size_t item_size)
{
    *task = (struct pool_task){
        .run = run, .items = item, .count = 1, .item_size = item_size};
    return pool_submit(pool, task);
}

int pool_apply(struct pool *pool, int (*run)(void *item), void *item,
               size_t item_size)
{
    struct pool_task task;
    int error = pool_apply_async(pool, &task, run, item, item_size);

    return error ? error : pool_task_wait(&task, FOREVER);
}

int pool_task_wait(struct pool_task *task, long timeout_ms)
{
    return future_wait(&task->future, timeout_ms);
}

int pool_task_cancel(struct pool_task *task)
{
    return future_cancel(&task->future);
}

/* ---- Beginning and end. ---- */

int pool_new_with(struct pool **made, const struct pool_options *options)
{
    struct pool *pool = calloc(1, sizeof *pool);
    unsigned workers = options->workers;
    int error = workers == 0 ? EINVAL : 0;

    if (!pool)
        return ENOMEM;
    pool->options = *options;
    pool->area.file = -1;
    lock_init(&pool->lock, BETWEEN_THREADS);
    lock_init(&pool->area.lock, BETWEEN_THREADS);
    pool->workers = calloc(workers ? workers : 1, sizeof *pool->workers);
    if (!pool->workers)
        error = ENOMEM;
    for (unsigned i = 0; i < workers && !error; i++)
        pool->workers[i].end.descriptor = -1;
    /* Processes first: those forked from one thread inherit no held lock. */
    while (pool->count < workers && !error) {
        error = start(pool, &pool->workers[pool->count]);
        pool->count += !error;
    }
    if (!error)
        error = thread_pool_new_passing_on(&pool->threads, workers);
    if (error) {
        pool->threads = NULL;
        pool_free(pool);
    }
    *made = error ? NULL : pool;
    return error;
}

int pool_new(struct pool **pool, unsigned workers)
{
    return pool_new_with(pool, &(struct pool_options){.workers = workers});
}

void pool_terminate(struct pool *pool)
{
    lock_acquire(&pool->lock, FOREVER);
    pool->terminated = true;
    for (unsigned i = 0; i < pool->count; i++)
        if (pool->workers[i].end.descriptor >= 0)
            process_kill(&pool->workers[i].process);
    lock_release(&pool->lock);
    pool_close(pool);
}

void pool_close(struct pool *pool)
{
    thread_pool_close(pool->threads);
}

int pool_join(struct pool *pool, long timeout_ms)
{
    int error = pool->threads ? thread_pool_join(pool->threads, timeout_ms) : 0;

    if (error)
        return error;
    lock_acquire(&pool->lock, FOREVER);
    for (unsigned i = 0; i < pool->count; i++)
        end(&pool->workers[i]);
    return lock_release(&pool->lock);
}

void pool_free(struct pool *pool)
{
    if (pool->threads)
        pool_close(pool);
    pool_join(pool, FOREVER);
    if (pool->threads)
        thread_pool_free(pool->threads);
    pool_area_free(&pool->area);
    lock_fini(&pool->lock);
    free(pool->workers);
    free(pool);
}
