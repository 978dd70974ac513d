/* pool_map.c - many items at once, in memory that workers share.

   A pipe costs two calls for each message. So the items of a map are copied
   into an area of shared memory, where each worker takes chunk after chunk by
   adding one to a counter. It is told once that there is something to take,
   and answers once that there is nothing more.

   A chunk is done when its result says so. One that was taken and is not done
   when all workers have answered, or died, is one that a worker died at; here
   its items are as they were. */
#include "parallel/note_inside.h"
#include "parallel/pool_inside.h"
#include "parallel/semaphore.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { NOT_DONE = INT_MIN, AREA_LEAST = 1 << 20, ALIGNMENT = 64 };

struct pool_sheet {
    atomic_size_t next; /* The chunk nobody has taken yet. */

    /* Constant during a map. */
    _Alignas(ALIGNMENT) size_t count;
    size_t item_size;
    size_t chunk; /* Items of each, but for the last. */
    size_t chunks;
    size_t items;    /* Where they begin, from here. */
    unsigned number; /* Of the first chunk: each is a job. */

    _Alignas(ALIGNMENT) atomic_int results[]; /* Of each chunk. */
};

static unsigned char *item_of(struct pool_sheet *sheet, size_t index)
{
    return (unsigned char *)sheet + sheet->items + index * sheet->item_size;
}

static size_t first_of(const struct pool_sheet *sheet, size_t chunk)
{
    size_t first = chunk * sheet->chunk;

    return first < sheet->count ? first : sheet->count;
}

/* ---- Chunks, as they are noted. ---- */

FOR_NOTES static void note_chunk(const char *what,
                                 const struct pool_sheet *sheet, size_t chunk)
{
    note(what, sheet->number + (int64_t)chunk);
}

FOR_NOTES static void note_chunks_given(const struct pool *pool)
{
    struct pool_sheet *sheet = pool->area.sheet;

    if (!interleave_note)
        return;
    sheet->number = thread_pool_number(pool->threads, (unsigned)sheet->chunks);
    for (size_t chunk = 0; chunk < sheet->chunks; chunk++)
        note_chunk("job given", sheet, chunk);
}

/* ---- In a worker. ---- */

size_t pool_sheet_work(struct pool_sheet *sheet, int (*run)(void *item),
                       size_t most, int error)
{
    size_t taken, done = 0;

    while (done < most &&
           (taken = atomic_fetch_add(&sheet->next, 1)) < sheet->chunks) {
        unsigned char *item = item_of(sheet, first_of(sheet, taken));
        unsigned char *last = item_of(sheet, first_of(sheet, taken + 1));
        int result = error;

        note_chunk("job taken", sheet, taken);
        for (; item < last && !error; item += sheet->item_size) {
            int own = run(item);
            result = result ? result : own;
        }
        atomic_store_explicit(&sheet->results[taken], result,
                              memory_order_release);
        note_chunk("job finished", sheet, taken);
        done++;
    }
    return done;
}

/* ---- Here. ---- */

struct map {
    struct pool *pool;
    int (*run)(void *item);
    struct semaphore over; /* A place for each thread that found no more. */
};

/* False: the worker does not answer. */
static bool order_chunks(struct map *map, struct worker *worker, size_t *done)
{
    struct pool_area *area = &map->pool->area;
    unsigned most = map->pool->options.tasks_most;
    struct pool_order order = {.kind = ORDER_AREA, .run = map->run};
    size_t size;

    *done = 0;
    if (worker->area != area->number &&
        (pipe_send(&worker->end, &order, sizeof order, FOREVER) ||
         send_with_descriptors(worker->end.descriptor, "", 1, &area->file, 1) <
             0))
        return false;
    worker->area = area->number;
    order.kind = ORDER_MAP;
    order.count = most > 0 ? most - worker->done : SIZE_MAX;
    if (pipe_send(&worker->end, &order, sizeof order, FOREVER) ||
        pipe_receive(&worker->end, &order, sizeof order, &size, FOREVER) ||
        size != sizeof order)
        return false;
    *done = order.count;
    return true;
}

static int run_share(void *argument)
{
    struct map *map = argument;
    struct pool_sheet *sheet = map->pool->area.sheet;
    struct worker *worker;
    size_t done;
    int error = 0;

    while (atomic_load(&sheet->next) < sheet->chunks && !error) {
        error = pool_take_worker(map->pool, &worker);
        if (error)
            break;
        bool answers = order_chunks(map, worker, &done);
        pool_give_back(map->pool, worker, answers, done);
    }
    semaphore_release(&map->over);
    return error;
}

/* The first thread that finds no more chunks ends it: those that have not
   begun, as they have other tasks, need not. */
static int share_out(struct map *map, size_t shares)
{
    struct future *futures = calloc(shares, sizeof *futures);
    size_t submitted = 0;
    int error = futures ? 0 : ENOMEM;

    for (; submitted < shares && !error; submitted += !error)
        error = thread_pool_submit_numbered(
            map->pool->threads, &futures[submitted], run_share, map, 0);
    if (submitted > 0)
        semaphore_acquire(&map->over, FOREVER);
    for (size_t i = 0; i < submitted; i++)
        future_cancel(&futures[i]);
    for (size_t i = 0; i < submitted; i++) {
        int own = future_wait(&futures[i], FOREVER);

        if (own && own != ECANCELED && !error)
            error = own;
    }
    free(futures);
    return error;
}

