/* kernel.h - what the kernel knows of a task.

   Everything else the lab shows is what a program says of itself through the
   runtime. This is the other witness: state letter, processor time, context
   switches and memory, from /proc. Files are kept open between looks, which
   is three times as fast as opening them anew. */
#ifndef WATCH_KERNEL_H
#define WATCH_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Descriptors kept open for one task. All -1: nothing is known yet. */
struct kernel_task {
    int stat;
    int status;
};

struct kernel_sample {
    char state; /* R S D T t Z X I, as in proc(5). */
    uint32_t rss_kib;
    uint64_t cpu_ns;
    uint32_t voluntary; /* Context switches. */
    uint32_t involuntary;
    int32_t exit_status; /* Of a zombie, as from waitpid; -1 not known. */
};

/* Opens what is to be read. False: there is no such task, or /proc does not
   show it. */
bool kernel_open(struct kernel_task *task, pid_t pid, pid_t tid);

/* Looks. False: the task is gone. `deep` looks at the switches too, which
   costs twice as much; without it they are left as they were. */
bool kernel_look(struct kernel_task *task, struct kernel_sample *sample,
                 bool deep);

/* All three, for who looks once. */
bool kernel_look_once(pid_t pid, pid_t tid, struct kernel_sample *sample);

/* Pages that were written, but for those of files: its own, and those that it
   still shares since a fork, until it writes, or another does. */
struct kernel_memory {
    uint32_t own;
    uint32_t shared;
};

/* Costs as much as some looks, and more for a large process. False: it is gone,
   or the kernel does not say. */
bool kernel_look_at_memory(pid_t pid, struct kernel_memory *memory);

/* The call that a thread is in, as "read" or "call 231"; "" where it computes,
   or is not known. Returns text. */
const char *kernel_call(pid_t pid, pid_t tid, char *text, size_t size);

void kernel_close(struct kernel_task *task);

#endif
