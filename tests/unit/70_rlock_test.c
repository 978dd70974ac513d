/* 70_rlock_test.c - a lock that its owner may acquire again. */
#include "parallel/rlock.h"
#include "parallel/thread.h"
#include "tests/support/child.h"
#include "tests/support/measure.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

enum { THREADS = 4, TIMES = 20000 };

static struct rlock lock = RLOCK_INIT;
static long counter;

static void count(void *argument)
{
    (void)argument;
    for (int i = 0; i < TIMES; i++) {
        rlock_acquire(&lock, FOREVER);
        counter++;
        rlock_release(&lock);
    }
}

static void loses_no_increment_of_several_threads(void **state)
{
    struct thread threads[THREADS];

    (void)state;
    counter = 0;
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(thread_start(&threads[i], NULL, count, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(thread_join(&threads[i], FOREVER), 0);
    assert_int_equal(counter, THREADS * TIMES);
}

/* In memory that processes share. */
struct shared {
    struct rlock lock;
    long counter;
};

static struct shared *shared_new(void)
{
    struct shared *shared = child_shared(sizeof *shared);

    assert_int_equal(rlock_init(&shared->lock, BETWEEN_PROCESSES), 0);
    return shared;
}

static int count_in_a_child(void *argument)
{
    struct shared *shared = argument;

    for (int i = 0; i < TIMES; i++) {
        if (rlock_acquire(&shared->lock, FOREVER))
            return 1;
        shared->counter++;
        rlock_release(&shared->lock);
    }
    return 0;
}

static void loses_no_increment_of_several_processes(void **state)
{
    struct shared *shared = shared_new();
    pid_t children[THREADS];

    (void)state;
    for (int i = 0; i < THREADS; i++)
        children[i] = child_start(count_in_a_child, shared);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(child_end(children[i]), 0);
    assert_int_equal(shared->counter, THREADS * TIMES);
}

static int take_and_die(void *argument)
{
    struct shared *shared = argument;

    rlock_acquire(&shared->lock, FOREVER);
    kill(getpid(), SIGKILL);
    return 0;
}

static int acquire_after_death(void *argument)
{
    struct shared *shared = argument;

    return rlock_acquire(&shared->lock, FOREVER);
}

static void reports_the_death_of_its_owner_once(void **state)
{
    struct shared *shared = shared_new();

    (void)state;
    assert_int_equal(child_run(take_and_die, shared), -SIGKILL);
    assert_int_equal(child_run(acquire_after_death, shared), EOWNERDEAD);
    /* That child has ended with the lock, too: told once for each death. */
    assert_int_equal(rlock_acquire(&shared->lock, FOREVER), EOWNERDEAD);
    assert_int_equal(rlock_release(&shared->lock), 0);
    assert_int_equal(rlock_acquire(&shared->lock, FOREVER), 0);
    assert_int_equal(rlock_release(&shared->lock), 0);
}

static atomic_int result;

static void try_it(void *argument)
{
    const long *timeout_ms = argument;

    int error = rlock_acquire(&lock, *timeout_ms);
    if (!error)
        rlock_release(&lock);
    atomic_store(&result, error);
}

static int tried_by_another_thread(long timeout_ms)
{
    struct thread thread;

    thread_start(&thread, NULL, try_it, &timeout_ms);
    thread_join(&thread, FOREVER);
    return atomic_load(&result);
}

static void gives_up_when_it_was_told_to(void **state)
{
    (void)state;
    assert_int_equal(rlock_acquire(&lock, FOREVER), 0);
    assert_int_equal(tried_by_another_thread(0), ETIMEDOUT);
    double start = measure_now_ns();
    assert_int_equal(tried_by_another_thread(50), ETIMEDOUT);
    assert_true(measure_now_ns() - start >= 50e6);
    assert_int_equal(rlock_release(&lock), 0);
}

static void is_not_released_by_who_does_not_hold_it(void **state)
{
    (void)state;
#ifdef __SANITIZE_THREAD__
    skip(); /* ThreadSanitizer would say so, too, and count it as a failure. */
#endif
    assert_int_equal(rlock_release(&lock), EPERM);
}

static void is_free_after_as_many_releases_as_acquires(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(rlock_acquire(&lock, i ? FOREVER : 0), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(tried_by_another_thread(0), ETIMEDOUT);
        assert_int_equal(rlock_release(&lock), 0);
    }
    assert_int_equal(tried_by_another_thread(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loses_no_increment_of_several_threads),
        cmocka_unit_test(loses_no_increment_of_several_processes),
        cmocka_unit_test(reports_the_death_of_its_owner_once),
        cmocka_unit_test(gives_up_when_it_was_told_to),
        cmocka_unit_test(is_not_released_by_who_does_not_hold_it),
        cmocka_unit_test(is_free_after_as_many_releases_as_acquires),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
