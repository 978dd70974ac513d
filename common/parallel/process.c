/* process.c - a process, and a descriptor that stands for it.

   A pid is free for another process once it was waited for. The descriptor
   (pidfd) is not: a signal sent through it comes to this child or to none. */
#include "parallel/inside.h"
#include "parallel/process_inside.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if __has_include(<sys/pidfd.h>)
#include <sys/pidfd.h>
#endif

static atomic_int started;
static char self[PROCESS_NAME_SIZE] = "MainProcess";
static int given[PROCESS_DESCRIPTORS];
static unsigned given_count;

static void name_self(const char *name, int number)
{
    if (name)
        snprintf(self, sizeof self, "%s", name);
    else
        snprintf(self, sizeof self, "Process-%d", number);
    prctl(PR_SET_NAME, self);
}

/* By the C library where it can, since that is a function that others can stand
   in front of. */
int process_sentinel(pid_t pid)
{
#if __has_include(<sys/pidfd.h>)
    return pidfd_open(pid, 0);
#else
    return (int)syscall(SYS_pidfd_open, pid, 0);
#endif
}

int process_descriptor(unsigned n)
{
    return n < given_count ? given[n] : -1;
}

void process_run(const struct process *process, pid_t starter, int number)
{
    if (process->daemon) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != starter) /* It ended before it could be asked. */
            _exit(0);
    }
    name_self(process->name, number);
    given_count = process->descriptor_count;
    memcpy(given, process->descriptors, sizeof given);
    int code = process->run(process->argument);
    fflush(stdout);
    _exit(code);
}

/* ---- Starting. ---- */

struct beginning {
    struct process *process;
    int number;
    int error;
};

static int fork_here(struct process *process, int number)
{
    pid_t starter = getpid();

    if (process->descriptor_count > PROCESS_DESCRIPTORS)
        return EINVAL;
    process->pid = fork();
    if (process->pid == 0)
        process_run(process, starter, number);
    return process->pid < 0 ? errno : 0;
}

static int spawn(const struct process *process, int number, pid_t *pid)
{
    int order;
    int error = process_order_write(process, number, false, &order);

    if (error)
        return error;
    error = process_image_start(order, process->descriptors,
                                process->descriptor_count, pid);
    close(order);
    return error;
}

static void start_here(void *argument)
{
    struct beginning *beginning = argument;
    struct process *process = beginning->process;

    beginning->error = process->method == PROCESS_FORK
                           ? fork_here(process, beginning->number)
                           : spawn(process, beginning->number, &process->pid);
}

/* A descriptor for a child of this process. Where SIGCHLD is ignored it may be
   gone already: then one that polls in the same way. */
static int open_sentinel(struct process *process)
{
    process->sentinel = process_sentinel(process->pid);
    if (process->sentinel < 0 && errno == ESRCH) {
        process->sentinel = eventfd(1, EFD_CLOEXEC);
        process->error = ECHILD;
    }
    if (process->sentinel >= 0)
        return 0;
    int error = errno;
    kill(process->pid, SIGKILL);
    waitpid(process->pid, NULL, 0);
    return error;
}

int process_start(struct process *process)
{
    struct beginning beginning = {process, atomic_fetch_add(&started, 1) + 1,
                                  0};

    process->status = -1;
    process->sentinel = -1;
    process->ended = false;
    process->error = 0;
    fflush(stdout); /* Or the child would write it once more. */
    if (process->method == PROCESS_FORKSERVER) {
        beginning.error = process_server_ask(process, beginning.number);
    } else {
        if (!process->daemon || gettid() == getpid())
            start_here(&beginning);
        else
            beginning.error = process_in_lasting_thread(start_here, &beginning);
        if (!beginning.error)
            beginning.error = open_sentinel(process);
    }
    process->ended = beginning.error || process->error;
    process->exit_code = -SIGKILL;
    return beginning.error;
}

/* ---- Ends. ---- */

static bool has_ended(int sentinel, int timeout_ms)
{
    struct pollfd ready = {.fd = sentinel, .events = POLLIN};

    return poll(&ready, 1, timeout_ms) > 0;
}

/* The server tells it as soon as it hears of the end. */
static void read_status(struct process *process)
{
    enum { SERVER_MS = 5000 };
    int code;

    process->ended = true;
    if (has_ended(process->status, SERVER_MS) &&
        read(process->status, &code, sizeof code) == sizeof code)
        process->exit_code = code;
    else
        process->error = EOWNERDEAD;
}

/* Does not wait for its end. */
static void look(struct process *process)
{
    int status;

    if (process->ended)
        return;
    if (process->status >= 0) {
        if (has_ended(process->sentinel, 0))
            read_status(process);
        return;
    }
    pid_t found = waitpid(process->pid, &status, WNOHANG);
    if (found == 0 || (found < 0 && errno != ECHILD))
        return;
    if (found < 0 && !has_ended(process->sentinel, 0))
        return; /* SIGCHLD is ignored: nobody will be told how it ended. */
    process->ended = true;
    if (found < 0)
        process->error = ECHILD;
    else
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
    if (process->error)
        return process->error;
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
    if (process->status >= 0)
        close(process->status);
    process->sentinel = -1;
    process->status = -1;
    return 0;
}

const char *process_name(void)
{
    return self;
}
