/* equivalence_thread.c - threads: their births, ends, names and results. */
#include "case.h"

#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>

static sem_t go;
static sem_t ready;

static void *give_back(void *value)
{
    return value;
}

static void *wait_to_go(void *value)
{
    sem_wait(&go);
    return value;
}

static void *leave(void *value)
{
    pthread_exit((char *)value + 1);
}

static void *word(uintptr_t number)
{
    return (void *)number;
}

static void joined(void)
{
    pthread_t thread;
    void *result = NULL;

    NUMBER(pthread_create(&thread, NULL, give_back, word(7)));
    NUMBER(pthread_join(thread, &result));
    SHOW((uintptr_t)result);
    NUMBER(pthread_create(&thread, NULL, leave, word(7)));
    NUMBER(pthread_join(thread, &result));
    SHOW((uintptr_t)result);
    NUMBER(pthread_create(&thread, NULL, leave, word(7)));
    NUMBER(pthread_join(thread, NULL));
}

static void join_of_oneself(void)
{
    NUMBER(pthread_join(pthread_self(), NULL));
    NUMBER(pthread_timedjoin_np(pthread_self(), NULL, &past));
    NUMBER(pthread_clockjoin_np(pthread_self(), NULL, CLOCK_MONOTONIC, &past));
    NUMBER(pthread_tryjoin_np(pthread_self(), NULL));
}

static void tried_and_timed_joins(void)
{
    struct timespec until = soon(CLOCK_REALTIME, 5);
    struct timespec later = soon(CLOCK_MONOTONIC, 10);
    pthread_t thread;
    void *result = NULL;

    NUMBER(pthread_create(&thread, NULL, wait_to_go, word(3)));
    NUMBER(pthread_tryjoin_np(thread, &result));
    NUMBER(pthread_timedjoin_np(thread, &result, &until));
    NUMBER(pthread_clockjoin_np(thread, &result, CLOCK_MONOTONIC, &later));
    SHOW((uintptr_t)result);
    sem_post(&go);
    until = soon(CLOCK_REALTIME, 20000);
    NUMBER(pthread_timedjoin_np(thread, &result, &until));
    SHOW((uintptr_t)result);
}

static void *say_ready(void *value)
{
    sem_post(&ready);
    return value;
}

static void clock_join_of_one_that_ends(void)
{
    struct timespec until = soon(CLOCK_MONOTONIC, 20000);
    pthread_t thread;
    void *result = NULL;

    NUMBER(pthread_create(&thread, NULL, say_ready, word(4)));
    sem_wait(&ready);
    NUMBER(pthread_clockjoin_np(thread, &result, CLOCK_MONOTONIC, &until));
    SHOW((uintptr_t)result);
}

static void detached(void)
{
    pthread_t thread;

    NUMBER(pthread_create(&thread, NULL, wait_to_go, NULL));
    NUMBER(pthread_detach(thread));
    NUMBER(pthread_detach(thread));
    NUMBER(pthread_join(thread, NULL));
    NUMBER(pthread_tryjoin_np(thread, NULL));
    sem_post(&go);
}

static void born_detached(void)
{
    pthread_attr_t attributes;
    pthread_t thread;

    pthread_attr_init(&attributes);
    NUMBER(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED));
    NUMBER(pthread_create(&thread, &attributes, wait_to_go, NULL));
    NUMBER(pthread_join(thread, NULL));
    sem_post(&go);
}

static void on_the_smallest_stack(void)
{
    pthread_attr_t attributes;
    pthread_t thread;
    void *result = NULL;

    pthread_attr_init(&attributes);
    NUMBER(pthread_attr_setstacksize(&attributes, PTHREAD_STACK_MIN));
    NUMBER(pthread_create(&thread, &attributes, leave, word(1)));
    NUMBER(pthread_join(thread, &result));
    SHOW((uintptr_t)result);
}

/* More stack than there can be. */
static void refused(void)
{
    pthread_attr_t attributes;
    pthread_t thread;

    pthread_attr_init(&attributes);
    NUMBER(pthread_attr_setstacksize(&attributes, (size_t)1 << 46));
    NUMBER(pthread_create(&thread, &attributes, give_back, NULL));
}

static void named(void)
{
    char name[16] = "";
    pthread_t thread;

    NUMBER(pthread_setname_np(pthread_self(), "first"));
    NUMBER(pthread_getname_np(pthread_self(), name, sizeof name));
    say(" %s", name);
    NUMBER(pthread_setname_np(pthread_self(), "a name that is too long"));
    NUMBER(pthread_create(&thread, NULL, wait_to_go, NULL));
    NUMBER(pthread_setname_np(thread, "worker"));
    NUMBER(pthread_getname_np(thread, name, sizeof name));
    say(" %s", name);
    sem_post(&go);
    NUMBER(pthread_join(thread, NULL));
    POSIX(prctl(PR_SET_NAME, "by prctl"));
    POSIX(prctl(PR_GET_NAME, name));
    say(" %s", name);
    POSIX(prctl(-1));
    POSIX(prctl(PR_SET_PDEATHSIG, 1000));
}

