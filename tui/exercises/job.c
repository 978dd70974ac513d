/* job.c - a command in a process group of its own. */
#include "tui/exercises/job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FILES_AT_MOST = 16 << 20 };

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* What can be read once, from a pipe. */
static int open_input(const char *input)
{
    size_t length = input ? strlen(input) : 0;
    int ends[2];

    if (!input)
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    ssize_t written = write(ends[1], input, length);
    close(ends[1]);
    if (written == (ssize_t)length)
        return ends[0];
    close(ends[0]);
    return -1;
}

static void become(char *const *arguments, int output, int input,
                   const char *scratch)
{
    const struct rlimit files = {FILES_AT_MOST, FILES_AT_MOST};

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGXFSZ, SIG_DFL);
    if (scratch)
        setenv("TMPDIR", scratch, 1);
    setenv("LANGUAGE", "en", 1); /* What it says is read. */
    setrlimit(RLIMIT_FSIZE, &files);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execvp(arguments[0], arguments);
    _exit(127);
}

bool job_start(struct job *job, char *const *arguments, const char *input,
               const char *output, const char *scratch, double limit_s)
{
    int written = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int read_from = open_input(input);

    *job = (struct job){.started = now(), .limit_s = limit_s};
    if (written >= 0 && read_from >= 0) {
        sigset_t none;

        job->pid = fork();
        if (job->pid == 0) {
            sigemptyset(&none);
            sigprocmask(SIG_SETMASK, &none, NULL);
            become(arguments, written, read_from, scratch);
        }
        setpgid(job->pid, job->pid); /* Whoever of the two comes first. */
    }
    int why = errno;
    if (written >= 0)
        close(written);
    if (read_from >= 0)
        close(read_from);
    errno = why;
    if (job->pid < 0)
        job->pid = 0;
    return job->pid > 0;
}

static void reap(struct job *job, int how)
{
    pid_t reaped;

    while ((reaped = waitpid(job->pid, &job->status, how)) < 0 &&
           errno == EINTR)
        continue;
    if (reaped == 0)
        return;
    job->over = true;
    kill(-job->pid, SIGKILL); /* What it left behind. */
}

bool job_poll(struct job *job)
{
    if (job->over || job->pid == 0)
        return true;
    reap(job, WNOHANG);
    if (!job->over && now() - job->started > job->limit_s)
        job_end(job);
    return job->over;
}

/* What is killed takes a moment to be gone. */
static void wait_for_group(pid_t group)
{
    const struct timespec moment = {.tv_nsec = 1000000};

    for (int i = 0; i < 50 && kill(-group, 0) == 0; i++)
        nanosleep(&moment, NULL);
}

void job_end(struct job *job)
{
    if (job->pid == 0 || job->over)
        return;
    kill(-job->pid, SIGKILL);
    kill(job->pid, SIGKILL); /* Before it has a group. */
    reap(job, 0);
    wait_for_group(job->pid);
}
