/* keeper.c - keeping a program's whole family in reach. */
#include "watch/keeper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FAMILY = 65536 }; /* Processes looked at in one round. */

static void tell(int reports, enum report_kind kind, pid_t pid, int status)
{
    struct report report = {kind, pid, status};
    ssize_t written;

    do
        written = write(reports, &report, sizeof report);
    while (written < 0 && errno == EINTR);
}

struct relative {
    pid_t pid;
    pid_t parent;
    bool ours;
};

/* The parent of a process, from /proc; the name in between may hold anything
   but is the only part in parentheses. */
static pid_t parent_of(pid_t pid)
{
    char path[64];
    char line[512];
    pid_t parent = 0;

    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t got = read(fd, line, sizeof line - 1);
    close(fd);
    if (got <= 0)
        return 0;
    line[got] = '\0';
    const char *after = strrchr(line, ')');
    char state;
    if (!after || sscanf(after + 1, " %c %d", &state, &parent) != 2 ||
        state == 'Z')
        return 0;
    return parent;
}

static size_t everybody(struct relative *all, size_t room)
{
    DIR *proc = opendir("/proc");
    struct dirent *entry;
    size_t count = 0;

    if (!proc)
        return 0;
    while (count < room && (entry = readdir(proc))) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        pid_t parent = pid > 0 ? parent_of(pid) : 0;

        if (parent > 0)
            all[count++] = (struct relative){pid, parent, false};
    }
    closedir(proc);
    return count;
}

/* Marks everything below `root`, and sends it a signal. Returns how many. */
static size_t signal_family(pid_t root, int number, struct relative *all)
{
    size_t count = everybody(all, FAMILY);
    size_t found = 0;
    bool grew = true;

    while (grew) {
        grew = false;
        for (size_t i = 0; i < count; i++) {
            bool below = all[i].parent == root;

            for (size_t j = 0; j < count && !below && !all[i].ours; j++)
                below = all[j].ours && all[j].pid == all[i].parent;
            if (below && !all[i].ours) {
                all[i].ours = true;
                grew = true;
                found++;
                kill(all[i].pid, number);
            }
        }
    }
    return found;
}

/* Reports to nobody where `reports` is negative. */
static void reap(int reports)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (reports >= 0)
            tell(reports, REPORT_ENDED, pid, status);
    }
}

/* Ends everything below this process. Stopping a family before killing it
   keeps a fork bomb from growing as fast as it is cut. */
static void end_family(int reports)
{
    struct relative *all = calloc(FAMILY, sizeof *all);
    const struct timespec moment = {.tv_nsec = 1000000};

    if (!all)
        _exit(1);
    /* Who is stopped has no more children: two looks that find as many found
       all. */
    size_t before = 0;
    for (int round = 0; round < 8; round++) {
        size_t found = signal_family(getpid(), SIGSTOP, all);

        if (found == before)
            break;
        before = found;
    }
    while (signal_family(getpid(), SIGKILL, all) > 0) {
        reap(reports);
        nanosleep(&moment, NULL);
    }
    reap(reports);
    free(all);
}

/* The program's side of the fork: in the foreground of its own terminal, as a
   shell would start it. The keeper leads the session: else what the program
   leaves behind would be hung up when it ends. */
static _Noreturn void become(const struct keeper_order *order, int refused)
{
    sigset_t none;

    prctl(PR_SET_PDEATHSIG, SIGKILL); /* Should the keeper be killed. */
    setpgid(0, 0);
    tcsetpgrp(order->terminal, getpid());
    dup2(order->input, STDIN_FILENO);
    dup2(order->terminal, STDOUT_FILENO);
    dup2(order->terminal, STDERR_FILENO);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    close_range(3, (unsigned)refused - 1, 0);
    close_range((unsigned)refused + 1, ~0U, 0);
    if (order->fixed_addresses)
        personality(ADDR_NO_RANDOMIZE);
    execve(order->path, order->arguments, order->environment);
    int why = errno;
    if (write(refused, &why, sizeof why) < 0)
        _exit(126);
    _exit(127);
}

/* Starts the program and says whether that worked: the pipe closes when it
   does, and carries an errno when not. */