static int cleanups;

static void clean(void *step)
{
    cleanups = cleanups * 10 + (int)(uintptr_t)step;
}

static void *leave_through_cleanups(void *value)
{
    pthread_cleanup_push(clean, word(1));
    pthread_cleanup_push(clean, word(2));
    pthread_cleanup_push(clean, word(3));
    pthread_cleanup_pop(1);
    pthread_exit(value);
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
}

static void cleans_up_when_it_leaves(void)
{
    pthread_t thread;

    NUMBER(pthread_create(&thread, NULL, leave_through_cleanups, NULL));
    NUMBER(pthread_join(thread, NULL));
    SHOW(cleanups);
}

static pthread_key_t key;
static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static int rounds;

/* Asks for another round while it may; what it calls is watched to the end. */
static void end_of_value(void *value)
{
    pthread_mutex_lock(&door);
    rounds++;
    pthread_mutex_unlock(&door);
    pthread_setspecific(key, value);
}

static void *have_value(void *value)
{
    pthread_setspecific(key, value);
    return NULL;
}

static void values_end_in_rounds(void)
{
    pthread_t thread;

    NUMBER(pthread_key_create(&key, end_of_value));
    NUMBER(pthread_create(&thread, NULL, have_value, &key));
    NUMBER(pthread_join(thread, NULL));
    SHOW(rounds == PTHREAD_DESTRUCTOR_ITERATIONS);
    NUMBER(pthread_key_delete(key));
}

static void *create_another(void *value)
{
    pthread_t thread;
    void *result = NULL;

    if (value == word(0))
        return word(100);
    pthread_create(&thread, NULL, create_another, (char *)value - 1);
    pthread_join(thread, &result);
    return (char *)result + 1;
}

static void *look_at_value(void *unused)
{
    void *before = pthread_getspecific(key);

    (void)unused;
    pthread_setspecific(key, word(7));
    return before ? NULL : pthread_getspecific(key);
}

static void values_are_each_threads_own(void)
{
    pthread_t thread;
    void *seen = NULL;

    NUMBER(pthread_key_create(&key, NULL));
    SHOW(pthread_getspecific(key) == NULL);
    NUMBER(pthread_setspecific(key, word(5)));
    pthread_create(&thread, NULL, look_at_value, NULL);
    pthread_join(thread, &seen);
    SHOW(seen == word(7));
    SHOW(pthread_getspecific(key) == word(5));
    NUMBER(pthread_key_delete(key));
    NUMBER(pthread_key_delete(key));
    NUMBER(pthread_setspecific(key, NULL));
    SHOW(pthread_getspecific(key) == NULL);
}

static void a_chain_of_threads(void)
{
    pthread_t thread;
    void *result = NULL;

    NUMBER(pthread_create(&thread, NULL, create_another, word(5)));
    NUMBER(pthread_join(thread, &result));
    SHOW((uintptr_t)result);
}

static void *outlive(void *main_thread)
{
    pthread_join(*(pthread_t *)main_thread, NULL);
    _exit(12);
}

static void end_first_thread(void)
{
    static pthread_t self;
    pthread_t thread;

    self = pthread_self();
    pthread_create(&thread, NULL, outlive, &self);
    pthread_exit(NULL);
}

static void last_one_ends(void)
{
    pthread_exit(NULL);
}

static void the_first_thread_ends(void)
{
    STATUS(in_child(end_first_thread));
    STATUS(in_child(last_one_ends));
}

static void *end_process(void *nothing)
{
    (void)nothing;
    exit(5);
}

static void exit_in_thread(void)
{
    pthread_t thread;

    pthread_create(&thread, NULL, end_process, NULL);
    for (;;)
        pause();
}

static void a_thread_ends_the_process(void)
{
    STATUS(in_child(exit_in_thread));
}

static const struct one_case cases[] = {
    CASE(joined),
    CASE(join_of_oneself),
    CASE(tried_and_timed_joins),
    CASE(clock_join_of_one_that_ends),
    CASE(detached),
    CASE(born_detached),
    CASE(on_the_smallest_stack),
    CASE(refused),
    CASE(named),
    CASE(cleans_up_when_it_leaves),
    CASE(values_end_in_rounds),
    CASE(values_are_each_threads_own),
    CASE(a_chain_of_threads),
    CASE(the_first_thread_ends),
    CASE(a_thread_ends_the_process),
};

int main(int argc, char **argv)
{
    sem_init(&go, 0, 0);
    sem_init(&ready, 0, 0);
    return run_cases(cases, sizeof cases / sizeof *cases, argc, argv);
}
