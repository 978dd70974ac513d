/* 32_kernel_test.c - what the kernel is asked of a task, and what it says. */
#include "watch/kernel.h"

#include <dirent.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static struct kernel_sample look(pid_t pid, pid_t tid)
{
    struct kernel_task task;
    struct kernel_sample sample = {.state = '?'};

    assert_true(kernel_open(&task, pid, tid));
    assert_true(kernel_look(&task, &sample, true));
    kernel_close(&task);
    return sample;
}

/* The state, once it is that; else the one it stays in. */
static char settled(pid_t pid, char wanted)
{
    char state = '?';

    for (int i = 0; i < 2000 && state != wanted; i++) {
        state = look(pid, pid).state;
        poll(NULL, 0, 1);
    }
    return state;
}

static pid_t start_child(void (*body)(void))
{
    pid_t child = fork();

    if (child == 0) {
        body();
        _exit(7);
    }
    assert_true(child > 0);
    return child;
}

static void end_child(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void wait_for_ever(void)
{
    for (;;)
        pause();
}

static void run_for_ever(void)
{
    for (volatile unsigned i = 0;; i++)
        continue;
}

static void nothing(void)
{
}

static void sees_itself_run(void **state)
{
    struct kernel_sample sample = look(getpid(), getpid());

    (void)state;
    assert_int_equal(sample.state, 'R');
    assert_true(sample.rss_kib > 100);
    assert_int_equal(sample.exit_status, -1);
}

static void sees_one_sleep(void **state)
{
    pid_t child = start_child(wait_for_ever);

    (void)state;
    assert_int_equal(settled(child, 'S'), 'S');
    assert_true(look(child, child).voluntary > 0);
    end_child(child);
}

static void sees_one_stopped(void **state)
{
    pid_t child = start_child(wait_for_ever);

    (void)state;
    kill(child, SIGSTOP);
    assert_int_equal(settled(child, 'T'), 'T');
    kill(child, SIGCONT);
    assert_int_equal(settled(child, 'S'), 'S');
    end_child(child);
}

static void sees_a_zombie_and_its_status(void **state)
{
    pid_t child = start_child(nothing);

    (void)state;
    assert_int_equal(settled(child, 'Z'), 'Z');
    struct kernel_sample sample = look(child, child);
    assert_true(WIFEXITED(sample.exit_status));
    assert_int_equal(WEXITSTATUS(sample.exit_status), 7);
    waitpid(child, NULL, 0);
}

static void sees_a_zombie_that_was_killed(void **state)
{
    pid_t child = start_child(wait_for_ever);

    (void)state;
    kill(child, SIGTERM);
    assert_int_equal(settled(child, 'Z'), 'Z');
    struct kernel_sample sample = look(child, child);
    assert_true(WIFSIGNALED(sample.exit_status));
    assert_int_equal(WTERMSIG(sample.exit_status), SIGTERM);
    waitpid(child, NULL, 0);
}

static void sees_the_time_one_has_run(void **state)
{
    pid_t child = start_child(run_for_ever);
    uint64_t ns = 0;

    (void)state;
    for (int i = 0; i < 5000 && ns < 50000000; i++) {
        ns = look(child, child).cpu_ns;
        poll(NULL, 0, 1);
    }
    assert_true(ns >= 50000000);
    assert_true(ns < UINT64_C(100000000000));
    end_child(child);
}

static void notices_that_one_is_gone(void **state)
{
    pid_t child = start_child(wait_for_ever);
    struct kernel_task task;
    struct kernel_sample sample;

    (void)state;
    assert_true(kernel_open(&task, child, child));
    assert_true(kernel_look(&task, &sample, false));
    end_child(child);
    assert_false(kernel_look(&task, &sample, false));
    assert_false(kernel_look(&task, &sample, true));
    kernel_close(&task);
    assert_false(kernel_open(&task, child, child));
    assert_int_equal(task.stat, -1);
    assert_int_equal(task.status, -1);
    kernel_close(&task); /* Nothing is open: nothing happens. */
    assert_false(kernel_look(&task, &sample, true));
}

static void looks_at_switches_only_when_asked(void **state)
{
    struct kernel_task task;
    struct kernel_sample sample = {.voluntary = 4242, .involuntary = 2424};

    (void)state;
    assert_true(kernel_open(&task, getpid(), getpid()));
    assert_true(kernel_look(&task, &sample, false));
    assert_int_equal(sample.voluntary, 4242);
    assert_int_equal(sample.involuntary, 2424);
    poll(NULL, 0, 2);
    assert_true(kernel_look(&task, &sample, true));
    assert_int_not_equal(sample.voluntary, 4242);
    kernel_close(&task);
}

/* Whatever a task calls itself, the fields after its name are found. */
static void is_not_deceived_by_a_name(void **state)
{
    static const char *const names[] = {"a) R 1 1 (b", ") Z 0 0 0", "((((((",
                                        "))))",        "x y z",     "S) S S S"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        prctl(PR_SET_NAME, names[i]);
        assert_int_equal(look(getpid(), getpid()).state, 'R');
        assert_true(look(getpid(), getpid()).rss_kib > 100);
    }
    prctl(PR_SET_NAME, "test");
}

struct thread {
    _Atomic pid_t tid;
    _Atomic int stop;
};

static void *sleep_in_a_thread(void *argument)
{
    struct thread *thread = argument;

    atomic_store(&thread->tid, (pid_t)syscall(SYS_gettid));
    while (!atomic_load(&thread->stop))
        poll(NULL, 0, 5);
    return NULL;
}

enum { PAGES = 1024 };

static volatile char *pages;

static void write_to(size_t count, char value)
{
    for (size_t i = 0; i < count; i++)
        pages[i * (size_t)sysconf(_SC_PAGESIZE)] = value;
}

static void write_to_a_half(void)
{
    write_to(PAGES / 2, 2);
    for (;;)
        pause();
}

static void sees_pages_copied_when_they_are_written_to(void **state)
{
    struct kernel_memory memory = {0, 0};

    (void)state;
    pages = malloc(PAGES * (size_t)sysconf(_SC_PAGESIZE));
    write_to(PAGES, 1);
    bool looked = kernel_look_at_memory(getpid(), &memory);
    uint32_t own = memory.own;
    memory.own = 0;
    pid_t child = start_child(write_to_a_half);
    for (int i = 0; i < 2000 && memory.own < PAGES / 2; i++) {
        looked = kernel_look_at_memory(child, &memory) && looked;
        poll(NULL, 0, 1);
    }
    settled(child, 'S');
    looked = kernel_look_at_memory(child, &memory) && looked;
    end_child(child);
    free((void *)(uintptr_t)pages);
    assert_true(looked);
    assert_true(own >= PAGES);
    assert_in_range(memory.own, PAGES / 2, PAGES * 3 / 4);
    assert_in_range(memory.shared, PAGES / 4, own);
    assert_false(kernel_look_at_memory(child, &memory));
}

static void tells_the_threads_of_a_process_apart(void **state)
{
    struct thread thread = {0};
    pthread_t handle;
    char other = '?';

    (void)state;
    assert_int_equal(pthread_create(&handle, NULL, sleep_in_a_thread, &thread),
                     0);
    while (atomic_load(&thread.tid) == 0)
        sched_yield();
    for (int i = 0; i < 2000 && other != 'S'; i++)
        other = look(getpid(), atomic_load(&thread.tid)).state;
    assert_int_equal(other, 'S');
    assert_int_equal(look(getpid(), getpid()).state, 'R');
    atomic_store(&thread.stop, 1);
    pthread_join(handle, NULL);
}

static int open_descriptors(void)
{
    DIR *open_ones = opendir("/proc/self/fd");
    int count = 0;

    while (readdir(open_ones))
        count++;
    closedir(open_ones);
    return count;
}

static void leaves_nothing_open(void **state)
{
    int before = open_descriptors();
    struct kernel_task task;

    (void)state;
    for (int i = 0; i < 10; i++)
        look(getpid(), getpid());
    assert_false(kernel_open(&task, getpid(), 1 << 30));
    assert_int_equal(open_descriptors(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sees_itself_run),
        cmocka_unit_test(sees_one_sleep),
        cmocka_unit_test(sees_one_stopped),
        cmocka_unit_test(sees_a_zombie_and_its_status),
        cmocka_unit_test(sees_a_zombie_that_was_killed),
        cmocka_unit_test(sees_the_time_one_has_run),
        cmocka_unit_test(notices_that_one_is_gone),
        cmocka_unit_test(looks_at_switches_only_when_asked),
        cmocka_unit_test(is_not_deceived_by_a_name),
        cmocka_unit_test(sees_pages_copied_when_they_are_written_to),
        cmocka_unit_test(tells_the_threads_of_a_process_apart),
        cmocka_unit_test(leaves_nothing_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
