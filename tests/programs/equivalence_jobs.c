/* equivalence_jobs.c - processes stopped, continued, told of and grouped. */
#include "case.h"

#include <signal.h>

static int status; /* As a wait has left it. */

static void stopped_and_continued(void)
{
    pid_t child = fork_that_stays();
    siginfo_t about = {0};

    kill(child, SIGSTOP);
    POSIX(waitpid(child, &status, WUNTRACED) == child);
    STATUS(status);
    kill(child, SIGCONT);
    POSIX(waitpid(child, &status, WCONTINUED) == child);
    STATUS(status);
    kill(child, SIGSTOP);
    POSIX(waitid(P_PID, (id_t)child, &about, WSTOPPED));
    SHOW(about.si_code == CLD_STOPPED);
    SHOW(about.si_status == SIGSTOP);
    kill(child, SIGKILL);
    POSIX(waitpid(child, &status, 0) == child);
    STATUS(status);
}

static void stop_oneself(void)
{
    raise(SIGSTOP);
    kill(getpid(), SIGTSTP);
    _exit(6);
}

static void stops_itself(void)
{
    pid_t child = fork();

    NEED(child >= 0);
    signal(SIGTTIN, SIG_IGN);
    if (child == 0)
        stop_oneself();
    POSIX(waitpid(child, &status, WUNTRACED) == child);
    STATUS(status);
    POSIX(kill(child, SIGTTIN)); /* Comes when it goes on: it ignores it. */
    POSIX(waitpid(child, &status, WUNTRACED | WNOHANG));
    signal(SIGTTIN, SIG_DFL);
    kill(child, SIGTERM); /* Comes when it goes on. */
    POSIX(waitpid(child, &status, WNOHANG));
    kill(child, SIGCONT);
    POSIX(waitpid(child, &status, 0) == child);
    STATUS(status);
}

static volatile sig_atomic_t told;
static volatile sig_atomic_t told_code;
static volatile pid_t told_pid;

static void on_child(int number, siginfo_t *about, void *context)
{
    (void)context;
    told = number;
    told_code = about->si_code;
    told_pid = about->si_pid;
}

static void told_of_a_child(void)
{
    struct sigaction action = {.sa_sigaction = on_child,
                               .sa_flags = SA_SIGINFO};
    sigset_t only_now;

    sigemptyset(&only_now);
    sigaddset(&only_now, SIGCHLD);
    sigprocmask(SIG_BLOCK, &only_now, NULL);
    sigaction(SIGCHLD, &action, NULL);
    pid_t child = fork_that_exits(4);
    sigemptyset(&only_now);
    while (!told)
        sigsuspend(&only_now);
    SHOW(told == SIGCHLD);
    SHOW(told_code == CLD_EXITED);
    SHOW(told_pid == child);
    POSIX(waitpid(child, &status, 0) == child);
    told = 0;
    child = fork_that_stays();
    kill(child, SIGSTOP);
    while (!told)
        sigsuspend(&only_now);
    SHOW(told_code == CLD_STOPPED);
    told = 0;
    kill(child, SIGKILL);
    while (!told)
        sigsuspend(&only_now);
    SHOW(told_code == CLD_KILLED);
    POSIX(waitpid(child, &status, 0) == child);
    signal(SIGCHLD, SIG_DFL);
    sigaddset(&only_now, SIGCHLD);
    sigprocmask(SIG_UNBLOCK, &only_now, NULL);
}

static void lead(void)
{
    int same = getpgid(0) == getpgrp() && getsid(0) == getsid(getppid());

    if (setsid() != getpid() || getpgrp() != getpid() || getsid(0) != getpid())
        _exit(1);
    _exit(same ? 15 : 2);
}

static void groups(void)
{
    pid_t child = fork_that_stays();

    POSIX(getpgid(child) == getpgrp());
    POSIX(setpgid(child, 0));
    POSIX(getpgid(child) == child);
    POSIX(setpgid(child, 0x3fffffff));
    POSIX(getpgid(0x3fffffff));
    POSIX(kill(-child, 0));
    POSIX(killpg(child, SIGTERM));
    POSIX(waitpid(-child, &status, 0) == child);
    STATUS(status);
    POSIX(kill(-child, 0));
    POSIX(waitpid(-child, &status, 0));
    STATUS(in_child(lead));
}

static const struct one_case cases[] = {
    CASE(stopped_and_continued),
    CASE(stops_itself),
    CASE(told_of_a_child),
    CASE(groups),
};
CASES_MAIN(cases)