static pid_t start_program(const struct keeper_order *order, int reports)
{
    int refused[2];

    if (pipe2(refused, O_CLOEXEC) != 0) {
        tell(reports, REPORT_REFUSED, 0, errno);
        return 0;
    }
    pid_t pid = fork();
    if (pid == 0)
        become(order, refused[1]);
    close(refused[1]);
    int why = pid < 0 ? errno : 0;
    if (pid > 0 && read(refused[0], &why, sizeof why) != sizeof why)
        why = 0;
    close(refused[0]);
    if (why) {
        tell(reports, REPORT_REFUSED, 0, why);
        return 0;
    }
    tell(reports, REPORT_STARTED, pid, 0);
    return pid;
}

static bool has_children(void)
{
    siginfo_t about = {0};

    return waitid(P_ALL, 0, &about, WEXITED | WNOHANG | WNOWAIT) == 0;
}

static _Noreturn void keep(const struct keeper_order *order, int reports,
                           int orders)
{
    sigset_t children;

    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_NAME, "keeper");
    for (int number = 1; number < NSIG; number++)
        signal(number, number == SIGCHLD ? SIG_DFL : SIG_IGN);
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_SETMASK, &children, NULL);
    int ended = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
    ioctl(order->terminal, TIOCSCTTY, 0);
    bool told_empty = start_program(order, reports) == 0;
    close(order->input);
    close(order->terminal);
    struct pollfd wait_for[] = {{.fd = orders, .events = POLLIN},
                                {.fd = ended, .events = POLLIN}};
    for (;;) {
        struct signalfd_siginfo signal;

        if (poll(wait_for, 2, -1) < 0 && errno != EINTR)
            break;
        if (wait_for[0].revents)
            break; /* The lab asks, or is gone. */
        while (read(ended, &signal, sizeof signal) > 0)
            continue;
        reap(reports);
        if (!told_empty && !has_children()) {
            tell(reports, REPORT_EMPTY, 0, 0);
            told_empty = true;
        }
    }
    end_family(reports);
    _exit(0);
}

/* In the new process: keeps these four and nothing else of the lab's, not
   even its terminal. */
static void keep_only(int *input, int *terminal, int *reports, int *orders)
{
    int *kept[] = {input, terminal, reports, orders};
    enum { FIRST = 100, COUNT = sizeof kept / sizeof *kept };

    /* First out of the way of each other. */
    for (int i = 0; i < COUNT; i++)
        *kept[i] = fcntl(*kept[i], F_DUPFD_CLOEXEC, FIRST + COUNT);
    for (int i = 0; i < COUNT; i++)
        *kept[i] = dup3(*kept[i], FIRST + i, O_CLOEXEC);
    close_range(0, FIRST - 1, 0);
    close_range(FIRST + COUNT, ~0U, 0);
    for (int fd = 0; fd < 3; fd++)
        open("/dev/null", O_RDWR); /* 0, 1 and 2: never somebody else's. */
}

int keeper_start(struct keeper *keeper, const struct keeper_order *order)
{
    int reports[2] = {-1, -1};
    int orders[2] = {-1, -1};

    if (pipe2(reports, O_CLOEXEC) != 0 || pipe2(orders, O_CLOEXEC) != 0) {
        int why = errno;

        if (reports[0] >= 0) {
            close(reports[0]);
            close(reports[1]);
        }
        return why;
    }
    /* Should the keeper be killed, what it kept comes to us. */
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t pid = fork();
    if (pid == 0) {
        struct keeper_order ours = *order;

        keep_only(&ours.input, &ours.terminal, &reports[1], &orders[0]);
        keep(&ours, reports[1], orders[0]);
    }
    int why = errno;
    close(reports[1]);
    close(orders[0]);
    if (pid < 0) {
        close(reports[0]);
        close(orders[1]);
        return why;
    }
    fcntl(reports[0], F_SETFL, O_NONBLOCK);
    *keeper = (struct keeper){pid, reports[0], orders[1]};
    return 0;
}

void keeper_end(struct keeper *keeper)
{
    const struct timespec moment = {.tv_nsec = 1000000};
    int status = 0;
    pid_t ended = 0;

    if (keeper->pid <= 0)
        return;
    if (keeper->orders >= 0)
        close(keeper->orders);
    for (int waited = 0; waited < 3000 && ended == 0; waited++) {
        ended = waitpid(keeper->pid, &status, WNOHANG);
        if (ended == 0)
            nanosleep(&moment, NULL);
    }
    if (ended > 0 && !WIFEXITED(status))
        end_family(-1); /* It was killed, and could not do it. */
    close(keeper->reports);
    keeper->pid = 0;
}
