/* trips.c - to another process and back. */
#include "parallel/barrier.h"
#include "parallel/event.h"
#include "parallel/pipe.h"
#include "tests/bench/parallel.h"

#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

void bench_with_child(void (*child)(long), void (*parent)(long), long times)
{
    pid_t pid = fork();

    if (pid == 0) {
        child(times);
        _exit(0);
    }
    parent(times);
    waitpid(pid, NULL, 0);
}

void *bench_shared(size_t size)
{
    return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                -1, 0);
}

/* All that is waited on, in shared memory. */
static struct {
    struct event ping, pong;
    struct lock lock;
    struct condition turned;
    struct barrier barrier;
    long turn;

    atomic_uint raw_ping, raw_pong;
    pthread_mutex_t mutex;
    pthread_cond_t cond;
    pthread_barrier_t raw_barrier;
} * at;

static void prepare(void)
{
    pthread_mutexattr_t mutex;
    pthread_condattr_t cond;
    pthread_barrierattr_t barrier;

    if (!at) {
        at = bench_shared(sizeof *at);
        event_init(&at->ping, BETWEEN_PROCESSES);
        event_init(&at->pong, BETWEEN_PROCESSES);
        lock_init(&at->lock, BETWEEN_PROCESSES);
        condition_init(&at->turned, BETWEEN_PROCESSES);
        barrier_init(&at->barrier, 2, BETWEEN_PROCESSES);
        pthread_mutexattr_init(&mutex);
        pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
        pthread_mutex_init(&at->mutex, &mutex);
        pthread_condattr_init(&cond);
        pthread_condattr_setpshared(&cond, PTHREAD_PROCESS_SHARED);
        pthread_cond_init(&at->cond, &cond);
        pthread_barrierattr_init(&barrier);
        pthread_barrierattr_setpshared(&barrier, PTHREAD_PROCESS_SHARED);
        pthread_barrier_init(&at->raw_barrier, &barrier, 2);
    }
    at->turn = 0;
}

#define TRIP(name, child, parent)                                              \
    static double name(long times)                                             \
    {                                                                          \
        prepare();                                                             \
        bench_with_child(child, parent, times);                                \
        return (double)times;                                                  \
    }

static void event_answer(long times)
{
    for (long i = 0; i < times; i++) {
        event_wait(&at->ping, FOREVER);
        event_clear(&at->ping);
        event_set(&at->pong);
    }
}

static void event_ask(long times)
{
    for (long i = 0; i < times; i++) {
        event_set(&at->ping);
        event_wait(&at->pong, FOREVER);
        event_clear(&at->pong);
    }
}

static void raw_set(atomic_uint *flag)
{
    atomic_store(flag, 1);
    syscall(SYS_futex, flag, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void raw_wait(atomic_uint *flag)
{
    while (atomic_load(flag) == 0)
        syscall(SYS_futex, flag, FUTEX_WAIT, 0, NULL, NULL, 0);
    atomic_store(flag, 0);
}

static void raw_event_answer(long times)
{
    for (long i = 0; i < times; i++) {
        raw_wait(&at->raw_ping);
        raw_set(&at->raw_pong);
    }
}

static void raw_event_ask(long times)
{
    for (long i = 0; i < times; i++) {
        raw_set(&at->raw_ping);
        raw_wait(&at->raw_pong);
    }
}

static void turn(long times, int me)
{
    for (long i = 0; i < times; i++) {
        lock_acquire(&at->lock, FOREVER);
        while (at->turn % 2 != me)
            condition_wait(&at->turned, &at->lock, FOREVER);
        at->turn++;
        condition_notify(&at->turned);
        lock_release(&at->lock);
    }
}

static void turn_first(long times)
{
    turn(times, 0);
}

static void turn_second(long times)
{
    turn(times, 1);
}

static void raw_turn(long times, int me)
{
    for (long i = 0; i < times; i++) {
        pthread_mutex_lock(&at->mutex);
        while (at->turn % 2 != me)
            pthread_cond_wait(&at->cond, &at->mutex);
        at->turn++;
        pthread_cond_signal(&at->cond);
        pthread_mutex_unlock(&at->mutex);
    }
}

static void raw_turn_first(long times)
{
    raw_turn(times, 0);
}

static void raw_turn_second(long times)
{
    raw_turn(times, 1);
}

static void meet(long times)
{
    for (long i = 0; i < times; i++)
        barrier_wait(&at->barrier, NULL, FOREVER);
}

static void raw_meet(long times)
{
    for (long i = 0; i < times; i++)
        pthread_barrier_wait(&at->raw_barrier);
}

TRIP(our_event, event_answer, event_ask)
TRIP(raw_event, raw_event_answer, raw_event_ask)
TRIP(our_condition, turn_second, turn_first)
TRIP(raw_condition, raw_turn_second, raw_turn_first)
TRIP(our_barrier, meet, meet)
TRIP(raw_barrier, raw_meet, raw_meet)

enum { SMALL = 64 };

static struct pipe mine, theirs;
static int ends[2];
static char bytes[SMALL];

static void pipe_answer(long times)
{
    size_t size;

    for (long i = 0; i < times; i++) {
        pipe_receive(&theirs, bytes, SMALL, &size, FOREVER);
        pipe_send(&theirs, bytes, SMALL, FOREVER);
    }
}

static void pipe_ask(long times)
{
    size_t size;

    for (long i = 0; i < times; i++) {
        pipe_send(&mine, bytes, SMALL, FOREVER);
        pipe_receive(&mine, bytes, SMALL, &size, FOREVER);
    }
}

static void raw_pipe_answer(long times)
{
    for (long i = 0; i < times; i++)
        if (recv(ends[1], bytes, SMALL, 0) < 0 ||
            send(ends[1], bytes, SMALL, 0) < 0)
            return;
}

static void raw_pipe_ask(long times)
{
    for (long i = 0; i < times; i++)
        if (send(ends[0], bytes, SMALL, 0) < 0 ||
            recv(ends[0], bytes, SMALL, 0) < 0)
            return;
}

static double our_pipe(long times)
{
    if (pipe_new(&mine, &theirs))
        return 0;
    bench_with_child(pipe_answer, pipe_ask, times);
    pipe_close(&mine);
    pipe_close(&theirs);
    return (double)times;
}

static double raw_pipe(long times)
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        return 0;
    bench_with_child(raw_pipe_answer, raw_pipe_ask, times);
    close(ends[0]);
    close(ends[1]);
    return (double)times;
}

const struct bench_row bench_trips[] = {
    {"event_trip", our_event, raw_event, 10000},
    {"condition_trip", our_condition, raw_condition, 10000},
    {"barrier_trip", our_barrier, raw_barrier, 10000},
    {"pipe_trip", our_pipe, raw_pipe, 10000},
    {0},
};
