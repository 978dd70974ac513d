/* equivalence_syscall.c - what the kernel is asked for by number. */
#include "case.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>

int pidfd_send_signal(int fd, int number, siginfo_t *about, unsigned flags);

static void who_it_is(void)
{
    SHOW(syscall(SYS_getpid) == getpid());
    SHOW(syscall(SYS_getppid) == getppid());
    SHOW(syscall(SYS_gettid) == gettid());
}

static void all_six_words(void)
{
    int ends[2];
    loff_t at = 1;

    FILE *file = tmpfile();
    fputs("abcdef", file);
    fflush(file);
    POSIX(pipe(ends));
    POSIX(syscall(SYS_splice, fileno(file), &at, ends[1], NULL, 3, 0));
    SHOW(at);
    close(ends[0]);
    close(ends[1]);
    fclose(file);
}

static void refused(void)
{
    POSIX(syscall(SYS_close, -1));
    POSIX(syscall(SYS_pidfd_send_signal, -1, SIGTERM, NULL, 0));
    POSIX(syscall(SYS_pidfd_open, -1, 0));
}

static void killed_by_descriptor(void)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        for (;;)
            pause();
    }
    int fd = (int)syscall(SYS_pidfd_open, child, 0);
    SHOW(fd >= 0);
    POSIX(pidfd_send_signal(fd, 0, NULL, 0));
    POSIX(syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0));
    SHOW(waitpid(child, &status, 0) == child);
    say_status("status", status);
    POSIX(syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0));
    close(fd);
}

static void ended_with_all_tasks(void)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0)
        syscall(SYS_exit_group, 7);
    SHOW(waitpid(child, &status, 0) == child);
    say_status("status", status);
}

static const struct one_case cases[] = {
    CASE(who_it_is), CASE(all_six_words), CASE(refused),
    CASE(killed_by_descriptor), CASE(ended_with_all_tasks)};

CASES_MAIN(cases)
