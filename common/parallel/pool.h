/* pool.h - worker processes that do tasks.

   A task is a function and an item. The item is copied to a worker, the
   function works on the copy, and what it has become is copied back: so the
   result lies where the argument was. What the function returns, 0 or an error
   number of its own, comes back as well.

       static int square(void *item) { *(long *)item *= *(long *)item; ... }

       pool_new(&pool, 3);
       error = pool_map(pool, square, numbers, 100, sizeof *numbers, 0);
       pool_free(pool);

   The workers are forked from here: they have a copy of this process's memory
   from when they began, and an item must not point into memory made since.

   A worker that is killed at a task is replaced. Its task says EOWNERDEAD, and
   its item is as it was: it may have been done in part, or wholly, but for the
   answer. It is not done again unless somebody asks for that. Workers end when
   this process has, however it did, and those forked from it since: at the end
   of their task.

   Any thread may use a pool. Python: Pool. */
#ifndef PARALLEL_POOL_H
#define PARALLEL_POOL_H

#include "parallel/thread_pool.h"

#include <stddef.h>

struct pool;

/* The submitter's, as a future is, until pool_task_wait or pool_task_cancel
   has returned for good. */
struct pool_task {
    struct future future;

    /* Constant after submission. */
    struct pool *pool;
    int (*run)(void *item);
    void *items; /* Changed when the task is done. */
    size_t count;
    size_t item_size;
};

/* EINVAL: no workers. EAGAIN, ENOMEM, EMFILE: not so many. */
int pool_new(struct pool **pool, unsigned workers);

/* Each of `count` items by `run`; waits for all. They go to workers by chunks;
   0: about four for each worker. The first error, by their order. */
int pool_map(struct pool *pool, int (*run)(void *item), void *items,
             size_t count, size_t item_size, size_t chunk);

/* One item; does not wait. The item is the pool's until the task is done. */
int pool_apply_async(struct pool *pool, struct pool_task *task,
                     int (*run)(void *item), void *item, size_t item_size);

/* What the task returned. EOWNERDEAD: its worker was killed. ECANCELED: it was
   cancelled, or the pool was terminated. ETIMEDOUT: it is not done. */
int pool_task_wait(struct pool_task *task, long timeout_ms);

/* 0: it will not be done. EBUSY: it has begun, and may be over. */
int pool_task_cancel(struct pool_task *task);

/* Kills the workers at once. Tasks at work say EOWNERDEAD, others ECANCELED. */
void pool_terminate(struct pool *pool);

/* Takes no more tasks, waits until all are done, ends the workers. */
void pool_free(struct pool *pool);

#endif
