/* pools.c - tasks for threads and for processes; and two cores. */
#include "parallel/pool.h"
#include "parallel/thread.h"
#include "tests/bench/parallel.h"
#include "tests/support/measure.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- Ours. ---- */

static int increment(void *item)
{
    ++*(int *)item;
    return 0;
}

/* Kept for all rounds; made by the first. */
static double trips_by_threads(long times)
{
    static struct thread_pool *pool;
    struct future future;
    int item = 0;

    if (!pool && thread_pool_new(&pool, 2))
        return 0;
    for (long i = 0; i < times; i++) {
        thread_pool_submit(pool, &future, increment, &item);
        future_wait(&future, FOREVER);
    }
    return (double)times;
}

static double many_by_threads(long times)
{
    static struct thread_pool *pool;
    int *items = calloc((size_t)times, sizeof *items);

    if (!items || (!pool && thread_pool_new(&pool, 2)))
        return 0;
    thread_pool_map(pool, increment, items, (size_t)times, sizeof *items);
    free(items);
    return (double)times;
}

static struct pool *pool;

static double trips_by_processes(long times)
{
    struct pool_task task;
    int item = 0;

    if (!pool && pool_new(&pool, 2))
        return 0;
    for (long i = 0; i < times; i++) {
        pool_apply_async(pool, &task, increment, &item, sizeof item);
        pool_task_wait(&task, FOREVER);
    }
    return (double)times;
}

static double map_by(long times, size_t chunk)
{
    int *items = calloc((size_t)times, sizeof *items);

    if (!items || (!pool && pool_new(&pool, 2)))
        return 0;
    pool_map(pool, increment, items, (size_t)times, sizeof *items, chunk);
    free(items);
    return (double)times;
}

static double map_default(long times)
{
    return map_by(times, 0);
}

static double map_ones(long times)
{
    return map_by(times, 1);
}

/* ---- Raw: threads. ---- */

enum { SLOTS = 1024, WORKERS = 2 };

/* The least that does it: tasks in a ring, a count of those done. */
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t not_empty, not_full, all_done;
    bool begun;
    long head, tail, done, wanted;
    struct {
        int (*run)(void *);
        void *item;
    } slots[SLOTS];
} crew = {PTHREAD_MUTEX_INITIALIZER,
          PTHREAD_COND_INITIALIZER,
          PTHREAD_COND_INITIALIZER,
          PTHREAD_COND_INITIALIZER,
          false,
          0,
          0,
          0,
          0,
          {{0}}};

static void *raw_work(void *argument)
{
    pthread_mutex_lock(&crew.mutex);
    for (;;) {
        while (crew.head == crew.tail)
            pthread_cond_wait(&crew.not_empty, &crew.mutex);
        long at = crew.head++ % SLOTS;
        int (*run)(void *) = crew.slots[at].run;
        void *item = crew.slots[at].item;

        if (crew.tail - crew.head == SLOTS - 1)
            pthread_cond_signal(&crew.not_full);
        pthread_mutex_unlock(&crew.mutex);
        run(item);
        pthread_mutex_lock(&crew.mutex);
        if (++crew.done == crew.wanted)
            pthread_cond_signal(&crew.all_done);
    }
    return argument;
}

static void raw_submit(int *items, long count)
{
    pthread_t thread;

    for (int i = 0; !crew.begun && i < WORKERS; i++)
        pthread_create(&thread, NULL, raw_work, NULL);
    crew.begun = true;
    pthread_mutex_lock(&crew.mutex);
    crew.wanted = crew.done + count;
    pthread_mutex_unlock(&crew.mutex);
    for (long i = 0; i < count; i++) {
        pthread_mutex_lock(&crew.mutex);
        while (crew.tail - crew.head == SLOTS)
            pthread_cond_wait(&crew.not_full, &crew.mutex);
        crew.slots[crew.tail % SLOTS].run = increment;
        crew.slots[crew.tail++ % SLOTS].item = &items[i];
        pthread_cond_signal(&crew.not_empty);
        pthread_mutex_unlock(&crew.mutex);
    }
    pthread_mutex_lock(&crew.mutex);
    while (crew.done < crew.wanted)
        pthread_cond_wait(&crew.all_done, &crew.mutex);
    pthread_mutex_unlock(&crew.mutex);
}

static double raw_trips_by_threads(long times)
{
    int item = 0;

    for (long i = 0; i < times; i++)
        raw_submit(&item, 1);
    return (double)times;
}

static double raw_many_by_threads(long times)
{
    int *items = calloc((size_t)times, sizeof *items);

    raw_submit(items, times);
    free(items);
    return (double)times;
}

/* ---- Raw: processes. ---- */

