/* thread_pool.c - a list of futures, and threads that take from it. */
#include "parallel/thread_pool.h"
#include "parallel/inside.h"
#include "parallel/note_inside.h"
#include "parallel/thread.h"
#include "parallel/thread_pool_inside.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct thread_pool {
    struct lock lock;

    /* Guarded by lock. */
    struct future *first;
    struct future *last;
    bool closed;
    unsigned waiting; /* Workers without a task, */
    unsigned woken;   /* and those of them that are notified already. */

    struct condition not_empty; /* first, or closed */

    /* Constant after new. */
    unsigned count;
    bool passes_on; /* Others do the jobs. */

    atomic_uint numbers; /* Of jobs, that were given out. */
    struct thread workers[];
};

/* ---- Jobs, as they are noted. ---- */

FOR_NOTES unsigned thread_pool_number(struct thread_pool *pool, unsigned count)
{
    if (!interleave_note)
        return 0;
    return 1 + atomic_fetch_add_explicit(&pool->numbers, count,
                                         memory_order_relaxed);
}

FOR_NOTES static void note_given(const struct future *future)
{
    if (future->number > 0)
        note("job given", future->number);
}

FOR_NOTES static void note_dropped(const struct future *future)
{
    if (future->number > 0)
        note("job dropped", future->number);
}

/* By a worker. */
FOR_NOTES static void note_done(const char *what, const struct future *future)
{
    if (!future->pool->passes_on)
        note(what, future->number);
}

FOR_NOTES static void note_worker(const struct thread_pool *pool)
{
    if (!pool->passes_on)
        note("worker", 0);
}

FOR_NOTES static void set_number(struct future *future, unsigned number)
{
    future->number = number;
}

FOR_NOTES static void set_passes_on(struct thread_pool *pool)
{
    pool->passes_on = true;
}

/* ---- The list. Requires: the pool's lock. ---- */

static void append(struct thread_pool *pool, struct future *future)
{
    future->next = NULL;
    future->previous = pool->last;
    *(pool->last ? &pool->last->next : &pool->first) = future;
    pool->last = future;
    future->queued = true;
}

static void take_out(struct thread_pool *pool, struct future *future)
{
    struct future *next = future->next, *previous = future->previous;

    *(previous ? &previous->next : &pool->first) = next;
    *(next ? &next->previous : &pool->last) = previous;
    future->queued = false;
}

/* ---- Workers. ---- */

/* NULL: there will be no more. */
static struct future *next_task(struct thread_pool *pool)
{
    lock_acquire(&pool->lock, FOREVER);
    while (!pool->first && !pool->closed) {
        pool->waiting++;
        condition_wait(&pool->not_empty, &pool->lock, FOREVER);
        pool->waiting--;
        if (pool->woken > 0) /* As in queue.c: rather too low than too high. */
            pool->woken--;
    }
    struct future *future = pool->first;
    if (future) {
        take_out(pool, future);
        note_done("job taken", future);
    }
    lock_release(&pool->lock);
    return future;
}

/* Notified before the release: after it, whoever waits may be gone already,
   and the future with it. */
static void finish(struct future *future, int result)
{
    lock_acquire(&future->lock, FOREVER);
    future->result = result;
    future->done = true;
    condition_notify_all(&future->is_done);
    lock_release(&future->lock);
}

static void work(void *argument)
{
    struct future *future;

    note_worker(argument);
    while ((future = next_task(argument))) {
        int result = future->run(future->argument);

        note_done("job finished", future);
        finish(future, result);
    }
}

static int begin(struct thread_pool **made, unsigned workers, bool passes_on)
{
    struct thread_pool *pool;
    char name[32];
    int error = 0;

    if (workers == 0)
        return EINVAL;
    pool = calloc(1, sizeof *pool + workers * sizeof *pool->workers);
    if (!pool)
        return ENOMEM;
    if (passes_on)
        set_passes_on(pool);
    lock_init(&pool->lock, BETWEEN_THREADS);
    condition_init(&pool->not_empty, BETWEEN_THREADS);
    while (pool->count < workers && !error) {
        snprintf(name, sizeof name, "worker-%u", pool->count + 1);
        error = thread_start(&pool->workers[pool->count], name, work, pool);
        pool->count += !error;
    }
    *made = pool;
    if (error)
        thread_pool_free(pool);
    return error;
}

