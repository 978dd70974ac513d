/* process.h - another line of work with memory of its own.

       static int work(void *argument) { ... return 0; }

       struct process child = {.name = "worker", .run = work};
       process_start(&child);
       ...
       process_join(&child, FOREVER);
       process_exit_code(&child, &code);      0, or -SIGKILL

   The child begins with a copy of the starter's memory, and from then on
   neither sees what the other writes: see shared.h, pipe.h and queue.h. What
   `run` returns is its exit code. It does not run the starter's exit handlers.

   A daemon process is killed when the thread that started it ends, and so with
   its process, however that ends. Others go on, as orphans.

   To derive from it, put it first in a struct of your own, and let `argument`
   be that struct. One task starts, asks and joins; only the starter's process
   may. Python: Process, with fork as the start method. */
#ifndef PARALLEL_PROCESS_H
#define PARALLEL_PROCESS_H

#include "parallel/sharing.h"

#include <stdbool.h>
#include <sys/types.h>

enum { PROCESS_NAME_SIZE = 16 }; /* What the kernel keeps, with its NUL. */

struct process {
    /* Set by the caller before start. */
    const char *name;           /* NULL: "Process-1", "Process-2" and so on. */
    int (*run)(void *argument); /* Returns 0 to 255. */
    void *argument;
    bool daemon;

    /* Known from start on. */
    pid_t pid;
    int sentinel; /* A descriptor that polls as readable once it has ended. */

    /* Known from its end on. */
    bool ended;
    int exit_code;
};

/* EAGAIN: there are too many. EMFILE: or descriptors. */
int process_start(struct process *process);

/* 0: it has ended. ETIMEDOUT: it has not. */
int process_join(struct process *process, long timeout_ms);

bool process_is_alive(struct process *process);

/* Its own, or minus the signal that killed it. EBUSY: it is alive. */
int process_exit_code(struct process *process, int *code);

/* SIGTERM asks it to end; SIGKILL does not ask. They reach this process or
   none: never another that has its number. ESRCH: it has ended. */
int process_terminate(struct process *process);
int process_kill(struct process *process);

/* Gives up the sentinel. EBUSY: it is alive. */
int process_close(struct process *process);

/* The caller's own; "MainProcess" where process_start has not started it. */
const char *process_name(void);

#endif
