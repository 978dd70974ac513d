/* pairs.c - what nobody else wants: acquire and release. */
#include "parallel/event.h"
#include "parallel/rlock.h"
#include "parallel/semaphore.h"
#include "parallel/shared.h"
#include "tests/bench/parallel.h"

/* Set up at the first use, then kept. */
#define PAIR(name, setup, acquire, release)                                    \
    static double name(long times)                                             \
    {                                                                          \
        static bool ready;                                                     \
        if (!ready)                                                            \
            setup;                                                             \
        ready = true;                                                          \
        for (long i = 0; i < times; i++) {                                     \
            acquire;                                                           \
            release;                                                           \
        }                                                                      \
        return (double)times;                                                  \
    }

static struct lock lock = LOCK_INIT, shared_lock;
static struct rlock rlock = RLOCK_INIT;
static struct semaphore semaphore;
static struct event event = EVENT_INIT;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t recursive = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static pthread_mutex_t robust;
static sem_t places;

static void make_robust(void)
{
    pthread_mutexattr_t kind;

    pthread_mutexattr_init(&kind);
    pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&robust, &kind);
    pthread_mutexattr_destroy(&kind);
}

PAIR(our_lock, (void)0, lock_acquire(&lock, FOREVER), lock_release(&lock))
PAIR(raw_lock, (void)0, pthread_mutex_lock(&mutex),
     pthread_mutex_unlock(&mutex))
PAIR(our_shared_lock, lock_init(&shared_lock, BETWEEN_PROCESSES),
     lock_acquire(&shared_lock, FOREVER), lock_release(&shared_lock))
PAIR(raw_shared_lock, make_robust(), pthread_mutex_lock(&robust),
     pthread_mutex_unlock(&robust))
PAIR(our_rlock, (void)0, rlock_acquire(&rlock, FOREVER), rlock_release(&rlock))
PAIR(raw_rlock, (void)0, pthread_mutex_lock(&recursive),
     pthread_mutex_unlock(&recursive))
PAIR(our_semaphore, semaphore_init(&semaphore, 1, BETWEEN_PROCESSES),
     semaphore_acquire(&semaphore, FOREVER), semaphore_release(&semaphore))
PAIR(raw_semaphore, sem_init(&places, 1, 1), sem_wait(&places),
     sem_post(&places))
PAIR(our_set, (void)0, event_set(&event), (void)0)

const struct bench_row bench_pairs[] = {
    {"lock_threads", our_lock, raw_lock, 1000000},
    {"lock_processes", our_shared_lock, raw_shared_lock, 1000000},
    {"rlock_threads", our_rlock, raw_rlock, 1000000},
    {"semaphore", our_semaphore, raw_semaphore, 1000000},
    {"event_set", our_set, NULL, 1000000},
    {0},
};
