/* process_inside.h - how a process begins, in three ways. Not installed. */
#ifndef PARALLEL_PROCESS_INSIDE_H
#define PARALLEL_PROCESS_INSIDE_H

#include "parallel/process.h"

#include <stdint.h>

/* All that a child has to know that is not a copy of its starter. It travels
   in a file without a name; the argument's bytes follow it. */
struct process_order {
    _Alignas(16) uint64_t magic; /* So is what follows. */
    uint64_t run;                /* Counted from where the program lies. */
    uint64_t argument_size;
    pid_t starter;
    int number;
    unsigned descriptor_count;
    bool daemon;
    bool serves; /* It is a server: there is nothing to run. */
    char name[PROCESS_NAME_SIZE];
};

/* A descriptor of that file. */
int process_order_write(const struct process *process, int number, bool serves,
                        int *file);

/* Carries out an order, in a child of `parent`. */
_Noreturn void process_order_run(int file, const int *descriptors,
                                 unsigned count, pid_t parent);

/* A new image of the program that carries out an order. */
int process_image_start(int file, const int *descriptors, unsigned count,
                        pid_t *pid);

/* A descriptor that polls as readable once the process has ended; -1: errno. */
int process_sentinel(pid_t pid);

/* The last step of all that begin. */
_Noreturn void process_run(const struct process *process, pid_t starter,
                           int number);

/* Has the server begin `process`: its pid, sentinel and status. */
int process_server_ask(struct process *process, int number);

/* The server itself: until its owner is no more. */
_Noreturn void process_serve(int socket, pid_t owner);

/* Calls back in a thread that lasts as long as the process: a child's death
   signal follows the thread that forked it. */
int process_in_lasting_thread(void (*function)(void *), void *argument);

#endif
