/* equivalence_condition.c - condition variables. */
#include "case.h"

#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int waiting;
static int tickets;
static int served;

static void *take_ticket(void *result)
{
    pthread_mutex_lock(&door);
    waiting++;
    pthread_cond_broadcast(&changed);
    while (tickets == 0)
        *(int *)result |= pthread_cond_wait(&changed, &door);
    tickets--;
    served++;
    pthread_mutex_unlock(&door);
    return NULL;
}

/* Three that wait; `give` tickets at a time, until all are served. */
static void serve(int give, int (*wake)(pthread_cond_t *))
{
    pthread_t threads[3];
    int result = 0;

    waiting = tickets = served = 0;
    for (int i = 0; i < 3; i++)
        NEED(pthread_create(&threads[i], NULL, take_ticket, &result) == 0);
    NUMBER(pthread_mutex_lock(&door));
    while (waiting < 3)
        pthread_cond_wait(&changed, &door);
    pthread_mutex_unlock(&door);
    for (int given = 0; given < 3; given += give) {
        pthread_mutex_lock(&door);
        tickets += give;
        NUMBER(wake(&changed));
        pthread_mutex_unlock(&door);
    }
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    ERROR(result);
    SHOW(served);
}

static void signal_each(void)
{
    serve(1, pthread_cond_signal);
}

static void broadcast_to_all(void)
{
    serve(3, pthread_cond_broadcast);
}

static void signal_to_nobody(void)
{
    pthread_cond_t lonely = PTHREAD_COND_INITIALIZER;

    NUMBER(pthread_cond_signal(&lonely));
    NUMBER(pthread_cond_broadcast(&lonely));
    NUMBER(pthread_cond_destroy(&lonely));
}

static void timed_wait(void)
{
    struct timespec until = soon(CLOCK_REALTIME, 5);

    NUMBER(pthread_mutex_lock(&door));
    NUMBER(pthread_cond_timedwait(&changed, &door, &until));
    NUMBER(pthread_cond_timedwait(&changed, &door, &past));
    NUMBER(pthread_mutex_trylock(&door));
    NUMBER(pthread_cond_timedwait(&changed, &door, &absurd));
    NUMBER(pthread_mutex_trylock(&door));
    NUMBER(pthread_mutex_unlock(&door));
}

static void clock_wait(void)
{
    struct timespec until = soon(CLOCK_MONOTONIC, 5);

    NUMBER(pthread_mutex_lock(&door));
    NUMBER(pthread_cond_clockwait(&changed, &door, CLOCK_MONOTONIC, &until));
    NUMBER(pthread_cond_clockwait(&changed, &door, CLOCK_REALTIME, &past));
    NUMBER(pthread_cond_clockwait(&changed, &door, (clockid_t)77, &until));
    NUMBER(pthread_cond_clockwait(&changed, &door, CLOCK_MONOTONIC, &absurd));
    NUMBER(pthread_mutex_unlock(&door));
}

static void by_a_clock_of_its_own(void)
{
    pthread_condattr_t attributes;
    pthread_cond_t condition;
    struct timespec until = soon(CLOCK_MONOTONIC, 5);

    pthread_condattr_init(&attributes);
    NUMBER(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC));
    NUMBER(pthread_cond_init(&condition, &attributes));
    pthread_mutex_lock(&door);
    NUMBER(pthread_cond_timedwait(&condition, &door, &until));
    pthread_mutex_unlock(&door);
    NUMBER(pthread_cond_destroy(&condition));
    NUMBER(pthread_condattr_setclock(&attributes, (clockid_t)77));
}

static void *wake_one(void *nothing)
{
    pthread_mutex_lock(&door);
    tickets = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&door);
    return nothing;
}

static void timed_wait_woken_in_time(void)
{
    struct timespec until = soon(CLOCK_REALTIME, 20000);
    pthread_t thread;
    int result = 0;

    pthread_mutex_lock(&door);
    tickets = 0;
    NEED(pthread_create(&thread, NULL, wake_one, NULL) == 0);
    while (tickets == 0 && result == 0)
        result = pthread_cond_timedwait(&changed, &door, &until);
    pthread_mutex_unlock(&door);
    pthread_join(thread, NULL);
    ERROR(result);
}

