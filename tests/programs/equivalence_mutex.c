/* equivalence_mutex.c - mutexes of every kind, each call's every result. */
#include "case.h"

#include <pthread.h>
#include <sys/mman.h>

static pthread_mutex_t shown; /* The mutex of the case. */

static void make(int type, int robust, int shared)
{
    pthread_mutexattr_t attributes;

    NEED(pthread_mutexattr_init(&attributes) == 0);
    NEED(pthread_mutexattr_settype(&attributes, type) == 0);
    NEED(pthread_mutexattr_setrobust(&attributes, robust) == 0);
    NEED(pthread_mutexattr_setpshared(&attributes, shared) == 0);
    NUMBER(pthread_mutex_init(&shown, &attributes));
    pthread_mutexattr_destroy(&attributes);
}

static void plain(int type)
{
    make(type, PTHREAD_MUTEX_STALLED, PTHREAD_PROCESS_PRIVATE);
}

/* What another thread gets from a call. */
struct asked {
    int (*call)(pthread_mutex_t *);
    int result;
};

static void *ask(void *asked_)
{
    struct asked *asked = asked_;

    asked->result = asked->call(&shown);
    return NULL;
}

static int elsewhere(int (*call)(pthread_mutex_t *))
{
    struct asked asked = {.call = call};
    pthread_t thread;

    NEED(pthread_create(&thread, NULL, ask, &asked) == 0);
    NEED(pthread_join(thread, NULL) == 0);
    return asked.result;
}

static int try_and_unlock(pthread_mutex_t *mutex)
{
    int result = pthread_mutex_trylock(mutex);

    if (result == 0)
        pthread_mutex_unlock(mutex);
    return result;
}

static int timed_out(pthread_mutex_t *mutex)
{
    struct timespec until = soon(CLOCK_REALTIME, 5);

    return pthread_mutex_timedlock(mutex, &until);
}

static int clocked_out(pthread_mutex_t *mutex)
{
    struct timespec until = soon(CLOCK_MONOTONIC, 5);

    return pthread_mutex_clocklock(mutex, CLOCK_MONOTONIC, &until);
}

static int absurdly(pthread_mutex_t *mutex)
{
    return pthread_mutex_timedlock(mutex, &absurd);
}

static int long_ago(pthread_mutex_t *mutex)
{
    return pthread_mutex_timedlock(mutex, &past);
}

static void normal(void)
{
    plain(PTHREAD_MUTEX_NORMAL);
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_trylock(&shown));
    NUMBER(elsewhere(try_and_unlock));
    NUMBER(pthread_mutex_destroy(&shown));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(elsewhere(try_and_unlock));
    NUMBER(pthread_mutex_destroy(&shown));
}

static void adaptive(void)
{
    plain(PTHREAD_MUTEX_ADAPTIVE_NP);
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(elsewhere(timed_out));
    NUMBER(pthread_mutex_unlock(&shown));
}

static void initialised_at_rest(void)
{
    static pthread_mutex_t still = PTHREAD_MUTEX_INITIALIZER;

    NUMBER(pthread_mutex_lock(&still));
    NUMBER(pthread_mutex_trylock(&still));
    NUMBER(pthread_mutex_unlock(&still));
}

static void recursive(void)
{
    plain(PTHREAD_MUTEX_RECURSIVE);
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_trylock(&shown));
    NUMBER(pthread_mutex_timedlock(&shown, &past));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(elsewhere(try_and_unlock));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(elsewhere(try_and_unlock));
    NUMBER(pthread_mutex_unlock(&shown));
}

static void error_checking(void)
{
    plain(PTHREAD_MUTEX_ERRORCHECK);
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_trylock(&shown));
    NUMBER(pthread_mutex_timedlock(&shown, &past));
    NUMBER(pthread_mutex_clocklock(&shown, CLOCK_MONOTONIC, &past));
    NUMBER(elsewhere(pthread_mutex_unlock));
    NUMBER(pthread_mutex_unlock(&shown));
}

static void try_lock_of_a_held_one(void)
{
    plain(PTHREAD_MUTEX_NORMAL);
    NUMBER(pthread_mutex_trylock(&shown));
    NUMBER(elsewhere(pthread_mutex_trylock));
    NUMBER(pthread_mutex_unlock(&shown));
}

static void timed_lock_of_a_held_one(void)
{
    plain(PTHREAD_MUTEX_NORMAL);
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(elsewhere(timed_out));
    NUMBER(elsewhere(long_ago));
    NUMBER(elsewhere(absurdly));
    NUMBER(pthread_mutex_unlock(&shown));
}

/* Nobody looks at the time where nobody must wait. */
static void timed_lock_of_a_free_one(void)
{
    plain(PTHREAD_MUTEX_NORMAL);
    NUMBER(pthread_mutex_timedlock(&shown, &past));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(pthread_mutex_timedlock(&shown, &absurd));
    NUMBER(pthread_mutex_unlock(&shown));
}

