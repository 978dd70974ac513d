/* pool_inside.h - what a pool's sources share. Not installed.

   For each worker process there is a thread here that speaks with it. The
   threads are a thread_pool: what waits, in which order, and what becomes of
   futures is decided there. A thread that has a task takes a worker nobody
   else has, gives the order, and waits for the answer or the end. */
#ifndef PARALLEL_POOL_INSIDE_H
#define PARALLEL_POOL_INSIDE_H

#include "parallel/inside.h"
#include "parallel/pipe.h"
#include "parallel/pool.h"
#include "parallel/process.h"
#include "parallel/thread_pool_inside.h"

#include <stdatomic.h>

struct worker {
    struct process process;
    struct pipe end; /* This process's. */
    struct pipe far; /* The worker's; open only while it is being forked. */
    unsigned done;   /* Tasks. */
    unsigned area;   /* The one it knows, by its number; 0: none. */
    bool busy;
};

/* Where maps lie, for this process and the workers: see pool_map.c. */
struct pool_area {
    struct lock lock; /* Of the one map that goes on. */

    /* Guarded by lock, as is what lies there. */
    int file;
    unsigned number;
    size_t size;
    struct pool_sheet *sheet;
};

struct pool {
    struct lock lock;

    /* Guarded by lock. A worker that is busy has its pipe used by its thread
       alone. */
    bool terminated;
    struct worker *workers; /* As many as there are threads. */

    struct pool_area area;

    /* Constant after new. */
    unsigned count;
    struct pool_options options;
    struct thread_pool *threads;
};

/* What goes to a worker before the items, and back. A function is at the same
   address there: the worker was forked from here. */
enum order_kind {
    ORDER_TASK, /* Items follow, and room for the error of each if wanted. */
    ORDER_AREA, /* The descriptor of another area follows. No answer. */
    ORDER_MAP,  /* What lies in the area. */
};

struct pool_order {
    enum order_kind kind;
    unsigned number; /* Of the job. */
    int (*run)(void *item);
    size_t count; /* Of a map: at most so many chunks; then: so many done. */
    size_t item_size;
    bool errors_wanted;
    int result;
};

/* The life of a worker: until nobody has the other end. */
int pool_worker_serve(struct pipe *end, int error);

/* Its share of a map: as many chunks as nobody else has taken. */
size_t pool_sheet_work(struct pool_sheet *sheet, int (*run)(void *item),
                       size_t most, int error);

/* One that nobody else has, and that is alive as far as can be known. */
int pool_take_worker(struct pool *pool, struct worker **taken);

/* After so many tasks; one that does not answer any more is no worker. */
void pool_give_back(struct pool *pool, struct worker *worker, bool answers,
                    size_t tasks);

int pool_submit(struct pool *pool, struct pool_task *task);

/* In a thread of the pool: its result. The argument is the task. */
int pool_run_task(void *argument);

void pool_area_free(struct pool_area *area);

#endif
