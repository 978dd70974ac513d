/* process.h - another line of work with memory of its own.

       static int work(void *argument) { ... return 0; }

       struct process child = {.name = "worker", .run = work};
       process_start(&child);
       ...
       process_join(&child, FOREVER);
       process_exit_code(&child, &code);      0, or -SIGKILL

   What `run` returns is its exit code. Exit handlers are not run. There are
   three ways to start it.

   PROCESS_FORK: the child begins with a copy of the starter's memory, and from
   then on neither sees what the other writes: see shared.h, pipe.h, queue.h.
   Of the starter's threads it has one. A lock that another thread held at that
   moment stays held in the copy, by nobody: who waits for it waits for ever.

   PROCESS_SPAWN: the same program is begun anew, so it has nothing that the
   starter made: no memory, lock or descriptor. What it gets is a copy of
   `argument_size` bytes, in which pointers mean nothing, and the descriptors
   it is given. It is slow, as programs take time to begin.

   PROCESS_FORKSERVER: the first call spawns a server, a process with one thread
   and nothing else to do; from then on it is asked to fork. The child has what
   a spawned one has, at nearly the price of a fork. The server ends with the
   process that it belongs to.

   The latter two begin in main, which therefore has to let them through:

       int main(int argc, char **argv)
       {
           process_main(argc, argv);          does not return in a child

   A daemon process is killed when the process that started it ends, however
   that does; one by a server also if the server is killed. Others go on, as
   orphans. To derive from it, put it first in a struct of your own, and let
   `argument` be that struct. One task starts, asks and joins; only the
   starter's process may. Python: Process, and its start methods. */
#ifndef PARALLEL_PROCESS_H
#define PARALLEL_PROCESS_H

#include "parallel/sharing.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum process_method { PROCESS_FORK, PROCESS_SPAWN, PROCESS_FORKSERVER };

enum {
    PROCESS_NAME_SIZE = 16, /* What the kernel keeps, with its NUL. */
    PROCESS_DESCRIPTORS = 8,
};

struct process {
    /* Set by the caller before start. */
    const char *name;           /* NULL: "Process-1", "Process-2" and so on. */
    int (*run)(void *argument); /* Returns 0 to 255. */
    void *argument;
    bool daemon;
    enum process_method method;

    /* What goes along to one that is not forked from here. */
    size_t argument_size;                 /* 0: it gets NULL. */
    int descriptors[PROCESS_DESCRIPTORS]; /* See process_descriptor. */
    unsigned descriptor_count;

    /* Known from start on. */
    pid_t pid;
    int sentinel; /* A descriptor that polls as readable once it has ended. */
    int status;   /* Where the server tells its exit code; else -1. */

    /* Known from its end on. */
    bool ended;
    int error; /* Why the exit code is not known. */
    int exit_code;
};

/* First in main where anything is spawned or a server used. */
void process_main(int argc, char **argv);

/* EAGAIN: there are too many. EMFILE: or descriptors. EINVAL, of those that do
   not fork here: main has not called process_main, `run` is not a function of
   the program itself (but of a shared library), or there are more descriptors
   than go along. EOWNERDEAD: the server was killed while it was asked, and the
   child may have begun; who asks again has another server. */
int process_start(struct process *process);

/* In the child: its own copy of the n-th descriptor it was given. -1: there is
   none. */
int process_descriptor(unsigned n);

/* 0: it has ended. ETIMEDOUT: it has not. */
int process_join(struct process *process, long timeout_ms);

bool process_is_alive(struct process *process);

/* Its own, or minus the signal that killed it. EBUSY: it is alive. ECHILD:
   somebody else waited for it. EOWNERDEAD: so did the server, and was killed
   before it could tell. */
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
