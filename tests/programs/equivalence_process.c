/* equivalence_process.c - processes: forked, waited for, ended. */
#include "case.h"

#include <assert.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>

int pidfd_open(pid_t pid, unsigned flags); /* In <sys/pidfd.h>, since 2.36. */

static int status; /* As a wait has left it. */

static void waited_for(void)
{
    pid_t child = fork_that_exits(7);

    POSIX(wait(&status) == child);
    STATUS(status);
    child = fork_that_exits(8);
    POSIX(waitpid(child, &status, 0) == child);
    STATUS(status);
    child = fork_that_exits(9);
    POSIX(waitpid(-1, &status, 0) == child);
    STATUS(status);
    child = fork_that_exits(10);
    POSIX(waitpid(0, NULL, 0) == child);
    fork_that_exits(11);
    POSIX(wait(NULL) > 0);
}

static void nobody_to_wait_for(void)
{
    status = 77;
    POSIX(wait(&status));
    POSIX(waitpid(-1, &status, WNOHANG));
    POSIX(waitpid(1, &status, 0));
    POSIX(waitpid(-1, &status, 0x10000));
    POSIX(wait3(&status, WNOHANG, NULL));
    POSIX(wait4(-1, &status, 0, NULL));
    POSIX(waitid(P_ALL, 0, NULL, WEXITED));
    POSIX(waitid(P_ALL, 0, NULL, 0));
    SHOW(status);
}

static void not_yet(void)
{
    pid_t child = fork_that_stays();
    siginfo_t about = {.si_signo = 77};

    status = 77;
    POSIX(waitpid(child, &status, WNOHANG));
    POSIX(waitid(P_PID, (id_t)child, &about, WEXITED | WNOHANG));
    SHOW(about.si_signo);
    SHOW(about.si_pid);
    SHOW(status);
    kill(child, SIGKILL);
    POSIX(waitpid(child, &status, 0) == child);
    STATUS(status);
}

static void with_usage(void)
{
    struct rusage usage = {.ru_maxrss = -1};
    pid_t child = fork_that_exits(1);

    POSIX(wait3(&status, 0, &usage) == child);
    STATUS(status);
    SHOW(usage.ru_maxrss > 0);
    usage.ru_maxrss = -1;
    child = fork_that_exits(2);
    POSIX(wait4(child, &status, 0, &usage) == child);
    STATUS(status);
    SHOW(usage.ru_maxrss > 0);
}

static void told_by_waitid(void)
{
    siginfo_t about = {0};
    pid_t child = fork_that_exits(33);

    POSIX(waitid(P_PID, (id_t)child, &about, WEXITED | WNOWAIT));
    SHOW(about.si_pid == child);
    POSIX(waitid(P_PID, (id_t)child, &about, WEXITED));
    SHOW(about.si_pid == child);
    SHOW(about.si_signo == SIGCHLD);
    SHOW(about.si_code == CLD_EXITED);
    SHOW(about.si_status);
    child = fork_that_stays();
    kill(child, SIGKILL);
    POSIX(waitid(P_ALL, 0, &about, WEXITED));
    SHOW(about.si_code == CLD_KILLED);
    SHOW(about.si_status);
}

static void exit_plainly(void)
{
    exit(3);
}

static void exit_at_once(void)
{
    _Exit(4);
}

static void exit_quickly(void)
{
    quick_exit(5);
}

static void be_killed(void)
{
    kill(getpid(), SIGKILL);
}

static void abort_it(void)
{
    abort();
}

static void assert_it(void)
{
    close(STDERR_FILENO); /* Its message has the process's number in it. */
    assert(status == -12345);
}

static void fault(void)
{
    *(volatile int *)(uintptr_t)8 = 1;
}

static void divide(void)
{
    raise(SIGFPE);
}

static void be_told_to_end(void)
{
    raise(SIGTERM);
}

static void exit_with_much(void)
{
    exit(0x1ff);
}

static void ends(void)
{
    STATUS(in_child(exit_plainly));
    STATUS(in_child(exit_at_once));
    STATUS(in_child(exit_quickly));
    STATUS(in_child(exit_with_much));
    STATUS(in_child(be_killed));
    STATUS(in_child(abort_it));
    STATUS(in_child(assert_it));
    STATUS(in_child(fault));
    STATUS(in_child(divide));
    STATUS(in_child(be_told_to_end));
}

static int *shared;

static void note(int digit)
{
    *shared = *shared * 10 + digit;
}

static void at_first(void)
{
    note(1);
}

static void on_second(int code, void *digit)
{
    note(*(int *)digit);
    note(code);
}

static void exit_with_handlers(void)
{
    static int digit = 2;

    atexit(at_first);
    on_exit(on_second, &digit);
    exit(6);
}

static void exit_in_a_handler(void)
{
    atexit(exit_at_once);
    exit(6);
}

static void handlers_at_exit(void)
{
    *shared = 0;
    STATUS(in_child(exit_with_handlers));
    SHOW(*shared);
    STATUS(in_child(exit_in_a_handler));
}

static int forks;

static void before_fork(void)
{
    forks = 1;
}

static void after_in_parent(void)
{
    forks = forks * 10 + 2;
}

