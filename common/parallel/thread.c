/* thread.c - pthreads with names and a count. */
#include "parallel/thread.h"
#include "parallel/inside.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static atomic_int active = 1;
static atomic_int started;
static _Thread_local const struct thread *self;

/* A forked child has the thread that forked, and no other. */
static void forget_others(void)
{
    atomic_store(&active, 1);
}

static void prepare(void)
{
    pthread_atfork(NULL, NULL, forget_others);
}

static void *begin(void *argument)
{
    struct thread *thread = argument;

    self = thread;
    pthread_setname_np(pthread_self(), thread->name);
    thread->run(thread->argument);
    atomic_fetch_sub(&active, 1);
    atomic_store(&thread->ended, true);
    return NULL;
}

int thread_start(struct thread *thread, const char *name, void (*run)(void *),
                 void *argument)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int number = atomic_fetch_add(&started, 1) + 1;

    pthread_once(&once, prepare);
    *thread = (struct thread){.run = run, .argument = argument};
    if (name)
        strncat(thread->name, name, sizeof thread->name - 1);
    else
        snprintf(thread->name, sizeof thread->name, "Thread-%d", number);
    atomic_fetch_add(&active, 1); /* It counts before anybody can ask it. */
    int error = pthread_create(&thread->handle, NULL, begin, thread);
    if (error)
        atomic_fetch_sub(&active, 1);
    return error;
}

int thread_join(struct thread *thread, long timeout_ms)
{
    if (thread->joined)
        return 0;
    int error = thread_wait(thread->handle, timeout_ms);
    thread->joined = error == 0;
    return error;
}

bool thread_is_alive(const struct thread *thread)
{
    return !atomic_load(&thread->ended);
}

int thread_active_count(void)
{
    return atomic_load(&active);
}

const char *thread_name(void)
{
    return self ? self->name : "MainThread";
}
