/* flows.c - much in one direction. */
#include "parallel/joinable_queue.h"
#include "parallel/pipe.h"
#include "parallel/shared.h"
#include "parallel/thread.h"
#include "tests/bench/parallel.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SMALL = 64, LARGE = 1 << 20, CAPACITY = 1024, MOST_SIDES = 4 };

/* ---- Queues. ---- */

/* The least that does it: a ring, a mutex, two conditions. */
struct ring {
    pthread_mutex_t mutex;
    pthread_cond_t not_full, not_empty;
    size_t head, count, getters, putters;
    char items[CAPACITY][SMALL];
};

static struct queue *queue;
static struct ring *ring;
static char bytes[LARGE];

static void put_ours(long times)
{
    for (long i = 0; i < times; i++)
        queue_put(queue, bytes, FOREVER);
}

static void get_ours(long times)
{
    char item[SMALL];

    for (long i = 0; i < times; i++)
        queue_get(queue, item, FOREVER);
}

static void get_and_say_done(long times)
{
    char item[SMALL];

    for (long i = 0; i < times; i++) {
        queue_get(queue, item, FOREVER);
        joinable_queue_task_done(queue);
    }
}

static void put_raw(long times)
{
    for (long i = 0; i < times; i++) {
        pthread_mutex_lock(&ring->mutex);
        for (; ring->count == CAPACITY; ring->putters--) {
            ring->putters++;
            pthread_cond_wait(&ring->not_full, &ring->mutex);
        }
        memcpy(ring->items[(ring->head + ring->count++) % CAPACITY], bytes,
               SMALL);
        bool call = ring->getters > 0;
        pthread_mutex_unlock(&ring->mutex);
        if (call)
            pthread_cond_signal(&ring->not_empty);
    }
}

static void get_raw(long times)
{
    char item[SMALL];

    for (long i = 0; i < times; i++) {
        pthread_mutex_lock(&ring->mutex);
        for (; ring->count == 0; ring->getters--) {
            ring->getters++;
            pthread_cond_wait(&ring->not_empty, &ring->mutex);
        }
        memcpy(item, ring->items[ring->head++ % CAPACITY], SMALL);
        ring->count--;
        bool call = ring->putters > 0;
        pthread_mutex_unlock(&ring->mutex);
        if (call)
            pthread_cond_signal(&ring->not_full);
    }
}

struct side {
    void (*function)(long);
    long times;
    struct thread thread;
};

static void run_side(void *argument)
{
    struct side *side = argument;

    side->function(side->times);
}

static double flow_threads(void (*put)(long), void (*get)(long), int sides,
                           long times)
{
    struct side all[2 * MOST_SIDES];

    for (int i = 0; i < 2 * sides; i++) {
        all[i].function = i % 2 ? put : get;
        all[i].times = times / sides;
        thread_start(&all[i].thread, NULL, run_side, &all[i]);
    }
    for (int i = 0; i < 2 * sides; i++)
        thread_join(&all[i].thread, FOREVER);
    return (double)(times / sides * sides);
}

static double flow_processes(void (*put)(long), void (*get)(long), int sides,
                             long times)
{
    pid_t children[2 * MOST_SIDES];

    for (int i = 0; i < 2 * sides; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            (i % 2 ? put : get)(times / sides);
            _exit(0);
        }
    }
    for (int i = 0; i < 2 * sides; i++)
        waitpid(children[i], NULL, 0);
    return (double)(times / sides * sides);
}

static void make_ring(int shared)
{
    pthread_mutexattr_t mutex;
    pthread_condattr_t cond;

    ring = bench_shared(sizeof *ring);
    pthread_mutexattr_init(&mutex);
    pthread_condattr_init(&cond);
    pthread_mutexattr_setpshared(&mutex, shared);
    pthread_condattr_setpshared(&cond, shared);
    pthread_mutex_init(&ring->mutex, &mutex);
    pthread_cond_init(&ring->not_full, &cond);
    pthread_cond_init(&ring->not_empty, &cond);
}

static double ours(int sides, long times, enum sharing sharing,
                   void (*get)(long))
{
    bool threads = sharing == BETWEEN_THREADS;

    if (queue_new(&queue, CAPACITY, SMALL, sharing))
        return 0;
    double done =
        (threads ? flow_threads : flow_processes)(put_ours, get, sides, times);
    queue_free(queue);
    return done;
}

