/* thread.h - another line of work in the same memory.

       static void work(void *argument) { ... }

       struct thread thread;
       thread_start(&thread, "worker", work, &order);
       ...
       thread_join(&thread, FOREVER);

   A thread has a name, which debuggers, `top -H` and the lab show too. It
   shares all memory with the others, so what it and another touch needs a
   lock. Its result is what it leaves in `argument`: after the join that can be
   read without one.

   The struct is the starter's, and has to last until the thread was joined.
   One thread starts, asks and joins; thread_active_count and thread_name are
   for all.
   Python: Thread. */
#ifndef PARALLEL_THREAD_H
#define PARALLEL_THREAD_H

#include "parallel/sharing.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { THREAD_NAME_SIZE = 16 }; /* What the kernel keeps, with its NUL. */

struct thread {
    pthread_t handle;
    bool joined;

    /* Written by the thread itself. */
    atomic_bool ended;

    /* Constant after start. */
    char name[THREAD_NAME_SIZE];
    void (*run)(void *);
    void *argument;
};

/* Name NULL: "Thread-1", "Thread-2" and so on; a longer one is cut.
   EAGAIN: there are too many. */
int thread_start(struct thread *thread, const char *name, void (*run)(void *),
                 void *argument);

/* 0: it has ended, now or at an earlier join. ETIMEDOUT: it has not.
   EDEADLK: it would wait for itself. */
int thread_join(struct thread *thread, long timeout_ms);

bool thread_is_alive(const struct thread *thread);

/* The threads that thread_start has started and that have not ended, and one
   more: the main thread. */
int thread_active_count(void);

/* The caller's own name, for as long as it runs; "MainThread" where
   thread_start has not started it. */
const char *thread_name(void);

#endif
