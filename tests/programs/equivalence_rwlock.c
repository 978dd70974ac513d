/* equivalence_rwlock.c - read-write locks. */
#include "case.h"

#include <pthread.h>
#include <sys/mman.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

struct asked {
    int (*call)(pthread_rwlock_t *);
    int result;
};

static void *ask(void *asked_)
{
    struct asked *asked = asked_;

    asked->result = asked->call(&lock);
    if (asked->result == 0)
        pthread_rwlock_unlock(&lock);
    return NULL;
}

/* What another thread gets from a call; it keeps nothing. */
static int elsewhere(int (*call)(pthread_rwlock_t *))
{
    struct asked asked = {.call = call};
    pthread_t thread;

    NEED(pthread_create(&thread, NULL, ask, &asked) == 0);
    NEED(pthread_join(thread, NULL) == 0);
    return asked.result;
}

static int read_soon(pthread_rwlock_t *which)
{
    struct timespec until = soon(CLOCK_REALTIME, 5);

    return pthread_rwlock_timedrdlock(which, &until);
}

static int write_soon(pthread_rwlock_t *which)
{
    struct timespec until = soon(CLOCK_REALTIME, 5);

    return pthread_rwlock_timedwrlock(which, &until);
}

static int read_by_clock(pthread_rwlock_t *which)
{
    struct timespec until = soon(CLOCK_MONOTONIC, 5);

    return pthread_rwlock_clockrdlock(which, CLOCK_MONOTONIC, &until);
}

static int write_by_clock(pthread_rwlock_t *which)
{
    struct timespec until = soon(CLOCK_MONOTONIC, 5);

    return pthread_rwlock_clockwrlock(which, CLOCK_MONOTONIC, &until);
}

static int read_absurdly(pthread_rwlock_t *which)
{
    return pthread_rwlock_timedrdlock(which, &absurd);
}

static int write_absurdly(pthread_rwlock_t *which)
{
    return pthread_rwlock_timedwrlock(which, &absurd);
}

static void readers_share(void)
{
    NUMBER(pthread_rwlock_rdlock(&lock));
    NUMBER(pthread_rwlock_rdlock(&lock));
    NUMBER(elsewhere(pthread_rwlock_rdlock));
    NUMBER(elsewhere(pthread_rwlock_tryrdlock));
    NUMBER(elsewhere(pthread_rwlock_trywrlock));
    NUMBER(pthread_rwlock_trywrlock(&lock));
    NUMBER(pthread_rwlock_unlock(&lock));
    NUMBER(elsewhere(pthread_rwlock_trywrlock));
    NUMBER(pthread_rwlock_unlock(&lock));
    NUMBER(elsewhere(pthread_rwlock_trywrlock));
}

static void a_writer_is_alone(void)
{
    NUMBER(pthread_rwlock_wrlock(&lock));
    NUMBER(elsewhere(pthread_rwlock_tryrdlock));
    NUMBER(elsewhere(pthread_rwlock_trywrlock));
    NUMBER(pthread_rwlock_tryrdlock(&lock));
    NUMBER(pthread_rwlock_trywrlock(&lock));
    NUMBER(pthread_rwlock_unlock(&lock));
}

static void a_writer_that_asks_again(void)
{
    NUMBER(pthread_rwlock_wrlock(&lock));
    NUMBER(pthread_rwlock_wrlock(&lock));
    NUMBER(pthread_rwlock_rdlock(&lock));
    NUMBER(pthread_rwlock_timedwrlock(&lock, &past));
    NUMBER(pthread_rwlock_timedrdlock(&lock, &past));
    NUMBER(pthread_rwlock_unlock(&lock));
}

static void timed(void)
{
    NUMBER(pthread_rwlock_timedwrlock(&lock, &past));
    NUMBER(elsewhere(read_soon));
    NUMBER(elsewhere(write_soon));
    NUMBER(elsewhere(read_absurdly));
    NUMBER(elsewhere(write_absurdly));
    NUMBER(pthread_rwlock_unlock(&lock));
    NUMBER(pthread_rwlock_timedrdlock(&lock, &past));
    NUMBER(elsewhere(read_soon));
    NUMBER(elsewhere(write_soon));
    NUMBER(pthread_rwlock_unlock(&lock));
}

