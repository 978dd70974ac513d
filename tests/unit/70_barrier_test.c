/* 70_barrier_test.c - all arrive, then all go on. */
#include "parallel/barrier.h"
#include "parallel/thread.h"
#include "tests/support/child.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

enum { PARTIES = 4, ROUNDS = 300 };

struct meeting {
    struct barrier barrier;
    atomic_int arrived;
    atomic_int places; /* The sum of those given. */
    atomic_int early;  /* How often somebody went on before all were there. */
};

static struct meeting *meeting_new(unsigned parties, enum sharing sharing)
{
    struct meeting *meeting = child_shared(sizeof *meeting);

    assert_int_equal(barrier_init(&meeting->barrier, parties, sharing), 0);
    return meeting;
}

static void meet(void *argument)
{
    struct meeting *meeting = argument;

    for (int i = 1; i <= ROUNDS; i++) {
        unsigned place;

        atomic_fetch_add(&meeting->arrived, 1);
        barrier_wait(&meeting->barrier, &place, FOREVER);
        if (atomic_load(&meeting->arrived) < i * PARTIES)
            atomic_fetch_add(&meeting->early, 1);
        atomic_fetch_add(&meeting->places, (int)place);
    }
}

static int meet_in_a_child(void *argument)
{
    meet(argument);
    return 0;
}

static void check(const struct meeting *meeting)
{
    assert_int_equal(atomic_load(&meeting->early), 0);
    assert_int_equal(atomic_load(&meeting->arrived), PARTIES * ROUNDS);
    assert_int_equal(atomic_load(&meeting->places), ROUNDS * (0 + 1 + 2 + 3));
}

static void lets_no_thread_go_before_all_are_there(void **state)
{
    struct meeting *meeting = meeting_new(PARTIES, BETWEEN_THREADS);
    struct thread threads[PARTIES];

    (void)state;
    for (int i = 0; i < PARTIES; i++)
        thread_start(&threads[i], NULL, meet, meeting);
    for (int i = 0; i < PARTIES; i++)
        thread_join(&threads[i], FOREVER);
    check(meeting);
    assert_int_equal(barrier_fini(&meeting->barrier), 0);
}

static void lets_no_process_go_before_all_are_there(void **state)
{
    struct meeting *meeting = meeting_new(PARTIES, BETWEEN_PROCESSES);
    pid_t children[PARTIES];

    (void)state;
    for (int i = 0; i < PARTIES; i++)
        children[i] = child_start(meet_in_a_child, meeting);
    for (int i = 0; i < PARTIES; i++)
        assert_int_equal(child_end(children[i]), 0);
    check(meeting);
}

static atomic_int result;

static void wait_in_it(void *argument)
{
    atomic_store(&result, barrier_wait(argument, NULL, FOREVER));
}

static void begin_waiting(struct thread *thread, struct barrier *barrier)
{
    thread_start(thread, NULL, wait_in_it, barrier);
    while (barrier_waiting(barrier) == 0)
        child_sleep_ms(1);
}

static void is_broken_by_who_gives_up(void **state)
{
    struct barrier barrier;
    struct thread thread;

    (void)state;
    barrier_init(&barrier, 3, BETWEEN_THREADS);
    begin_waiting(&thread, &barrier);
    assert_int_equal(barrier_wait(&barrier, NULL, 20), ETIMEDOUT);
    thread_join(&thread, FOREVER);
    assert_int_equal(atomic_load(&result), ECANCELED);
    assert_true(barrier_is_broken(&barrier));
    assert_int_equal(barrier_wait(&barrier, NULL, FOREVER), ECANCELED);
}

static void is_as_new_after_a_reset(void **state)
{
    struct barrier barrier;
    struct thread thread;

    (void)state;
    barrier_init(&barrier, 2, BETWEEN_THREADS);
    begin_waiting(&thread, &barrier);
    barrier_reset(&barrier);
    thread_join(&thread, FOREVER);
    assert_int_equal(atomic_load(&result), ECANCELED);
    assert_false(barrier_is_broken(&barrier));
    begin_waiting(&thread, &barrier);
    assert_int_equal(barrier_wait(&barrier, NULL, FOREVER), 0);
    thread_join(&thread, FOREVER);
    assert_int_equal(atomic_load(&result), 0);
}

static void sends_away_those_that_wait_when_aborted(void **state)
{
    struct barrier barrier;
    struct thread thread;

    (void)state;
    barrier_init(&barrier, 2, BETWEEN_THREADS);
    begin_waiting(&thread, &barrier);
    barrier_abort(&barrier);
    thread_join(&thread, FOREVER);
    assert_int_equal(atomic_load(&result), ECANCELED);
    assert_int_equal(barrier_wait(&barrier, NULL, FOREVER), ECANCELED);
    assert_int_equal(barrier_init(&barrier, 0, BETWEEN_THREADS), EINVAL);
}

static int wait_for_ever(void *argument)
{
    return barrier_wait(argument, NULL, FOREVER);
}

static void is_broken_in_time_though_a_party_was_killed(void **state)
{
    struct barrier *barrier = child_shared(sizeof *barrier);

    (void)state;
    barrier_init(barrier, 3, BETWEEN_PROCESSES);
    pid_t victim = child_start(wait_for_ever, barrier);
    pid_t other = child_start(wait_for_ever, barrier);
    while (barrier_waiting(barrier) < 2)
        child_sleep_ms(1);
    kill(victim, SIGKILL);
    child_end(victim);
    barrier_abort(barrier); /* Whoever learns of it can tell the others. */
    assert_int_equal(child_end(other), ECANCELED);
    barrier_reset(barrier);
    other = child_start(wait_for_ever, barrier);
    assert_int_equal(barrier_wait(barrier, NULL, 50), ETIMEDOUT);
    assert_int_equal(child_end(other), ECANCELED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lets_no_thread_go_before_all_are_there),
        cmocka_unit_test(lets_no_process_go_before_all_are_there),
        cmocka_unit_test(is_broken_by_who_gives_up),
        cmocka_unit_test(is_as_new_after_a_reset),
        cmocka_unit_test(sends_away_those_that_wait_when_aborted),
        cmocka_unit_test(is_broken_in_time_though_a_party_was_killed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
