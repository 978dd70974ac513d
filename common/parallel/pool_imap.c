/* pool_imap.c - results one by one.

   Each chunk is a task of its own. When it is over its number is written down:
   at its own place, or at the next free one where the order is that of the
   ends. What is to be given out next is always at the next place. */
#include "parallel/pool_inside.h"

#include <errno.h>
#include <stdlib.h>

struct part {
    struct pool_task task;
    struct pool_results *results;
    size_t number;
};

struct pool_results {
    struct lock lock;

    /* Guarded by lock. */
    size_t over;   /* How many parts. */
    size_t *ended; /* Numbers of parts, from 1; 0: none is there yet. */

    struct condition moved; /* Another part is over. */

    /* Of the one that asks. */
    size_t given; /* Items. */
    size_t place; /* In `ended`, of the part that is being given out, */
    size_t taken; /* and how many items of it were. */

    /* Constant after new. */
    bool ordered;
    size_t count;
    size_t chunk;
    size_t submitted;
    struct part *parts;
    int *errors; /* Of each item, once its part is over. */
};

static int run_part(void *argument)
{
    struct part *part = argument;
    struct pool_results *results = part->results;
    int error = pool_run_task(&part->task);

    lock_acquire(&results->lock, FOREVER);
    size_t place = results->ordered ? part->number : results->over;
    results->ended[place] = part->number + 1;
    results->over++;
    condition_notify(&results->moved);
    lock_release(&results->lock);
    return error;
}

static int submit_all(struct pool *pool, struct pool_results *results,
                      const struct pool_task *whole)
{
    int error = 0;

    for (size_t from = 0; from < whole->count && !error;) {
        struct part *part = &results->parts[results->submitted];
        size_t left = whole->count - from;

        part->results = results;
        part->number = results->submitted;
        part->task = *whole;
        part->task.pool = pool;
        part->task.items = (char *)whole->items + from * whole->item_size;
        part->task.count = left < results->chunk ? left : results->chunk;
        part->task.errors = results->errors + from;
        from += part->task.count;
        error = thread_pool_submit(pool->threads, &part->task.future, run_part,
                                   part);
        results->submitted += !error;
    }
    return error;
}

static int begin(struct pool *pool, struct pool_results **made, bool ordered,
                 const struct pool_task *whole, size_t chunk)
{
    struct pool_results *results = calloc(1, sizeof *results);
    size_t count = whole->count, room = count ? count : 1;

    if (!results)
        return ENOMEM;
    results->ordered = ordered;
    results->count = count;
    results->chunk = chunk ? chunk : 1;
    results->parts = calloc(room / results->chunk + 1, sizeof *results->parts);
    results->ended = calloc(room / results->chunk + 1, sizeof *results->ended);
    results->errors = calloc(room, sizeof *results->errors);
    lock_init(&results->lock, BETWEEN_THREADS);
    condition_init(&results->moved, BETWEEN_THREADS);
    int error = ENOMEM;
    if (results->parts && results->ended && results->errors)
        error = submit_all(pool, results, whole);
    *made = results;
    if (error) {
        pool_results_free(results);
        *made = NULL;
    }
    return error;
}

int pool_imap(struct pool *pool, struct pool_results **results,
              int (*run)(void *item), void *items, size_t count,
              size_t item_size, size_t chunk)
{
    struct pool_task whole = {
        .run = run, .items = items, .count = count, .item_size = item_size};

    return begin(pool, results, true, &whole, chunk);
}

int pool_imap_unordered(struct pool *pool, struct pool_results **results,
                        int (*run)(void *item), void *items, size_t count,
                        size_t item_size, size_t chunk)
{
    struct pool_task whole = {
        .run = run, .items = items, .count = count, .item_size = item_size};

    return begin(pool, results, false, &whole, chunk);
}

/* The number of the part at this place, from 1; 0: not in time. */
static size_t part_at(struct pool_results *results, size_t place,
                      long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    int error = 0;

    lock_acquire(&results->lock, FOREVER);
    while (results->ended[place] == 0 && !error)
        error =
            condition_wait_until(&results->moved, &results->lock, &deadline);
    size_t number = results->ended[place];
    lock_release(&results->lock);
    return number;
}

int pool_results_next(struct pool_results *results, size_t *index,
                      long timeout_ms)
{
    *index = results->count;
    if (results->given == results->count)
        return ENODATA;
    size_t number = part_at(results, results->place, timeout_ms);
    if (number == 0)
        return ETIMEDOUT;
    struct part *part = &results->parts[number - 1];
    *index = part->number * results->chunk + results->taken;
    results->given++;
    if (++results->taken == part->task.count) {
        results->taken = 0;
        results->place++;
    }
    return results->errors[*index];
}

void pool_results_free(struct pool_results *results)
{
    for (size_t i = 0; i < results->submitted; i++)
        pool_task_cancel(&results->parts[i].task);
    for (size_t i = 0; i < results->submitted; i++)
        pool_task_wait(&results->parts[i].task, FOREVER);
    condition_fini(&results->moved);
    lock_fini(&results->lock);
    free(results->parts);
    free(results->ended);
    free(results->errors);
    free(results);
}