/* The time is looked at, even where nobody must wait. */
static void absurd_times_of_a_free_one(void)
{
    NUMBER(pthread_rwlock_timedrdlock(&lock, &absurd));
    NUMBER(pthread_rwlock_timedwrlock(&lock, &absurd));
    NUMBER(pthread_rwlock_clockrdlock(&lock, CLOCK_MONOTONIC, &absurd));
    NUMBER(pthread_rwlock_clockwrlock(&lock, CLOCK_MONOTONIC, &absurd));
    NUMBER(pthread_rwlock_trywrlock(&lock));
    NUMBER(pthread_rwlock_unlock(&lock));
}

static void by_no_such_clock(void)
{
    NUMBER(pthread_rwlock_clockrdlock(&lock, (clockid_t)77, &past));
    NUMBER(pthread_rwlock_clockwrlock(&lock, CLOCK_THREAD_CPUTIME_ID, &past));
    NUMBER(pthread_rwlock_trywrlock(&lock));
    NUMBER(pthread_rwlock_unlock(&lock));
}

static void by_clock(void)
{
    NUMBER(pthread_rwlock_clockwrlock(&lock, CLOCK_MONOTONIC, &past));
    NUMBER(elsewhere(read_by_clock));
    NUMBER(elsewhere(write_by_clock));
    NUMBER(pthread_rwlock_unlock(&lock));
    NUMBER(pthread_rwlock_clockrdlock(&lock, CLOCK_REALTIME, &past));
    NUMBER(elsewhere(read_by_clock));
    NUMBER(elsewhere(write_by_clock));
    NUMBER(pthread_rwlock_unlock(&lock));
}

static void made_and_destroyed(void)
{
    pthread_rwlock_t made;
    pthread_rwlockattr_t attributes;

    NUMBER(pthread_rwlock_init(&made, NULL));
    NUMBER(pthread_rwlock_trywrlock(&made));
    NUMBER(pthread_rwlock_unlock(&made));
    NUMBER(pthread_rwlock_destroy(&made));
    pthread_rwlockattr_init(&attributes);
    NUMBER(pthread_rwlockattr_setkind_np(
        &attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP));
    NUMBER(pthread_rwlock_init(&made, &attributes));
    NUMBER(pthread_rwlock_rdlock(&made));
    NUMBER(pthread_rwlock_tryrdlock(&made));
    NUMBER(pthread_rwlock_unlock(&made));
    NUMBER(pthread_rwlock_unlock(&made));
    NUMBER(pthread_rwlock_destroy(&made));
}

static void *count_up(void *count)
{
    for (int i = 0; i < 100; i++) {
        pthread_rwlock_wrlock(&lock);
        ++*(int *)count;
        pthread_rwlock_unlock(&lock);
        pthread_rwlock_rdlock(&lock);
        pthread_rwlock_unlock(&lock);
    }
    return NULL;
}

static void excludes(void)
{
    pthread_t threads[3];
    int count = 0;

    for (int i = 0; i < 3; i++)
        NEED(pthread_create(&threads[i], NULL, count_up, &count) == 0);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    SHOW(count);
}

static pthread_rwlock_t *between;

static void try_to_write(void)
{
    _exit(pthread_rwlock_trywrlock(between) == EBUSY &&
          pthread_rwlock_tryrdlock(between) == 0 &&
          pthread_rwlock_unlock(between) == 0);
}

static void between_processes(void)
{
    pthread_rwlockattr_t attributes;

    between = mmap(NULL, sizeof *between, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    NEED(between != MAP_FAILED);
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    NUMBER(pthread_rwlock_init(between, &attributes));
    NUMBER(pthread_rwlock_rdlock(between));
    STATUS(in_child(try_to_write));
    NUMBER(pthread_rwlock_unlock(between));
    munmap(between, sizeof *between);
}

static const struct one_case cases[] = {
    CASE(readers_share),
    CASE(a_writer_is_alone),
    CASE(a_writer_that_asks_again),
    CASE(timed),
    CASE(absurd_times_of_a_free_one),
    CASE(by_no_such_clock),
    CASE(by_clock),
    CASE(made_and_destroyed),
    CASE(excludes),
    CASE(between_processes),
};
CASES_MAIN(cases)