static void clock_lock(void)
{
    plain(PTHREAD_MUTEX_NORMAL);
    NUMBER(pthread_mutex_clocklock(&shown, CLOCK_MONOTONIC, &past));
    NUMBER(elsewhere(clocked_out));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(pthread_mutex_clocklock(&shown, CLOCK_REALTIME, &past));
    NUMBER(pthread_mutex_unlock(&shown));
}

static void clock_lock_by_no_such_clock(void)
{
    plain(PTHREAD_MUTEX_NORMAL);
    NUMBER(pthread_mutex_clocklock(&shown, CLOCK_PROCESS_CPUTIME_ID, &past));
    NUMBER(pthread_mutex_trylock(&shown));
    NUMBER(pthread_mutex_clocklock(&shown, (clockid_t)99, &past));
    NUMBER(pthread_mutex_unlock(&shown));
}

static void robust(void)
{
    make(PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST, PTHREAD_PROCESS_PRIVATE);
    NUMBER(pthread_mutex_consistent(&shown));
    NUMBER(elsewhere(pthread_mutex_lock));
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_consistent(&shown));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_unlock(&shown));
}

static void robust_tried(void)
{
    make(PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_ROBUST,
         PTHREAD_PROCESS_PRIVATE);
    NUMBER(elsewhere(pthread_mutex_lock));
    NUMBER(pthread_mutex_trylock(&shown));
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_consistent(&shown));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(elsewhere(pthread_mutex_lock));
    NUMBER(pthread_mutex_timedlock(&shown, &past));
    NUMBER(pthread_mutex_consistent(&shown));
    NUMBER(pthread_mutex_unlock(&shown));
}

static void robust_given_up(void)
{
    make(PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST, PTHREAD_PROCESS_PRIVATE);
    NUMBER(elsewhere(pthread_mutex_lock));
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_trylock(&shown));
    NUMBER(pthread_mutex_timedlock(&shown, &past));
    NUMBER(pthread_mutex_destroy(&shown));
}

static pthread_mutex_t *between;

static void lock_and_end(void)
{
    pthread_mutex_lock(between);
}

static void try_elsewhere(void)
{
    _exit(pthread_mutex_trylock(between) == EBUSY ? 16 : 1);
}

static void between_processes(void)
{
    pthread_mutexattr_t attributes;

    between = mmap(NULL, sizeof *between, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    NEED(between != MAP_FAILED);
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    NUMBER(pthread_mutex_init(between, &attributes));
    STATUS(in_child(lock_and_end));
    NUMBER(pthread_mutex_lock(between));
    NUMBER(pthread_mutex_consistent(between));
    STATUS(in_child(try_elsewhere));
    NUMBER(pthread_mutex_unlock(between));
    NUMBER(pthread_mutex_destroy(between));
    munmap(between, sizeof *between);
}

static void with_inheritance(void)
{
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
    NUMBER(pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT));
    NUMBER(pthread_mutex_init(&shown, &attributes));
    NUMBER(pthread_mutex_lock(&shown));
    NUMBER(pthread_mutex_trylock(&shown));
    NUMBER(elsewhere(timed_out));
    NUMBER(pthread_mutex_unlock(&shown));
    NUMBER(pthread_mutex_destroy(&shown));
}

static void refused_attributes(void)
{
    pthread_mutexattr_t attributes;

    pthread_mutexattr_init(&attributes);
    NUMBER(pthread_mutexattr_settype(&attributes, 77));
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_PROTECT);
    NUMBER(pthread_mutex_init(&shown, &attributes));
}

static int entries;

static void *enter_often(void *nothing)
{
    for (int i = 0; i < 200; i++) {
        pthread_mutex_lock(&shown);
        entries++;
        pthread_mutex_unlock(&shown);
    }
    return nothing;
}

static void excludes(void)
{
    pthread_t threads[3];

    plain(PTHREAD_MUTEX_NORMAL);
    for (int i = 0; i < 3; i++)
        pthread_create(&threads[i], NULL, enter_often, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    SHOW(entries);
}

static const struct one_case cases[] = {
    CASE(normal),
    CASE(adaptive),
    CASE(initialised_at_rest),
    CASE(recursive),
    CASE(error_checking),
    CASE(try_lock_of_a_held_one),
    CASE(timed_lock_of_a_held_one),
    CASE(timed_lock_of_a_free_one),
    CASE(clock_lock),
    CASE(clock_lock_by_no_such_clock),
    CASE(robust),
    CASE(robust_tried),
    CASE(robust_given_up),
    CASE(between_processes),
    CASE(with_inheritance),
    CASE(refused_attributes),
    CASE(excludes),
};
CASES_MAIN(cases)
