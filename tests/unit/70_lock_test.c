/* 70_lock_test.c - what holds for lock and for rlock (one at a time, and what
   is said when the owner dies), and in what the two differ. */
#include "parallel/lock.h"
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

/* Either, in memory that processes may share. */
struct either {
    bool again; /* its owner may acquire it again: an rlock */
    struct lock lock;
    struct rlock rlock;
    long counter;
};

static struct either plain = {.lock = LOCK_INIT};
static struct either reentrant = {.again = true, .rlock = RLOCK_INIT};

static int acquire(struct either *either, long timeout_ms)
{
    return either->again ? rlock_acquire(&either->rlock, timeout_ms)
                         : lock_acquire(&either->lock, timeout_ms);
}

static int release(struct either *either)
{
    return either->again ? rlock_release(&either->rlock)
                         : lock_release(&either->lock);
}

static void count(void *argument)
{
    struct either *either = argument;

    for (int i = 0; i < TIMES; i++) {
        acquire(either, FOREVER);
        either->counter++;
        release(either);
    }
}

static void loses_no_increment_of_several_threads(void **state)
{
    struct either *either = *state;
    struct thread threads[THREADS];

    either->counter = 0;
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(thread_start(&threads[i], NULL, count, either), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(thread_join(&threads[i], FOREVER), 0);
    assert_int_equal(either->counter, THREADS * TIMES);
}

static struct either *shared_like(const struct either *either)
{
    struct either *shared = child_shared(sizeof *shared);

    shared->again = either->again;
    assert_int_equal(lock_init(&shared->lock, BETWEEN_PROCESSES), 0);
    assert_int_equal(rlock_init(&shared->rlock, BETWEEN_PROCESSES), 0);
    return shared;
}

static int count_in_a_child(void *argument)
{
    struct either *shared = argument;

    for (int i = 0; i < TIMES; i++) {
        if (acquire(shared, FOREVER))
            return 1;
        shared->counter++;
        release(shared);
    }
    return 0;
}

static void loses_no_increment_of_several_processes(void **state)
{
    struct either *shared = shared_like(*state);
    pid_t children[THREADS];

    for (int i = 0; i < THREADS; i++)
        children[i] = child_start(count_in_a_child, shared);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(child_end(children[i]), 0);
    assert_int_equal(shared->counter, THREADS * TIMES);
}

static int take_and_die(void *argument)
{
    struct either *shared = argument;

    acquire(shared, FOREVER);
    kill(getpid(), SIGKILL);
    return 0;
}

static int acquire_after_death(void *argument)
{
    struct either *shared = argument;

    return acquire(shared, FOREVER);
}

static void reports_the_death_of_its_owner_once(void **state)
{
    struct either *shared = shared_like(*state);

    assert_int_equal(child_run(take_and_die, shared), -SIGKILL);
    assert_int_equal(child_run(acquire_after_death, shared), EOWNERDEAD);
    /* That child has ended with the lock, too: told once for each death. */
    assert_int_equal(acquire(shared, FOREVER), EOWNERDEAD);
    assert_int_equal(release(shared), 0);
    assert_int_equal(acquire(shared, FOREVER), 0);
    assert_int_equal(release(shared), 0);
}

struct attempt {
    struct either *either;
    long timeout_ms;
    int error;
};

static void try_it(void *argument)
{
    struct attempt *attempt = argument;

    attempt->error = acquire(attempt->either, attempt->timeout_ms);
    if (!attempt->error)
        release(attempt->either);
}

static int tried_by_another_thread(struct either *either, long timeout_ms)
{
    struct attempt attempt = {either, timeout_ms, 0};
    struct thread thread;

    assert_int_equal(thread_start(&thread, NULL, try_it, &attempt), 0);
    assert_int_equal(thread_join(&thread, FOREVER), 0);
    return attempt.error;
}

static void gives_up_when_it_was_told_to(void **state)
{
    struct either *either = *state;

    assert_int_equal(acquire(either, FOREVER), 0);
    assert_int_equal(tried_by_another_thread(either, 0), ETIMEDOUT);
    double start = measure_now_ns();
    assert_int_equal(tried_by_another_thread(either, 50), ETIMEDOUT);
    assert_true(measure_now_ns() - start >= 50e6);
    assert_int_equal(release(either), 0);
}

static void is_not_released_by_who_does_not_hold_it(void **state)
{
#ifdef __SANITIZE_THREAD__
    skip(); /* ThreadSanitizer would say so, too, and count it as a failure. */
#endif
    assert_int_equal(release(*state), EPERM);
}

static void tells_its_owner_that_it_has_it(void **state)
{
    struct either *either = *state;

    assert_int_equal(acquire(either, FOREVER), 0);
    assert_int_equal(acquire(either, FOREVER), EDEADLK);
    assert_int_equal(acquire(either, 0), ETIMEDOUT);
    assert_int_equal(release(either), 0);
}

static void is_free_after_as_many_releases_as_acquires(void **state)
{
    struct either *either = *state;

    for (int i = 0; i < 3; i++)
        assert_int_equal(acquire(either, i ? FOREVER : 0), 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(tried_by_another_thread(either, 0), ETIMEDOUT);
        assert_int_equal(release(either), 0);
    }
    assert_int_equal(tried_by_another_thread(either, 0), 0);
}

#define BOTH(test)                                                             \
    {"a lock " #test, test, NULL, NULL, &plain},                               \
    {                                                                          \
        "an rlock " #test, test, NULL, NULL, &reentrant                        \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(loses_no_increment_of_several_threads),
        BOTH(loses_no_increment_of_several_processes),
        BOTH(reports_the_death_of_its_owner_once),
        BOTH(gives_up_when_it_was_told_to),
        BOTH(is_not_released_by_who_does_not_hold_it),
        cmocka_unit_test_prestate(tells_its_owner_that_it_has_it, &plain),
        cmocka_unit_test_prestate(is_free_after_as_many_releases_as_acquires,
                                  &reentrant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
