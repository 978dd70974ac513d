/* processes.c - what is a process, and what does it leave when it ends?

   Watch: five children, each with a number of its own and the same parent;
   what becomes of a child that ends before its parent waits for it.
   Compare with: threads.c, where ten threads live in one process. */
#include "../must.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 5 };

/* A process to be: its name and what it runs; `run` returns the exit code. */
struct process {
    const char *name;
    int (*run)(const struct process *self);
    pid_t pid; /* Known to the parent, once started. */
};

static void introduce(const struct process *self)
{
    printf("%s: I am %d, my parent is %d\n", self->name, (int)getpid(),
           (int)getppid());
}

/* What three of them run. */
static int work(const struct process *self)
{
    introduce(self);
    return 0;
}

/* Two have a run of their own, like a subclass of Process in Python. */
static int fail(const struct process *self)
{
    introduce(self);
    return 3; /* @fails */
}

static int be_killed(const struct process *self)
{
    introduce(self);
    MUST(raise(SIGKILL)); /* @killed */
    return 0;
}

/* Waits for it to end. As in Python: its exit code, or minus the signal. */
static int join(const struct process *child)
{
    int status;

    MUST_NOT_BE_NEGATIVE(waitpid(child->pid, &status, 0)); /* @join */
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int main(void)
{
    struct process all[PROCESSES] = {{"Process-1", work, 0},
                                     {"Process-2", work, 0},
                                     {"Process-3", work, 0},
                                     {"Failing-4", fail, 0},
                                     {"Killed-5", be_killed, 0}};

    /* Print by lines: text kept for later would be copied into each child. */
    MUST(setvbuf(stdout, NULL, _IOLBF, 0));
    for (int i = 0; i < PROCESSES; i++) {
        MUST_NOT_BE_NEGATIVE(all[i].pid = fork()); /* @fork */
        if (all[i].pid == 0)
            exit(all[i].run(&all[i])); /* @exit */
    }
    for (int i = 0; i < PROCESSES; i++)
        printf("main joined %s: exit code %d\n", all[i].name, join(&all[i]));
    return 0;
}