/* ---- The area. ---- */

void pool_area_free(struct pool_area *area)
{
    if (area->sheet)
        munmap(area->sheet, area->size);
    if (area->file >= 0)
        close(area->file);
    area->sheet = NULL;
    area->file = -1;
}

static int grow(struct pool_area *area, size_t size)
{
    if (area->sheet && size <= area->size)
        return 0;
    pool_area_free(area);
    for (area->size = AREA_LEAST; area->size < size;)
        area->size *= 2;
    area->file = memfd_create("pool", MFD_CLOEXEC);
    if (area->file < 0)
        return errno;
    if (ftruncate(area->file, (off_t)area->size))
        return errno;
    void *memory = mmap(NULL, area->size, PROT_READ | PROT_WRITE, MAP_SHARED,
                        area->file, 0);
    if (memory == MAP_FAILED)
        return ENOMEM;
    area->sheet = memory;
    area->number++;
    return 0;
}

static int lay_out(struct pool_area *area, const void *items, size_t count,
                   size_t item_size, size_t chunk)
{
    size_t chunks = (count - 1) / chunk + 1, bytes, size;
    size_t head = sizeof(struct pool_sheet) + chunks * sizeof(atomic_int);

    head = (head + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (__builtin_mul_overflow(count, item_size, &bytes) ||
        __builtin_add_overflow(bytes, head, &size) || size > INT64_MAX / 2)
        return ENOMEM;
    int error = grow(area, size);
    if (error)
        return error;
    struct pool_sheet *sheet = area->sheet;
    sheet->count = count;
    sheet->item_size = item_size;
    sheet->chunk = chunk;
    sheet->chunks = chunks;
    sheet->items = head;
    for (size_t i = 0; i < chunks; i++)
        atomic_init(&sheet->results[i], NOT_DONE);
    memcpy(item_of(sheet, 0), items, bytes);
    atomic_store(&sheet->next, 0);
    return 0;
}

/* ---- Results. ---- */

/* A worker died at it, or nobody took it, as the pool was terminated. */
static int make_good(struct pool *pool, int (*run)(void *item),
                     unsigned char *items, size_t chunk)
{
    struct pool_sheet *sheet = pool->area.sheet;
    size_t first = first_of(sheet, chunk);
    struct pool_task task = {.run = run,
                             .items = items + first * sheet->item_size,
                             .count = first_of(sheet, chunk + 1) - first,
                             .item_size = sheet->item_size,
                             .tries = pool->options.retries};

    note_chunk("job dropped", sheet, chunk);
    if (atomic_load(&sheet->next) <= chunk)
        return ECANCELED;
    if (pool->options.retries == 0)
        return EOWNERDEAD;
    int error = pool_submit(pool, &task);
    return error ? error : pool_task_wait(&task, FOREVER);
}

static int gather(struct pool *pool, int (*run)(void *item),
                  unsigned char *items)
{
    struct pool_sheet *sheet = pool->area.sheet;
    size_t done_from = 0; /* Copied together: from here on all are done. */
    int first = 0;

    for (size_t chunk = 0; chunk <= sheet->chunks; chunk++) {
        int result = NOT_DONE;

        if (chunk < sheet->chunks)
            result = atomic_load_explicit(&sheet->results[chunk],
                                          memory_order_acquire);
        if (result == NOT_DONE) {
            size_t from = first_of(sheet, done_from);
            size_t upto = first_of(sheet, chunk);

            memcpy(items + from * sheet->item_size, item_of(sheet, from),
                   (upto - from) * sheet->item_size);
            done_from = chunk + 1;
            if (chunk < sheet->chunks)
                result = make_good(pool, run, items, chunk);
        }
        if (chunk < sheet->chunks && !first)
            first = result;
    }
    return first;
}

int pool_map(struct pool *pool, int (*run)(void *item), void *items,
             size_t count, size_t item_size, size_t chunk)
{
    struct map map = {.pool = pool, .run = run};

    if (count == 0 || item_size == 0)
        return 0;
    if (chunk == 0)
        chunk = count / (4 * (size_t)pool->count) + 1;
    semaphore_init(&map.over, 0, BETWEEN_THREADS);
    lock_acquire(&pool->area.lock, FOREVER);
    int error = lay_out(&pool->area, items, count, item_size, chunk);
    if (!error) {
        size_t chunks = pool->area.sheet->chunks;

        note_chunks_given(pool);
        error = share_out(&map, chunks < pool->count ? chunks : pool->count);
        if (!error || error == ECANCELED) {
            int first = gather(pool, run, items);
            error = error ? error : first;
        }
    }
    lock_release(&pool->area.lock);
    semaphore_fini(&map.over);
    return error;
}
