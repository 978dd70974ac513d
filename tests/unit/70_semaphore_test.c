/* 70_semaphore_test.c - so many at a time. */
#include "parallel/semaphore.h"
#include "parallel/thread.h"
#include "tests/support/child.h"
#include "tests/support/measure.h"

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

enum { PLACES = 3, THREADS = 5, TIMES = 500 };

static struct semaphore parking;
static atomic_int here;
static atomic_int most;

static void park(void *argument)
{
    (void)argument;
    for (int i = 0; i < TIMES; i++) {
        semaphore_acquire(&parking, FOREVER);
        int now = atomic_fetch_add(&here, 1) + 1;
        int before = atomic_load(&most);
        while (now > before &&
               !atomic_compare_exchange_weak(&most, &before, now))
            continue;
        sched_yield();
        atomic_fetch_sub(&here, 1);
        semaphore_release(&parking);
    }
}

static void lets_so_many_in_and_no_more(void **state)
{
    struct thread threads[THREADS];

    (void)state;
    assert_int_equal(semaphore_init_bounded(&parking, PLACES, BETWEEN_THREADS),
                     0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(thread_start(&threads[i], NULL, park, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(thread_join(&threads[i], FOREVER), 0);
    assert_in_range(atomic_load(&most), 1, PLACES);
    for (int i = 0; i < PLACES; i++)
        assert_int_equal(semaphore_acquire(&parking, 0), 0);
    assert_int_equal(semaphore_acquire(&parking, 0), ETIMEDOUT);
    assert_int_equal(semaphore_fini(&parking), 0);
}

static void refuses_a_release_too_many_when_bounded(void **state)
{
    (void)state;
    assert_int_equal(semaphore_init_bounded(&parking, 1, BETWEEN_THREADS), 0);
    assert_int_equal(semaphore_release(&parking), EOVERFLOW);
    assert_int_equal(semaphore_acquire(&parking, FOREVER), 0);
    assert_int_equal(semaphore_release(&parking), 0);
    assert_int_equal(semaphore_release(&parking), EOVERFLOW);
    assert_int_equal(semaphore_acquire(&parking, 0), 0);
    assert_int_equal(semaphore_acquire(&parking, 0), ETIMEDOUT);
    semaphore_fini(&parking);
}

static void grows_by_releases_when_not_bounded(void **state)
{
    (void)state;
    assert_int_equal(semaphore_init(&parking, 0, BETWEEN_THREADS), 0);
    assert_int_equal(semaphore_release(&parking), 0);
    assert_int_equal(semaphore_release(&parking), 0);
    assert_int_equal(semaphore_acquire(&parking, 0), 0);
    assert_int_equal(semaphore_acquire(&parking, 0), 0);
    assert_int_equal(semaphore_acquire(&parking, 0), ETIMEDOUT);
    semaphore_fini(&parking);
}

static void gives_up_when_it_was_told_to(void **state)
{
    (void)state;
    semaphore_init(&parking, 0, BETWEEN_THREADS);
    double start = measure_now_ns();
    assert_int_equal(semaphore_acquire(&parking, 50), ETIMEDOUT);
    assert_true(measure_now_ns() - start >= 50e6);
    semaphore_fini(&parking);
}

static int release_one(void *argument)
{
    return semaphore_release(argument);
}

static void is_released_by_another_process(void **state)
{
    struct semaphore *shared = child_shared(sizeof *shared);

    (void)state;
    assert_int_equal(semaphore_init(shared, 0, BETWEEN_PROCESSES), 0);
    pid_t child = child_start(release_one, shared);
    assert_int_equal(semaphore_acquire(shared, CHILD_DEADLINE_MS), 0);
    assert_int_equal(child_end(child), 0);
}

static int acquire_and_die(void *argument)
{
    semaphore_acquire(argument, FOREVER);
    return kill(getpid(), SIGKILL);
}

static void
has_the_place_of_a_killed_process_when_another_releases(void **state)
{
    struct semaphore *shared = child_shared(sizeof *shared);

    (void)state;
    semaphore_init_bounded(shared, 1, BETWEEN_PROCESSES);
    assert_int_equal(child_run(acquire_and_die, shared), -SIGKILL);
    assert_int_equal(semaphore_acquire(shared, 20), ETIMEDOUT);
    assert_int_equal(semaphore_release(shared), 0);
    assert_int_equal(semaphore_acquire(shared, 0), 0);
    assert_int_equal(semaphore_release(shared), 0);
    assert_int_equal(semaphore_release(shared), EOVERFLOW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lets_so_many_in_and_no_more),
        cmocka_unit_test(refuses_a_release_too_many_when_bounded),
        cmocka_unit_test(grows_by_releases_when_not_bounded),
        cmocka_unit_test(gives_up_when_it_was_told_to),
        cmocka_unit_test(is_released_by_another_process),
        cmocka_unit_test(
            has_the_place_of_a_killed_process_when_another_releases),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