static void after_in_child(void)
{
    forks = forks * 10 + 3;
}

static void see_forks(void)
{
    _exit(forks);
}

static void vfork_sees_no_handlers(void)
{
    forks = 0;
    pid_t child = vfork();
    if (child == 0)
        _exit(21);
    POSIX(waitpid(child, &status, 0) == child);
    STATUS(status);
    SHOW(forks);
}

static void handlers_at_fork(void)
{
    NUMBER(pthread_atfork(before_fork, after_in_parent, after_in_child));
    STATUS(in_child(see_forks));
    SHOW(forks);
    vfork_sees_no_handlers();
}

/* The parent goes on when the child has ended, or is another program. */
static void vfork_waits(void)
{
    *shared = 0;
    pid_t child = vfork();
    if (child == 0) {
        usleep(3000);
        *shared = 5;
        _exit(22);
    }
    SHOW(*shared);
    POSIX(waitpid(child, &status, 0) == child);
    STATUS(status);
}

/* It needs no descriptor, and takes none away from the child. */
static void vfork_without_descriptors(void)
{
    struct rlimit before;
    int free_one = dup(1);

    close(free_one);
    getrlimit(RLIMIT_NOFILE, &before);
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){3, before.rlim_max});
    errno = UNTOUCHED;
    pid_t child = vfork();
    if (child == 0)
        _exit(dup(1) < 0 && errno == EMFILE);
    SHOW(child > 0);
    setrlimit(RLIMIT_NOFILE, &before);
    POSIX(waitpid(child, &status, 0) == child);
    STATUS(status);
    child = vfork();
    if (child == 0)
        _exit(dup(1) == free_one);
    POSIX(waitpid(child, &status, 0) == child);
    STATUS(status);
}

static void fork_refused_inside(void)
{
    setrlimit(RLIMIT_NPROC, &(struct rlimit){0, 0});
    if (setuid(65534) != 0)
        _exit(1);
    errno = UNTOUCHED;
    _exit(fork() == -1 && errno == EAGAIN ? 9 : 2);
}

static void fork_refused(void)
{
    if (getuid() == 0)
        STATUS(in_child(fork_refused_inside));
}

static void *fork_in_thread(void *result)
{
    pid_t child = fork_that_exits(14);

    waitpid(child, result, 0);
    return NULL;
}

static void forked_by_a_thread(void)
{
    pthread_t thread;

    NEED(pthread_create(&thread, NULL, fork_in_thread, &status) == 0);
    pthread_join(thread, NULL);
    STATUS(status);
}

static void fork_on(void)
{
    pid_t child = fork_that_exits(3);

    if (waitpid(child, &status, 0) != child)
        _exit(1);
    _exit(WEXITSTATUS(status) + 1);
}

static void a_chain_of_forks(void)
{
    STATUS(in_child(fork_on));
}

static void collected_by_nobody(void)
{
    signal(SIGCHLD, SIG_IGN);
    fork_that_exits(1);
    POSIX(wait(&status));
    signal(SIGCHLD, SIG_DFL);
}

static void shell(void)
{
    status = system("exit 17");
    STATUS(status);
    status = system("kill -9 $$");
    STATUS(status);
    SHOW(system(NULL) != 0);
}

static void by_popen(void)
{
    char text[16] = "";
    FILE *stream = popen("echo said; exit 3", "r");

    NEED(stream && fgets(text, sizeof text, stream));
    SHOW(strcmp(text, "said\n"));
    status = pclose(stream);
    STATUS(status);
}

static void be_a_daemon(void)
{
    if (daemon(1, 1) != 0)
        _exit(1);
}

/* Its parent ends well; it goes on below somebody else. */
static void becomes_a_daemon(void)
{
    STATUS(in_child(be_a_daemon));
}

/* A descriptor of a child can be read once that has ended. */
static void a_descriptor_of_a_child(void)
{
    pid_t child = fork();

    if (child == 0)
        _exit(5);
    int descriptor = pidfd_open(child, 0);
    struct pollfd ended = {.fd = descriptor, .events = POLLIN};
    SHOW(descriptor >= 0);
    NUMBER(poll(&ended, 1, -1));
    NUMBER(waitpid(child, &status, WNOHANG) == child);
    STATUS(status);
    NUMBER(close(descriptor));
    NUMBER(pidfd_open(-1, 0));
}

static const struct one_case cases[] = {
    CASE(a_descriptor_of_a_child),
    CASE(becomes_a_daemon),
    CASE(waited_for),
    CASE(nobody_to_wait_for),
    CASE(not_yet),
    CASE(with_usage),
    CASE(told_by_waitid),
    CASE(ends),
    CASE(handlers_at_exit),
    CASE(handlers_at_fork),
    CASE(vfork_waits),
    CASE(vfork_without_descriptors),
    CASE(fork_refused),
    CASE(forked_by_a_thread),
    CASE(a_chain_of_forks),
    CASE(collected_by_nobody),
    CASE(shell),
    CASE(by_popen),
};

int main(int argc, char **argv)
{
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    NEED(shared != MAP_FAILED);
    return run_cases(cases, sizeof cases / sizeof *cases, argc, argv);
}
