/* pool.c - for each worker process a thread here that speaks with it.

   The threads are a thread_pool: what waits, in which order, and what becomes
   of futures is decided there. A thread that has a task takes a worker nobody
   else has, sends the task, and waits for the answer or the end. */
#include "parallel/pool.h"
#include "parallel/inside.h"
#include "parallel/pipe.h"
#include "parallel/process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct worker {
    struct process process;
    struct pipe end; /* This process's. */
    struct pipe far; /* The worker's; open only while it is being forked. */
    bool busy;
};

struct pool {
    struct lock lock;

    /* Guarded by lock. A worker that is busy has its pipe used by its thread
       alone. */
    bool terminated;
    struct worker *workers; /* As many as there are threads. */

    /* Constant after new. */
    unsigned count;
    struct thread_pool *threads;
};

/* What goes to a worker before the items, and back. The function is at the
   same address there: the worker was forked from here. */
struct order {
    int (*run)(void *item);
    size_t count;
    size_t item_size;
    int result;
};

/* ---- In the worker. ---- */

static void carry_out(unsigned char *message)
{
    struct order order;

    memcpy(&order, message, sizeof order);
    order.result = 0;
    for (size_t i = 0; i < order.count; i++) {
        int error = order.run(message + sizeof order + i * order.item_size);

        order.result = order.result ? order.result : error;
    }
    memcpy(message, &order, sizeof order);
}

/* Until nobody has the other end. */
static int serve(struct pipe *end)
{
    unsigned char *message = NULL;
    size_t size, room = 0;

    while (pipe_next_size(end, &size, FOREVER) == 0) {
        if (size > room) {
            free(message);
            message = malloc(size);
            room = size;
        }
        if (!message || pipe_receive(end, message, room, &size, FOREVER))
            break;
        carry_out(message);
        if (pipe_send(end, message, size, FOREVER))
            break;
    }
    free(message);
    return 0;
}

struct beginning {
    struct pool *pool;
    struct worker *worker;
};

static int begin(void *argument)
{
    struct beginning *beginning = argument;
    struct pool *pool = beginning->pool;

    /* This end, and copies of the ends of other workers, would keep them alive
       when nobody else has any. */
    pipe_close(&beginning->worker->end);
    for (unsigned i = 0; i < pool->count; i++)
        pipe_close(&pool->workers[i].end);
    return serve(&beginning->worker->far);
}

/* ---- Here. ---- */

/* Requires: the lock. */
static int start(struct pool *pool, struct worker *worker)
{
    struct beginning beginning = {pool, worker};
    int error = pipe_new(&worker->end, &worker->far);

    if (error)
        return error;
    worker->process = (struct process){
        .name = "pool worker", .run = begin, .argument = &beginning};
    error = process_start(&worker->process);
    pipe_close(&worker->far);
    if (error)
        pipe_close(&worker->end);
    return error;
}

/* Requires: the lock. What does not answer any more is no worker. */
static void end(struct worker *worker)
{
    if (worker->end.descriptor < 0)
        return;
    pipe_close(&worker->end);
    process_kill(&worker->process);
    process_join(&worker->process, FOREVER);
    process_close(&worker->process);
}

/* One that nobody else has, and that is alive as far as can be known. */
static int take_worker(struct pool *pool, struct worker **taken)
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

static void give_back(struct pool *pool, struct worker *worker, bool answers)
{
    lock_acquire(&pool->lock, FOREVER);
    if (!answers)
        end(worker); /* The next to take it begins it anew. */
    worker->busy = false;
    lock_release(&pool->lock);
}

static int exchange(struct worker *worker, struct pool_task *task,
                    unsigned char *message, size_t size, int *result)
{
    struct order order = {task->run, task->count, task->item_size, 0};
    size_t bytes = size - sizeof order, answer;

    memcpy(message, &order, sizeof order);
    memcpy(message + sizeof order, task->items, bytes);
    if (pipe_send(&worker->end, message, size, FOREVER) ||
        pipe_receive(&worker->end, message, size, &answer, FOREVER) ||
        answer != size)
        return EOWNERDEAD;
    memcpy(&order, message, sizeof order);
    memcpy(task->items, message + sizeof order, bytes);
    *result = order.result;
    return 0;
}

static int run_task(void *argument)
{
    struct pool_task *task = argument;
    size_t size = sizeof(struct order) + task->count * task->item_size;
    unsigned char *message = malloc(size);
    struct worker *worker;
    int result = 0;
    int error = message ? take_worker(task->pool, &worker) : ENOMEM;

    if (!error) {
        error = exchange(worker, task, message, size, &result);
        give_back(task->pool, worker, !error);
    }
    free(message);
    return error ? error : result;
}

int pool_new(struct pool **made, unsigned workers)
{
    struct pool *pool = calloc(1, sizeof *pool);
    int error = workers == 0 ? EINVAL : 0;

    if (!pool)
        return ENOMEM;
    lock_init(&pool->lock, BETWEEN_THREADS);
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
        error = thread_pool_new(&pool->threads, workers);
    if (error) {
        pool->threads = NULL;
        pool_free(pool);
    }
    *made = error ? NULL : pool;
    return error;
}

static int submit(struct pool *pool, struct pool_task *task)
{
    task->pool = pool;
    return thread_pool_submit(pool->threads, &task->future, run_task, task);
}

int pool_apply_async(struct pool *pool, struct pool_task *task,
                     int (*run)(void *item), void *item, size_t item_size)
{
    *task = (struct pool_task){
        .run = run, .items = item, .count = 1, .item_size = item_size};
    return submit(pool, task);
}

int pool_task_wait(struct pool_task *task, long timeout_ms)
{
    return future_wait(&task->future, timeout_ms);
}

int pool_task_cancel(struct pool_task *task)
{
    return future_cancel(&task->future);
}

int pool_map(struct pool *pool, int (*run)(void *item), void *items,
             size_t count, size_t item_size, size_t chunk)
{
    if (chunk == 0)
        chunk = count / (4 * (size_t)pool->count) + 1;
    size_t tasks = (count + chunk - 1) / chunk, submitted = 0;
    struct pool_task *all = calloc(tasks ? tasks : 1, sizeof *all);
    int first = 0;

    if (!all)
        return ENOMEM;
    for (; submitted < tasks && !first; submitted += !first) {
        size_t from = submitted * chunk;

        all[submitted] = (struct pool_task){
            .run = run,
            .items = (char *)items + from * item_size,
            .count = count - from < chunk ? count - from : chunk,
            .item_size = item_size};
        first = submit(pool, &all[submitted]);
    }
    for (size_t i = 0; i < submitted; i++) {
        int error = pool_task_wait(&all[i], FOREVER);

        first = first ? first : error;
    }
    free(all);
    return first;
}

void pool_terminate(struct pool *pool)
{
    lock_acquire(&pool->lock, FOREVER);
    pool->terminated = true;
    for (unsigned i = 0; i < pool->count; i++)
        if (pool->workers[i].end.descriptor >= 0)
            process_kill(&pool->workers[i].process);
    lock_release(&pool->lock);
}

void pool_free(struct pool *pool)
{
    if (pool->threads)
        thread_pool_free(pool->threads);
    lock_acquire(&pool->lock, FOREVER);
    for (unsigned i = 0; i < pool->count; i++)
        end(&pool->workers[i]);
    lock_release(&pool->lock);
    lock_fini(&pool->lock);
    free(pool->workers);
    free(pool);
}
