/* pool.h - worker processes that do tasks.

   A task is a function and an item. The item is copied to a worker, the
   function works on the copy, and what it has become is copied back: so the
   result lies where the argument was. Where a function has several arguments,
   an item is a struct of them. What the function returns, 0 or an error number
   of its own, comes back as well.

       static int square(void *item) { *(long *)item *= *(long *)item; ... }

       pool_new(&pool, 3);
       error = pool_map(pool, square, numbers, 100, sizeof *numbers, 0);
       pool_free(pool);

   The workers are forked from here: they have a copy of this process's memory
   from when they began, and an item must not point into memory made since. One
   that replaces another begins later, while other threads run here: a lock that
   one of them holds at that moment stays held in it (process.h).

   A worker that is killed at a task is replaced. Its task says EOWNERDEAD, and
   its item is as it was: it may have been done in part, or wholly, but for the
   answer. It is done again only as often as the pool was told to. Workers end
   when this process has, however it did, and those forked from it since: at
   the end of their task.

   Any thread may use a pool. Python: Pool; a struct is what starmap is for. */
#ifndef PARALLEL_POOL_H
#define PARALLEL_POOL_H

#include "parallel/thread_pool.h"

#include <stddef.h>

struct pool;

struct pool_options {
    unsigned workers;

    /* NULL, or called by each worker before its first task. What it returns
       but 0, all tasks of this worker return, and are not done. */
    int (*initialise)(void *argument);
    void *argument;

    unsigned tasks_most; /* Then a worker is replaced; a chunk is a task. 0:
                            it never is. */
    unsigned retries;    /* How often a task is done again when it kills. */
};

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
    int *errors;    /* NULL, or room for one of each item. */
    unsigned tries; /* 0: as many as the pool gives each. */
};

/* EINVAL: no workers. EAGAIN, ENOMEM, EMFILE: not so many. */
int pool_new(struct pool **pool, unsigned workers);
int pool_new_with(struct pool **pool, const struct pool_options *options);

/* Each of `count` items by `run`; waits for all. They go to workers by chunks;
   0: about four for each worker. The first error, by their order; ESHUTDOWN:
   it takes no more. In a chunk with an error the items after it are done all
   the same. Maps of several threads go one after the other. */
int pool_map(struct pool *pool, int (*run)(void *item), void *items,
             size_t count, size_t item_size, size_t chunk);

/* One item, and its result. */
int pool_apply(struct pool *pool, int (*run)(void *item), void *item,
               size_t item_size);

/* One item; does not wait. The item is the pool's until the task is done. */
int pool_apply_async(struct pool *pool, struct pool_task *task,
                     int (*run)(void *item), void *item, size_t item_size);

/* What the task returned. EOWNERDEAD: its worker was killed. ECANCELED: it was
   cancelled, or the pool was terminated. ETIMEDOUT: it is not done. */
int pool_task_wait(struct pool_task *task, long timeout_ms);

/* 0: it will not be done. EBUSY: it has begun, and may be over. */
int pool_task_cancel(struct pool_task *task);

/* A map whose results are taken one by one, while others are still at work:

       pool_imap(pool, &results, square, numbers, 100, sizeof *numbers, 1);
       while (pool_results_next(results, &index, FOREVER) != ENODATA)
           use(numbers[index]);
       pool_results_free(results);

   By their order, or as they come. Chunk 0 is 1. The items are the pool's
   until pool_results_free; one thread asks. */
struct pool_results;

int pool_imap(struct pool *pool, struct pool_results **results,
              int (*run)(void *item), void *items, size_t count,
              size_t item_size, size_t chunk);
int pool_imap_unordered(struct pool *pool, struct pool_results **results,
                        int (*run)(void *item), void *items, size_t count,
                        size_t item_size, size_t chunk);

/* What `run` returned for the item at `index`, or as pool_task_wait.
   ENODATA: that was all. ETIMEDOUT: the next is not done. With these two, and
   only with these, the index is the number of items. */
int pool_results_next(struct pool_results *results, size_t *index,
                      long timeout_ms);

/* Cancels what has not begun, and waits for the rest. */
void pool_results_free(struct pool_results *results);

/* Takes no more tasks; those it has are done. */
void pool_close(struct pool *pool);

/* Requires: it was closed or terminated. 0: all tasks are over, all workers
   have ended. ETIMEDOUT: not yet. */
int pool_join(struct pool *pool, long timeout_ms);

/* Kills the workers at once. Tasks at work say EOWNERDEAD, others ECANCELED. */
void pool_terminate(struct pool *pool);

/* Closes it, joins it, and it is gone. Requires: nobody uses it. */
void pool_free(struct pool *pool);

#endif
