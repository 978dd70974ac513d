/* equivalence_syscall.c - what the kernel is asked for by number. */
#include "case.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
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

static unsigned word;
static long woken_with;

static long futex(int op, unsigned value, const struct timespec *time)
{
    return syscall(SYS_futex, &word, op, value, time, NULL,
                   FUTEX_BITSET_MATCH_ANY);
}

static void futex_without_company(void)
{
    const struct timespec soon = {.tv_nsec = 1000000};
    const struct timespec past = {0};
    const struct timespec wrong = {.tv_nsec = -1};

    word = 3;
    POSIX(futex(FUTEX_WAIT, 4, NULL));
    POSIX(futex(FUTEX_WAIT_PRIVATE, 3, &soon));
    POSIX(futex(FUTEX_WAIT_BITSET, 3, &past));
    POSIX(futex(FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 3, &past));
    POSIX(futex(FUTEX_WAIT, 3, &wrong));
    POSIX(futex(FUTEX_WAKE, 1, NULL));
    POSIX(futex(FUTEX_WAKE_PRIVATE, INT_MAX, NULL));
    POSIX(syscall(SYS_futex, NULL, FUTEX_WAIT, 0, NULL, NULL, 0));
    POSIX(syscall(SYS_futex, (char *)&word + 1, FUTEX_WAKE, 1, NULL, NULL, 0));
    POSIX(syscall(SYS_futex, &word, FUTEX_WAKE_BITSET, 1, NULL, NULL, 0));
    POSIX(syscall(SYS_futex, &word, 99, 1, NULL, NULL, 0));
}

static void *sleep_on_word(void *argument)
{
    woken_with = futex(FUTEX_WAIT_PRIVATE, 3, NULL);
    return argument;
}

static void futex_woken(void)
{
    pthread_t sleeper;

    word = 3;
    woken_with = 99;
    NUMBER(pthread_create(&sleeper, NULL, sleep_on_word, NULL));
    while (futex(FUTEX_WAKE_PRIVATE, 1, NULL) == 0)
        usleep(1000);
    NUMBER(pthread_join(sleeper, NULL));
    SHOW(woken_with);
}

static const struct one_case cases[] = {CASE(who_it_is),
                                        CASE(all_six_words),
                                        CASE(refused),
                                        CASE(killed_by_descriptor),
                                        CASE(ended_with_all_tasks),
                                        CASE(futex_without_company),
                                        CASE(futex_woken)};

CASES_MAIN(cases)