/* An error-checking mutex that is not held: said, and nothing happens. */
static void wait_without_the_mutex(void)
{
    pthread_mutexattr_t attributes;
    pthread_mutex_t mutex;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&mutex, &attributes);
    NUMBER(pthread_cond_wait(&changed, &mutex));
    NUMBER(pthread_cond_timedwait(&changed, &mutex, &past));
    NUMBER(pthread_mutex_trylock(&mutex));
    NUMBER(pthread_mutex_unlock(&mutex));
}

/* Recursion is given up for the time of the wait, as glibc does it: once. */
static void with_a_recursive_mutex(void)
{
    pthread_mutexattr_t attributes;
    pthread_mutex_t mutex;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&mutex, &attributes);
    NUMBER(pthread_mutex_lock(&mutex));
    NUMBER(pthread_cond_timedwait(&changed, &mutex, &past));
    NUMBER(pthread_mutex_unlock(&mutex));
    SHOW(pthread_mutex_unlock(&mutex) == EPERM);
}

static pthread_mutex_t fragile;

static void *die_with_it(void *nothing)
{
    pthread_mutex_lock(&fragile);
    return nothing;
}

/* The wait ends with a mutex whose owner died meanwhile. */
static void with_a_mutex_whose_owner_died(void)
{
    pthread_mutexattr_t attributes;
    struct timespec until = soon(CLOCK_REALTIME, 10);
    pthread_t thread;

    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&fragile, &attributes);
    NUMBER(pthread_mutex_lock(&fragile));
    NEED(pthread_create(&thread, NULL, die_with_it, NULL) == 0);
    NUMBER(pthread_cond_timedwait(&changed, &fragile, &until));
    NUMBER(pthread_mutex_consistent(&fragile));
    NUMBER(pthread_mutex_unlock(&fragile));
    pthread_join(thread, NULL);
}

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t condition;
    int said;
} * between;

static void say_it(void)
{
    pthread_mutex_lock(&between->mutex);
    between->said = 1;
    pthread_cond_signal(&between->condition);
    pthread_mutex_unlock(&between->mutex);
}

static void between_processes(void)
{
    pthread_mutexattr_t mutex;
    pthread_condattr_t condition;
    int status = 0;
    int result = 0;

    between = mmap(NULL, sizeof *between, PROT_READ | PROT_WRITE,
                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    NEED(between != MAP_FAILED);
    pthread_mutexattr_init(&mutex);
    pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
    NUMBER(pthread_mutex_init(&between->mutex, &mutex));
    pthread_condattr_init(&condition);
    pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
    NUMBER(pthread_cond_init(&between->condition, &condition));
    pthread_mutex_lock(&between->mutex);
    pid_t child = fork();
    if (child == 0) {
        say_it();
        _exit(0);
    }
    while (!between->said)
        result |= pthread_cond_wait(&between->condition, &between->mutex);
    ERROR(result);
    pthread_mutex_unlock(&between->mutex);
    waitpid(child, &status, 0);
    STATUS(status);
    munmap(between, sizeof *between);
}

static volatile sig_atomic_t handled;

static void on_signal(int number)
{
    handled = number;
}

static void *signal_then_wake(void *target)
{
    pthread_mutex_lock(&door);
    pthread_kill(*(pthread_t *)target, SIGUSR1);
    tickets = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&door);
    return NULL;
}

/* A handler runs during the wait, which does not end with EINTR. */
static void a_signal_is_no_error(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    pthread_t self = pthread_self();
    pthread_t thread;
    int result = 0;

    sigaction(SIGUSR1, &action, NULL);
    pthread_mutex_lock(&door);
    tickets = 0;
    NEED(pthread_create(&thread, NULL, signal_then_wake, &self) == 0);
    while (tickets == 0)
        result |= pthread_cond_wait(&changed, &door);
    pthread_mutex_unlock(&door);
    pthread_join(thread, NULL);
    ERROR(result);
    SHOW(handled == SIGUSR1);
    signal(SIGUSR1, SIG_DFL);
}

static const struct one_case cases[] = {
    CASE(signal_each),
    CASE(broadcast_to_all),
    CASE(signal_to_nobody),
    CASE(timed_wait),
    CASE(clock_wait),
    CASE(by_a_clock_of_its_own),
    CASE(timed_wait_woken_in_time),
    CASE(wait_without_the_mutex),
    CASE(with_a_recursive_mutex),
    CASE(with_a_mutex_whose_owner_died),
    CASE(between_processes),
    CASE(a_signal_is_no_error),
};
CASES_MAIN(cases)
