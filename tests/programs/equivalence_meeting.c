/* equivalence_meeting.c - barriers, spin locks, and what is done once. */
#include "case.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>

static pthread_barrier_t gate;

static void *arrive(void *serial)
{
    for (int i = 0; i < 3; i++) {
        int result = pthread_barrier_wait(&gate);

        if (result == PTHREAD_BARRIER_SERIAL_THREAD)
            __atomic_add_fetch((int *)serial, 1, __ATOMIC_RELAXED);
        else if (result != 0)
            __atomic_add_fetch((int *)serial, 100, __ATOMIC_RELAXED);
    }
    return NULL;
}

/* One of them is told that it is the one, each time. */
static void one_is_serial(void)
{
    pthread_t threads[3];
    int serial = 0;

    NUMBER(pthread_barrier_init(&gate, NULL, 3));
    for (int i = 0; i < 3; i++)
        NEED(pthread_create(&threads[i], NULL, arrive, &serial) == 0);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    SHOW(serial);
    NUMBER(pthread_barrier_destroy(&gate));
}

static void barrier_for_one(void)
{
    NUMBER(pthread_barrier_init(&gate, NULL, 1));
    NUMBER(pthread_barrier_wait(&gate));
    NUMBER(pthread_barrier_wait(&gate));
    NUMBER(pthread_barrier_destroy(&gate));
}

static void barrier_for_none(void)
{
    NUMBER(pthread_barrier_init(&gate, NULL, 0));
}

static void barrier_for_too_many(void)
{
    NUMBER(pthread_barrier_init(&gate, NULL, 0xffffffff));
}

static pthread_barrier_t *common;

static void arrive_here(void)
{
    int result = pthread_barrier_wait(common);

    _exit(result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD);
}

static void barrier_between_processes(void)
{
    pthread_barrierattr_t attributes;
    int status = 0;

    common = mmap(NULL, sizeof *common, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    NEED(common != MAP_FAILED);
    pthread_barrierattr_init(&attributes);
    pthread_barrierattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    NUMBER(pthread_barrier_init(common, &attributes, 2));
    pid_t child = fork();
    if (child == 0)
        arrive_here();
    int result = pthread_barrier_wait(common);
    SHOW(result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD);
    waitpid(child, &status, 0);
    STATUS(status);
    NUMBER(pthread_barrier_destroy(common));
    munmap(common, sizeof *common);
}

static pthread_spinlock_t spin;
static int entries;

static void *try_spin(void *result)
{
    *(int *)result = pthread_spin_trylock(&spin);
    return NULL;
}

static int spin_elsewhere(void)
{
    pthread_t thread;
    int result = -1;

    NEED(pthread_create(&thread, NULL, try_spin, &result) == 0);
    pthread_join(thread, NULL);
    return result;
}

static void spin_lock(void)
{
    NUMBER(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE));
    NUMBER(pthread_spin_lock(&spin));
    NUMBER(pthread_spin_trylock(&spin));
    NUMBER(spin_elsewhere());
    NUMBER(pthread_spin_unlock(&spin));
    NUMBER(spin_elsewhere());
    NUMBER(pthread_spin_unlock(&spin));
    NUMBER(pthread_spin_destroy(&spin));
}

static void *enter(void *nothing)
{
    for (int i = 0; i < 20; i++) {
        pthread_spin_lock(&spin);
        entries++;
        pthread_spin_unlock(&spin);
    }
    return nothing;
}

static void spin_lock_excludes(void)
{
    pthread_t threads[2];

    NUMBER(pthread_spin_init(&spin, PTHREAD_PROCESS_SHARED));
    for (int i = 0; i < 2; i++)
        NEED(pthread_create(&threads[i], NULL, enter, NULL) == 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    SHOW(entries);
}

static int runs;

static void run(void)
{
    runs++;
}

static pthread_once_t first = PTHREAD_ONCE_INIT;

static void *once(void *nothing)
{
    pthread_once(&first, run);
    return nothing;
}

static void done_once(void)
{
    pthread_t threads[3];

    runs = 0;
    for (int i = 0; i < 3; i++)
        NEED(pthread_create(&threads[i], NULL, once, NULL) == 0);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    SHOW(runs);
    NUMBER(pthread_once(&first, run));
    SHOW(runs);
}

static pthread_once_t outer = PTHREAD_ONCE_INIT;

static void run_inner(void)
{
    static pthread_once_t inner = PTHREAD_ONCE_INIT;

    pthread_once(&inner, run);
    run();
}

static void once_within_once(void)
{
    runs = 0;
    NUMBER(pthread_once(&outer, run_inner));
    NUMBER(pthread_once(&outer, run_inner));
    SHOW(runs);
}

static pthread_once_t broken = PTHREAD_ONCE_INIT;

static void cancelled_inside(void)
{
    runs++;
    if (runs == 1) {
        pthread_cancel(pthread_self());
        pthread_testcancel();
    }
}

static void *once_broken(void *nothing)
{
    pthread_once(&broken, cancelled_inside);
    return nothing;
}

/* A routine that is cancelled has not run: the next one runs it. */
static void once_cancelled(void)
{
    pthread_t thread;
    void *result = NULL;

    runs = 0;
    NEED(pthread_create(&thread, NULL, once_broken, NULL) == 0);
    NUMBER(pthread_join(thread, &result));
    SHOW(result == PTHREAD_CANCELED);
    NUMBER(pthread_once(&broken, cancelled_inside));
    SHOW(runs);
}

static void yield(void)
{
    POSIX(sched_yield());
}

static const struct one_case cases[] = {
    CASE(one_is_serial),
    CASE(barrier_for_one),
    CASE(barrier_for_none),
    CASE(barrier_for_too_many),
    CASE(barrier_between_processes),
    CASE(spin_lock),
    CASE(spin_lock_excludes),
    CASE(done_once),
    CASE(once_within_once),
    CASE(once_cancelled),
    CASE(yield),
};
CASES_MAIN(cases)
