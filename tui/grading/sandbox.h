/* sandbox.h - a process that can harm nobody: for judging what strangers wrote.

   Isolated, it has namespaces of its own (user, unless root makes it; mount,
   pid, ipc, net, host name), and sees only the system's programs, the lab and
   its scratch folder, all but the last read-only. It is the first process of
   its pid namespace: what it starts cannot kill it, and ends with it. Root
   gives it a user id that nobody else has.

   Where that is not allowed it has limits and a scratch folder, and what it
   leaves behind is killed.

       char *folder;
       pid_t pid = sandbox_fork(&options);

       if (pid == 0)
           ... judge in options.scratch, sandbox_seal(), run, _exit(0)
       waitpid(pid, ...); sandbox_end(&options); */
#ifndef TUI_GRADING_SANDBOX_H
#define TUI_GRADING_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    SANDBOX_SCRATCH_MB = 64, /* Its folder, and of /dev/shm half as much. */
    SANDBOX_TASKS = 250,     /* Processes and threads, at a time. */
    SANDBOX_ADDRESS_MB = 2048,
    SANDBOX_FILES = 256,
    SANDBOX_CPU_S = 60,  /* Of a process. */
    SANDBOX_FAILED = 99, /* Exit status of one that could not be made. */
};

struct sandbox_options {
    bool isolated;
    const char *root;            /* An empty folder; the new root goes there. */
    const char *const *readable; /* Paths it can read, then NULL. */
    const char *hidden;          /* A folder that it cannot, if it is there. */
    unsigned number;             /* No other that lives has it. */
};

/* Is isolation allowed here? False: `why` says what is in the way. */
bool sandbox_is_allowed(const char *root, char *why, size_t why_size);

/* Without namespaces root judges as somebody else: can he read that? */
bool sandbox_can_read(const char *path);

/* In the child: 0, with these as its scratch folders, in which it may write.
   -1 with errno set. The child ends if it cannot be made. */
pid_t sandbox_fork(const struct sandbox_options *options);

/* In the child. */
const char *sandbox_bench(void);    /* What runs may write here. */
const char *sandbox_programs(void); /* For what is compiled. */

/* In the child: what is in the programs' folder stays as it is, and nobody in
   here has any right left over the sandbox. */
void sandbox_seal(void);

/* In the child: how much of its scratch folders is full, of 100. */
unsigned sandbox_fill(void);

/* In the child: what was used in here in all, also by what is gone. 0 where the
   kernel does not say. */
struct sandbox_used {
    uint64_t tasks;   /* Processes and threads that were started. */
    uint64_t memory;  /* Bytes, of the process that had most. */
    uint64_t written; /* Bytes, to whatever it was. */
};
struct sandbox_used sandbox_used(void);

/* In the parent, when the child is over: nothing of it is left. */
void sandbox_end(const struct sandbox_options *options);

#endif
