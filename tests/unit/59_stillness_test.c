/* 59_stillness_test.c - a program that hangs is told from one that goes on. */
#include "tui/exercises/stillness.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { LOOKS = 2000 }; /* At most, each a few milliseconds. */

static void pause_a_moment(void)
{
    const struct timespec moment = {.tv_nsec = 3000000};

    nanosleep(&moment, NULL);
}

/* ---- Given: a process that does this. ---- */

static void read_what_nobody_writes(void)
{
    int ends[2];
    char byte;

    if (pipe(ends) == 0)
        (void)!read(ends[0], &byte, 1);
}

static void wait_for_a_child_that_waits(void)
{
    if (fork() == 0)
        read_what_nobody_writes();
    wait(NULL);
}

static void lock_twice(void)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&lock);
}

static void wait_for_a_child_that_sleeps(void)
{
    if (fork() == 0)
        sleep(100);
    wait(NULL);
}

static void compute(void)
{
    for (volatile int i = 0;; i = i + 1)
        continue;
}

static void do_nothing(int number)
{
    (void)number;
}

static void read_until_the_alarm(void)
{
    signal(SIGALRM, do_nothing);
    alarm(100);
    read_what_nobody_writes();
}

static pid_t a_process(void (*act)(void))
{
    pid_t pid = fork();

    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        setpgid(0, 0);
        act();
        _exit(0);
    }
    setpgid(pid, pid);
    return pid;
}

static void forget(pid_t pid)
{
    kill(-pid, SIGKILL);
    waitpid(pid, NULL, 0);
}

/* ---- When it is looked at, then. ---- */

/* Looks, at the times 1, 2 ..., until it is so; or long enough. */
static struct stillness
look_until(bool (*is_so)(const struct stillness *, int time), void (*act)(void))
{
    struct stillness stillness = {0};
    pid_t pid = a_process(act);
    int time = 0;

    do {
        pause_a_moment();
        stillness_look(&stillness, pid, ++time);
    } while (time < LOOKS && !stillness.for_ever && !is_so(&stillness, time));
    forget(pid);
    return stillness;
}

static bool is_for_ever(const struct stillness *stillness, int time)
{
    (void)time;
    return stillness->for_ever;
}

static bool is_still(const struct stillness *stillness, int time)
{
    return time - stillness->since > 20;
}

static bool has_computed(const struct stillness *stillness, int time)
{
    return time > 20 && stillness->cpu_s > 0;
}

static void who_waits_for_one_another_waits_for_ever(void **state)
{
    (void)state;
    assert_true(look_until(is_for_ever, wait_for_a_child_that_waits).for_ever);
    assert_true(look_until(is_for_ever, lock_twice).for_ever);
}

static void who_sleeps_is_still_but_not_for_ever(void **state)
{
    struct stillness stillness =
        look_until(is_still, wait_for_a_child_that_sleeps);

    (void)state;
    assert_false(stillness.for_ever);
    assert_true(is_still(&stillness, LOOKS));
}

static void whom_an_alarm_may_wake_is_not_stuck(void **state)
{
    (void)state;
    assert_false(look_until(is_still, read_until_the_alarm).for_ever);
}

static void who_computes_is_not_still(void **state)
{
    struct stillness stillness = look_until(has_computed, compute);

    (void)state;
    assert_false(stillness.for_ever);
    assert_true(stillness.cpu_s > 0);
    assert_true(stillness.since > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_waits_for_one_another_waits_for_ever),
        cmocka_unit_test(who_sleeps_is_still_but_not_for_ever),
        cmocka_unit_test(whom_an_alarm_may_wake_is_not_stuck),
        cmocka_unit_test(who_computes_is_not_still),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