static double raws(int sides, long times, enum sharing sharing)
{
    bool threads = sharing == BETWEEN_THREADS;

    make_ring(threads ? PTHREAD_PROCESS_PRIVATE : PTHREAD_PROCESS_SHARED);
    double done = (threads ? flow_threads : flow_processes)(put_raw, get_raw,
                                                            sides, times);
    munmap(ring, sizeof *ring);
    return done;
}

#define FLOW(name, sides, sharing)                                             \
    static double our_##name(long times)                                       \
    {                                                                          \
        return ours(sides, times, sharing, get_ours);                          \
    }                                                                          \
    static double raw_##name(long times)                                       \
    {                                                                          \
        return raws(sides, times, sharing);                                    \
    }

FLOW(threads_1, 1, BETWEEN_THREADS)
FLOW(threads_4, 4, BETWEEN_THREADS)
FLOW(processes_1, 1, BETWEEN_PROCESSES)
FLOW(processes_4, 4, BETWEEN_PROCESSES)

static double our_joinable(long times)
{
    return ours(1, times, BETWEEN_THREADS, get_and_say_done);
}

/* ---- Pipes. ---- */

static struct pipe mine, theirs;
static int ends[2];
static size_t length; /* Of each message. */

static void drain(long times)
{
    size_t size;

    for (long i = 0; i < times; i++)
        pipe_receive(&theirs, bytes, length, &size, FOREVER);
}

static void fill(long times)
{
    for (long i = 0; i < times; i++)
        pipe_send(&mine, bytes, length, FOREVER);
}

static void raw_drain(long times)
{
    for (long i = 0; i < times; i++)
        if (recv(ends[1], bytes, length, MSG_WAITALL) < 0)
            return;
}

static void raw_fill(long times)
{
    for (long i = 0; i < times; i++)
        if (send(ends[0], bytes, length, 0) < 0)
            return;
}

static double one_way(long times, size_t size)
{
    length = size;
    if (pipe_new(&mine, &theirs))
        return 0;
    bench_with_child(drain, fill, times);
    pipe_close(&mine);
    pipe_close(&theirs);
    return (double)times;
}

static double raw_one_way(long times, size_t size)
{
    length = size;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        return 0;
    bench_with_child(raw_drain, raw_fill, times);
    close(ends[0]);
    close(ends[1]);
    return (double)times;
}

static double our_small(long times)
{
    return one_way(times, SMALL);
}

static double raw_small(long times)
{
    return raw_one_way(times, SMALL);
}

static double our_large(long times)
{
    return one_way(times, LARGE);
}

static double raw_large(long times)
{
    return raw_one_way(times, LARGE);
}

/* ---- Values. ---- */

static struct shared_value *value;
static struct {
    pthread_mutex_t mutex;
    long number;
} * raw_value;

static void add_ours(long times)
{
    for (long i = 0; i < times; i++)
        shared_value_add(value, 1);
}

static void add_raw(long times)
{
    for (long i = 0; i < times; i++) {
        pthread_mutex_lock(&raw_value->mutex);
        raw_value->number++;
        pthread_mutex_unlock(&raw_value->mutex);
    }
}

static double add_by(void (*add)(long), int halves, long times)
{
    pthread_mutexattr_t kind;

    if (!value && shared_value_new(&value, 0))
        return 0;
    if (!raw_value) {
        raw_value = bench_shared(sizeof *raw_value);
        pthread_mutexattr_init(&kind);
        pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
        pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
        pthread_mutex_init(&raw_value->mutex, &kind);
    }
    if (halves == 0) {
        add(times);
        return (double)times;
    }
    return 2 * flow_processes(add, add, halves, times);
}

static double our_value_1(long times)
{
    return add_by(add_ours, 0, times);
}

static double raw_value_1(long times)
{
    return add_by(add_raw, 0, times);
}

static double our_value_4(long times)
{
    return add_by(add_ours, 2, times);
}

static double raw_value_4(long times)
{
    return add_by(add_raw, 2, times);
}

const struct bench_row bench_flows[] = {
    {"queue_threads_1", our_threads_1, raw_threads_1, 200000},
    {"queue_threads_4", our_threads_4, raw_threads_4, 200000},
    {"queue_processes_1", our_processes_1, raw_processes_1, 200000},
    {"queue_processes_4", our_processes_4, raw_processes_4, 200000},
    {"joinable_queue", our_joinable, our_threads_1, 200000},
    {"pipe_small", our_small, raw_small, 100000},
    {"pipe_large", our_large, raw_large, 300},
    {"value_1", our_value_1, raw_value_1, 1000000},
    {"value_4", our_value_4, raw_value_4, 400000},
    {0},
};