int thread_pool_new(struct thread_pool **pool, unsigned workers)
{
    return begin(pool, workers, false);
}

int thread_pool_new_passing_on(struct thread_pool **pool, unsigned workers)
{
    return begin(pool, workers, true);
}

void thread_pool_close(struct thread_pool *pool)
{
    lock_acquire(&pool->lock, FOREVER);
    pool->closed = true;
    condition_notify_all(&pool->not_empty);
    lock_release(&pool->lock);
}

int thread_pool_join(struct thread_pool *pool, long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    int error = 0;

    for (unsigned i = 0; i < pool->count && !error; i++)
        error = thread_join(&pool->workers[i], deadline_left_ms(&deadline));
    return error;
}

void thread_pool_free(struct thread_pool *pool)
{
    thread_pool_close(pool);
    thread_pool_join(pool, FOREVER);
    condition_fini(&pool->not_empty);
    lock_fini(&pool->lock);
    free(pool);
}

int thread_pool_submit_numbered(struct thread_pool *pool, struct future *future,
                                int (*run)(void *argument), void *argument,
                                unsigned number)
{
    *future = (struct future){.pool = pool, .run = run, .argument = argument};
    set_number(future, number);
    lock_init(&future->lock, BETWEEN_THREADS);
    condition_init(&future->is_done, BETWEEN_THREADS);
    lock_acquire(&pool->lock, FOREVER);
    bool closed = pool->closed;
    bool call = !closed && pool->waiting > pool->woken;
    if (!closed) {
        note_given(future);
        append(pool, future);
    }
    pool->woken += call;
    lock_release(&pool->lock);
    if (call)
        condition_notify(&pool->not_empty);
    return closed ? ESHUTDOWN : 0;
}

int thread_pool_submit(struct thread_pool *pool, struct future *future,
                       int (*run)(void *argument), void *argument)
{
    return thread_pool_submit_numbered(pool, future, run, argument,
                                       thread_pool_number(pool, 1));
}

int thread_pool_map(struct thread_pool *pool, int (*run)(void *item),
                    void *items, size_t count, size_t item_size)
{
    struct future *futures = calloc(count ? count : 1, sizeof *futures);
    size_t submitted = 0;
    int first = futures ? 0 : ENOMEM;

    for (; submitted < count && !first; submitted++)
        first = thread_pool_submit(pool, &futures[submitted], run,
                                   (char *)items + submitted * item_size);
    submitted -= first && submitted; /* The last one was refused. */
    for (size_t i = 0; i < submitted; i++) {
        int error = future_wait(&futures[i], FOREVER);
        first = first ? first : error;
    }
    free(futures);
    return first;
}

/* ---- Futures. ---- */

int future_wait(struct future *future, long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    int error = 0;

    lock_acquire(&future->lock, FOREVER);
    while (!future->done && !error)
        error =
            condition_wait_until(&future->is_done, &future->lock, &deadline);
    if (future->done)
        error = future->result;
    lock_release(&future->lock);
    return error;
}

bool future_is_done(struct future *future)
{
    lock_acquire(&future->lock, FOREVER);
    bool done = future->done;
    lock_release(&future->lock);
    return done;
}

int future_cancel(struct future *future)
{
    struct thread_pool *pool = future->pool;

    lock_acquire(&pool->lock, FOREVER);
    bool queued = future->queued;
    if (queued)
        take_out(pool, future);
    lock_release(&pool->lock);
    if (!queued)
        return EBUSY;
    note_dropped(future);
    finish(future, ECANCELED);
    return 0;
}
