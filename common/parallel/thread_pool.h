/* thread_pool.h - workers that wait for tasks, and futures for their results.

   A task is a function and an argument. Submitting it does not wait; its
   future says when it is done and what the function returned: 0, or an error
   number of its own. Results are what it leaves in its argument.

       struct thread_pool *pool;
       struct future future;

       thread_pool_new(&pool, 4);
       thread_pool_submit(pool, &future, resize, &image);
       ...
       error = future_wait(&future, FOREVER);      the image is resized

   Tasks begin in the order of their submission. Each is done once, by one
   worker, unless it was cancelled. What was written before the submission the
   task sees; what the task wrote is seen after the wait.

   A future is the submitter's, and so is its memory: it has to last until
   future_wait has returned 0 or future_cancel has. Any thread may submit, also
   a task; a task that waits for another keeps a worker busy with waiting.
   Python: ThreadPoolExecutor, Future. */
#ifndef PARALLEL_THREAD_POOL_H
#define PARALLEL_THREAD_POOL_H

#include "parallel/condition.h"

#include <stddef.h>

struct thread_pool;

struct future {
    /* Constant after submit. */
    struct thread_pool *pool;
    int (*run)(void *argument);
    void *argument;
    unsigned number; /* Of the job, from 1; 0: it is none, or nobody watches. */

    /* Guarded by the pool's lock. */
    struct future *next; /* Among those that wait for a worker. */
    struct future *previous;
    bool queued;

    struct lock lock;

    /* Guarded by lock. */
    bool done;
    int result;

    struct condition is_done; /* done */
};

/* EINVAL: no workers. EAGAIN, ENOMEM: not so many. */
int thread_pool_new(struct thread_pool **pool, unsigned workers);

/* ESHUTDOWN: it takes no more. */
int thread_pool_submit(struct thread_pool *pool, struct future *future,
                       int (*run)(void *argument), void *argument);

/* `run` for each of `count` items of `item_size` bytes, which it finds in its
   argument. Waits for all. The first error of them, by their order. */
int thread_pool_map(struct thread_pool *pool, int (*run)(void *item),
                    void *items, size_t count, size_t item_size);

/* Takes no more tasks; those it has are done. */
void thread_pool_close(struct thread_pool *pool);

/* Requires: it was closed; one at a time. 0: all is done, and the workers have
   ended. ETIMEDOUT: not yet. */
int thread_pool_join(struct thread_pool *pool, long timeout_ms);

/* Closes it, joins it, and it is gone. */
void thread_pool_free(struct thread_pool *pool);

/* What the task returned; ECANCELED: it was cancelled. ETIMEDOUT: it is not
   done: a task that returns this cannot be told from one that is late, except
   by future_is_done. */
int future_wait(struct future *future, long timeout_ms);
bool future_is_done(struct future *future);

/* 0: it will not be done. EBUSY: it has begun, and may be over. */
int future_cancel(struct future *future);

#endif
