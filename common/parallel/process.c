/* process.c - fork, and a descriptor that stands for the child.

   A pid is free for another process once it was waited for. The descriptor
   (pidfd) is not: a signal sent through it comes to this child or to none. */
#include "parallel/process.h"
#include "parallel/inside.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static atomic_int started;
static char self[PROCESS_NAME_SIZE] = "MainProcess";

static void name_self(const char *name, int number)
{
    if (name)
        snprintf(self, sizeof self, "%s", name);
    else
        snprintf(self, sizeof self, "Process-%d", number);
    prctl(PR_SET_NAME, self);
}

static _Noreturn void begin(const struct process *process, pid_t parent,
                            int number)
{
    if (process->daemon) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) /* It ended before it could be asked. */
            _exit(0);
    }
    name_self(process->name, number);
    int code = process->run(process->argument);
    fflush(stdout);
    _exit(code);
}

int process_start(struct process *process)
{
    int number = atomic_fetch_add(&started, 1) + 1;
    pid_t parent = getpid();

    process->ended = false;
    fflush(stdout); /* Or the child would write it once more. */
    process->pid = fork();
    if (process->pid < 0)
        return errno;
    if (process->pid == 0)
        begin(process, parent, number);
    process->sentinel = (int)syscall(SYS_pidfd_open, process->pid, 0);
    if (process->sentinel >= 0)
        return 0;
    int error = errno;
    kill(process->pid, SIGKILL);
    waitpid(process->pid, NULL, 0);
    process->ended = true;
    process->exit_code = -SIGKILL;
    return error;
}

/* Does not wait. */
static void look(struct process *process)
{
    int status;

    if (process->ended ||
        waitpid(process->pid, &status, WNOHANG) != process->pid)
        return;
    process->ended = true;
    process->exit_code =
        WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int process_join(struct process *process, long timeout_ms)
{
    struct deadline deadline = deadline_after(timeout_ms);
    struct pollfd ready = {.fd = process->sentinel, .events = POLLIN};

    for (look(process); !process->ended; look(process)) {
        long left = deadline_left_ms(&deadline);

        if (left == 0)
            return ETIMEDOUT;
        poll(&ready, 1, left > INT32_MAX ? INT32_MAX : (int)left);
    }
    return 0;
}

bool process_is_alive(struct process *process)
{
    look(process);
    return !process->ended;
}

int process_exit_code(struct process *process, int *code)
{
    if (process_is_alive(process))
        return EBUSY;
    *code = process->exit_code;
    return 0;
}

static int send(struct process *process, int number)
{
    if (!process_is_alive(process))
        return ESRCH;
    return syscall(SYS_pidfd_send_signal, process->sentinel, number, NULL, 0)
               ? errno
               : 0;
}

int process_terminate(struct process *process)
{
    return send(process, SIGTERM);
}

int process_kill(struct process *process)
{
    return send(process, SIGKILL);
}

int process_close(struct process *process)
{
    if (process_is_alive(process))
        return EBUSY;
    if (process->sentinel >= 0)
        close(process->sentinel);
    process->sentinel = -1;
    return 0;
}

const char *process_name(void)
{
    return self;
}