enum { ITEMS_MOST = 1 << 20 };

/* What the two share. */
static struct {
    atomic_long next;
    long count;
    long chunk;
    int items[ITEMS_MOST];
} * sheet;

static int posts[WORKERS][2];

static _Noreturn void raw_serve(int socket)
{
    char byte;

    while (recv(socket, &byte, 1, 0) == 1) {
        for (long at; (at = atomic_fetch_add(&sheet->next, sheet->chunk)) <
                      sheet->count;)
            for (long i = at; i < at + sheet->chunk && i < sheet->count; i++)
                increment(&sheet->items[i]);
        if (send(socket, &byte, 1, 0) != 1)
            break;
    }
    _exit(0);
}

static void raw_begin(void)
{
    if (sheet)
        return;
    sheet = bench_shared(sizeof *sheet);
    for (int i = 0; i < WORKERS; i++) {
        if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, posts[i]))
            abort();
        if (fork() == 0) {
            for (int j = 0; j <= i; j++)
                close(posts[j][0]);
            raw_serve(posts[i][1]);
        }
        close(posts[i][1]);
    }
}

static void raw_share_out(long count, long chunk, int workers)
{
    char byte = 0;

    raw_begin();
    sheet->count = count;
    sheet->chunk = chunk;
    atomic_store(&sheet->next, 0);
    for (int i = 0; i < workers; i++)
        if (send(posts[i][0], &byte, 1, 0) != 1)
            abort();
    for (int i = 0; i < workers; i++)
        if (recv(posts[i][0], &byte, 1, 0) != 1)
            abort();
}

static double raw_trips_by_processes(long times)
{
    for (long i = 0; i < times; i++)
        raw_share_out(1, 1, 1);
    return (double)times;
}

static double raw_map_default(long times)
{
    raw_share_out(times, times / 8, WORKERS);
    return (double)times;
}

static double raw_map_ones(long times)
{
    raw_share_out(times, 1, WORKERS);
    return (double)times;
}

/* ---- Two cores. ---- */

static int compute(void *item)
{
    unsigned *number = item;

    for (long i = 0; i < 400000; i++)
        *number = *number * 1664525U + 1013904223U;
    return 0;
}

enum { PARTS = 16 };

/* How many times faster than one after the other. */
static double speed_up(void (*all)(unsigned *))
{
    unsigned numbers[PARTS] = {0};
    double start = measure_now_ns();

    for (int i = 0; i < PARTS; i++)
        compute(&numbers[i]);
    double alone = measure_now_ns() - start;
    all(numbers); /* Whoever works has begun. */
    start = measure_now_ns();
    all(numbers);
    return alone / (measure_now_ns() - start);
}

static void by_our_threads(unsigned *numbers)
{
    static struct thread_pool *threads;

    if (threads || thread_pool_new(&threads, WORKERS) == 0)
        thread_pool_map(threads, compute, numbers, PARTS, sizeof *numbers);
}

static void by_our_processes(unsigned *numbers)
{
    if (pool || pool_new(&pool, WORKERS) == 0)
        pool_map(pool, compute, numbers, PARTS, sizeof *numbers, 0);
}

static void *compute_half(void *numbers)
{
    for (int i = 0; i < PARTS / 2; i++)
        compute((unsigned *)numbers + i);
    return NULL;
}

static void by_raw_threads(unsigned *numbers)
{
    pthread_t thread;

    pthread_create(&thread, NULL, compute_half, numbers);
    compute_half(numbers + PARTS / 2);
    pthread_join(thread, NULL);
}

static void by_raw_processes(unsigned *numbers)
{
    pid_t child = fork();

    compute_half(child ? numbers : numbers + PARTS / 2);
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
}

#define SPEED_UP(name)                                                         \
    static double speed_##name(long times)                                     \
    {                                                                          \
        (void)times;                                                           \
        return speed_up(by_##name);                                            \
    }

SPEED_UP(our_threads)
SPEED_UP(raw_threads)
SPEED_UP(our_processes)
SPEED_UP(raw_processes)

const struct bench_row bench_pools[] = {
    {"thread_pool_trip", trips_by_threads, raw_trips_by_threads, 5000},
    {"thread_pool_map", many_by_threads, raw_many_by_threads, 50000},
    {"pool_trip", trips_by_processes, raw_trips_by_processes, 5000},
    {"pool_map", map_default, raw_map_default, 500000},
    {"pool_map_ones", map_ones, raw_map_ones, 100000},
    {"speed_up_threads", speed_our_threads, speed_raw_threads, 0},
    {"speed_up_processes", speed_our_processes, speed_raw_processes, 0},
    {0},
};
