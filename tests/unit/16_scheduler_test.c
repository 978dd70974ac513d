/* 16_scheduler_test.c - when operations can be done and what doing them does,
   with no program: locks, conditions, joins, signals. */
#include "tests/support/moves.h"

#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LOCK_A = 0x1000, CONDITION = 0x2000, OTHER = 0x3000 };

/* ---- Mutexes. ---- */

static void a_mutex_is_held_by_one(void **state)
{
    struct moves *m = *state;

    assert_int_equal(moves_do(m, 1, OP_LOCK, LOCK_A, 0), 0);
    moves_want(m, 2, OP_LOCK, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 2), CANNOT);
    assert_int_equal(moves_do(m, 1, OP_UNLOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_readiness(m, 2), CAN);
    assert_int_equal(moves_go(m, 2, 0).error, 0);
    assert_int_equal(moves_do(m, 1, OP_TRY_LOCK, LOCK_A, 0), EBUSY);
}

static void a_normal_mutex_deadlocks_on_its_owner(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, 0);
    assert_int_equal(moves_do(m, 1, OP_TRY_LOCK, LOCK_A, 0), EBUSY);
    moves_want(m, 1, OP_LOCK, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
}

/* glibc does not look who unlocks a normal mutex. */
static void a_normal_mutex_is_unlocked_by_anybody(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, 0);
    assert_int_equal(moves_do(m, 2, OP_UNLOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 2, OP_LOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 1, OP_UNLOCK, OTHER, 0), 0);
}

static void a_recursive_mutex_counts(void **state)
{
    struct moves *m = *state;
    const int type = MUTEX_RECURSIVE;

    assert_int_equal(moves_do(m, 1, OP_LOCK, LOCK_A, type), 0);
    assert_int_equal(moves_do(m, 1, OP_TRY_LOCK, LOCK_A, type), 0);
    assert_int_equal(moves_do(m, 1, OP_LOCK, LOCK_A, type), 0);
    assert_int_equal(moves_do(m, 2, OP_UNLOCK, LOCK_A, type), EPERM);
    for (int i = 0; i < 3; i++) {
        moves_want(m, 2, OP_LOCK, LOCK_A, type);
        assert_int_equal(moves_readiness(m, 2), CANNOT);
        assert_int_equal(moves_do(m, 1, OP_UNLOCK, LOCK_A, type), 0);
    }
    assert_int_equal(moves_readiness(m, 2), CAN);
    assert_int_equal(moves_do(m, 1, OP_UNLOCK, LOCK_A, type), EPERM);
}

static void an_error_checking_mutex_says_what_is_wrong(void **state)
{
    struct moves *m = *state;
    const int type = MUTEX_ERROR_CHECKING;

    assert_int_equal(moves_do(m, 1, OP_UNLOCK, LOCK_A, type), EPERM);
    assert_int_equal(moves_do(m, 1, OP_LOCK, LOCK_A, type), 0);
    assert_int_equal(moves_do(m, 1, OP_LOCK, LOCK_A, type), EDEADLK);
    assert_int_equal(moves_do(m, 1, OP_TIMED_LOCK, LOCK_A, type), EDEADLK);
    assert_int_equal(moves_do(m, 1, OP_TRY_LOCK, LOCK_A, type), EBUSY);
    assert_int_equal(moves_do(m, 2, OP_UNLOCK, LOCK_A, type), EPERM);
    assert_int_equal(moves_do(m, 1, OP_UNLOCK, LOCK_A, type), 0);
}

/* So does glibc: only where it is robust, trying is told of the deadlock. */
static void a_robust_error_checking_mutex_tells_who_tries(void **state)
{
    struct moves *m = *state;
    const int type = MUTEX_ERROR_CHECKING | MUTEX_ROBUST;

    assert_int_equal(moves_do(m, 1, OP_LOCK, LOCK_A, type), 0);
    assert_int_equal(moves_do(m, 1, OP_TRY_LOCK, LOCK_A, type), EDEADLK);
    assert_int_equal(moves_do(m, 2, OP_TRY_LOCK, LOCK_A, type), EBUSY);
}

static void a_held_mutex_is_not_destroyed(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, 0);
    assert_int_equal(moves_do(m, 2, OP_MUTEX_DESTROY, LOCK_A, 0), EBUSY);
    moves_do(m, 1, OP_UNLOCK, LOCK_A, 0);
    assert_int_equal(moves_do(m, 2, OP_MUTEX_DESTROY, LOCK_A, 0), 0);
    /* A robust one is. */
    moves_do(m, 1, OP_LOCK, OTHER, MUTEX_ROBUST);
    assert_int_equal(moves_do(m, 2, OP_MUTEX_DESTROY, OTHER, 0), 0);
}

static void a_new_mutex_has_forgotten_its_holder(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, 0);
    moves_do(m, 2, OP_MUTEX_INIT, LOCK_A, 0);
    assert_int_equal(moves_do(m, 2, OP_LOCK, LOCK_A, 0), 0);
}

static void a_robust_mutex_tells_that_its_owner_died(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, MUTEX_ROBUST);
    moves_want(m, 2, OP_LOCK, LOCK_A, MUTEX_ROBUST);
    assert_int_equal(moves_readiness(m, 2), CANNOT);
    scheduler_remove_task(m->s, 1);
    assert_int_equal(moves_readiness(m, 2), CAN);
    assert_int_equal(moves_go(m, 2, 0).error, EOWNERDEAD);
    assert_int_equal(moves_do(m, 2, OP_CONSISTENT, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 2, OP_CONSISTENT, LOCK_A, 0), EINVAL);
    assert_int_equal(moves_do(m, 2, OP_UNLOCK, LOCK_A, MUTEX_ROBUST), 0);
    assert_int_equal(moves_do(m, 3, OP_LOCK, LOCK_A, MUTEX_ROBUST), 0);
    assert_int_equal(moves_do(m, 2, OP_UNLOCK, LOCK_A, MUTEX_ROBUST), EPERM);
}

static void a_robust_mutex_not_repaired_is_lost(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, MUTEX_ROBUST);
    scheduler_remove_task(m->s, 1);
    assert_int_equal(moves_do(m, 2, OP_CONSISTENT, LOCK_A, 0), EINVAL);
    assert_int_equal(moves_do(m, 2, OP_TRY_LOCK, LOCK_A, MUTEX_ROBUST),
                     EOWNERDEAD);
    moves_want(m, 3, OP_LOCK, LOCK_A, MUTEX_ROBUST);
    assert_int_equal(moves_readiness(m, 3), CANNOT);
    assert_int_equal(moves_do(m, 2, OP_UNLOCK, LOCK_A, MUTEX_ROBUST), 0);
    assert_int_equal(moves_go(m, 3, 0).error, ENOTRECOVERABLE);
    assert_int_equal(moves_do(m, 2, OP_TRY_LOCK, LOCK_A, MUTEX_ROBUST),
                     ENOTRECOVERABLE);
    assert_int_equal(moves_do(m, 2, OP_UNLOCK, LOCK_A, MUTEX_ROBUST), EPERM);
    /* In glibc who tries locks it for ever. */
    moves_want(m, 3, OP_LOCK, LOCK_A, MUTEX_ROBUST);
    assert_int_equal(moves_readiness(m, 3), CANNOT);
    moves_do(m, 2, OP_MUTEX_INIT, LOCK_A, MUTEX_ROBUST);
    assert_int_equal(moves_do(m, 2, OP_LOCK, LOCK_A, MUTEX_ROBUST), 0);
}

static void a_second_owner_that_dies_is_told_of_too(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, MUTEX_ROBUST);
    scheduler_remove_task(m->s, 1);
    moves_do(m, 2, OP_LOCK, LOCK_A, MUTEX_ROBUST);
    scheduler_remove_task(m->s, 2);
    assert_int_equal(moves_do(m, 3, OP_LOCK, LOCK_A, MUTEX_ROBUST), EOWNERDEAD);
}

static void a_mutex_of_the_dead_that_is_not_robust_stays_locked(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, 0);
    scheduler_remove_task(m->s, 1);
    moves_want(m, 2, OP_LOCK, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 2), CANNOT);
}

static void a_timed_lock_gives_up_by_time(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, 0);
    moves_want_until(m, 2, OP_TIMED_LOCK, LOCK_A, 0, 500);
    assert_int_equal(moves_readiness(m, 2), CAN_BY_TIME);
    assert_int_equal(scheduler_next_time(m->s, 2), 500);
    scheduler_pass_time(m->s, 2);
    assert_int_equal(m->s->now_ns, 500);
    assert_int_equal(moves_readiness(m, 2), CAN);
    assert_int_equal(moves_go(m, 2, 0).error, ETIMEDOUT);
    /* Time that is up does not keep it from a lock that is free. */
    moves_do(m, 1, OP_UNLOCK, LOCK_A, 0);
    moves_want_until(m, 2, OP_TIMED_LOCK, LOCK_A, 0, 100);
    assert_int_equal(moves_go(m, 2, 0).error, 0);
}

/* ---- Conditions. ---- */

static struct answer wait_on(struct moves *m, unsigned task, uint64_t until_ns)
{
    moves_do(m, task, OP_LOCK, LOCK_A, 0);
    moves_want_wait(m, task, CONDITION, LOCK_A, until_ns);
    return moves_go(m, task, 0);
}

static void a_wait_lets_the_mutex_go_and_needs_it_again(void **state)
{
    struct moves *m = *state;

    assert_true(wait_on(m, 1, NEVER).waits);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    assert_int_equal(moves_do(m, 2, OP_LOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 2, OP_SIGNAL, CONDITION, 0), 0);
    assert_int_equal(m->last.value, moves_birth(1));
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    assert_false(scheduler_may_wake_spuriously(m->s, 1));
    moves_do(m, 2, OP_UNLOCK, LOCK_A, 0);
    struct answer woken = moves_go(m, 1, 0);
    assert_int_equal(woken.error, 0);
    assert_false(woken.waits);
    assert_int_equal(moves_do(m, 2, OP_TRY_LOCK, LOCK_A, 0), EBUSY);
}

static void a_signal_wakes_the_first_or_whom_it_is_told(void **state)
{
    struct moves *m = *state;

    wait_on(m, 3, NEVER);
    wait_on(m, 1, NEVER);
    wait_on(m, 2, NEVER);
    moves_want(m, 0, OP_SIGNAL, CONDITION, 0);
    assert_int_equal(scheduler_alternatives(m->s, 0), 3);
    assert_int_equal(moves_go(m, 0, 1).value, moves_birth(1));
    moves_want(m, 0, OP_SIGNAL, CONDITION, 0);
    assert_int_equal(scheduler_alternatives(m->s, 0), 2);
    assert_int_equal(moves_go(m, 0, 0).value, moves_birth(3));
    moves_do(m, 0, OP_SIGNAL, CONDITION, 0);
    assert_int_equal(m->last.value, moves_birth(2));
    moves_want(m, 0, OP_SIGNAL, CONDITION, 0);
    assert_int_equal(scheduler_alternatives(m->s, 0), 1);
    assert_int_equal(moves_go(m, 0, 0).value, 0);
}

static void a_broadcast_wakes_all_and_they_take_turns(void **state)
{
    struct moves *m = *state;

    for (unsigned task = 1; task <= 3; task++)
        wait_on(m, task, NEVER);
    moves_do(m, 0, OP_BROADCAST, CONDITION, 0);
    assert_int_equal(m->last.value, 3);
    for (unsigned task = 1; task <= 3; task++) {
        assert_int_equal(moves_readiness(m, task), CAN);
        assert_int_equal(moves_go(m, task, 0).error, 0);
        for (unsigned other = task + 1; other <= 3; other++)
            assert_int_equal(moves_readiness(m, other), CANNOT);
        moves_do(m, task, OP_UNLOCK, LOCK_A, 0);
    }
}

static void a_signal_is_lost_on_who_comes_later(void **state)
{
    struct moves *m = *state;

    moves_do(m, 2, OP_SIGNAL, CONDITION, 0);
    wait_on(m, 1, NEVER);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
}

static void a_wait_may_end_without_a_signal(void **state)
{
    struct moves *m = *state;

    wait_on(m, 1, NEVER);
    assert_true(scheduler_may_wake_spuriously(m->s, 1));
    struct answer woken = moves_go(m, 1, ALTERNATIVE_SPURIOUS);
    assert_false(woken.waits);
    assert_int_equal(woken.error, 0);
}

static void a_spurious_waker_still_needs_the_mutex(void **state)
{
    struct moves *m = *state;

    wait_on(m, 1, NEVER);
    moves_do(m, 2, OP_LOCK, LOCK_A, 0);
    assert_true(moves_go(m, 1, ALTERNATIVE_SPURIOUS).waits);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    moves_do(m, 2, OP_SIGNAL, CONDITION, 0);
    assert_int_equal(m->last.value, 0);
    moves_do(m, 2, OP_UNLOCK, LOCK_A, 0);
    assert_int_equal(moves_go(m, 1, 0).error, 0);
}

static void a_timed_wait_ends_by_time(void **state)
{
    struct moves *m = *state;

    wait_on(m, 1, 700);
    assert_int_equal(moves_readiness(m, 1), CAN_BY_TIME);
    moves_do(m, 2, OP_LOCK, LOCK_A, 0);
    scheduler_pass_time(m->s, 1);
    assert_int_equal(moves_readiness(m, 1), CAN);
    assert_true(moves_go(m, 1, 0).waits);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    moves_do(m, 2, OP_UNLOCK, LOCK_A, 0);
    assert_int_equal(moves_go(m, 1, 0).error, ETIMEDOUT);
    assert_int_equal(moves_do(m, 1, OP_UNLOCK, LOCK_A, 0), 0);
}

static void
a_wait_without_the_mutex_is_refused_where_it_is_checked(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, MUTEX_ERROR_CHECKING);
    moves_want_wait(m, 2, CONDITION, LOCK_A, NEVER);
    assert_int_equal(moves_go(m, 2, 0).error, EPERM);
}

static void a_waiter_is_told_that_the_owner_died(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, MUTEX_ROBUST);
    moves_want_wait(m, 1, CONDITION, LOCK_A, 10);
    assert_true(moves_go(m, 1, 0).waits);
    moves_do(m, 2, OP_LOCK, LOCK_A, MUTEX_ROBUST);
    scheduler_remove_task(m->s, 2);
    scheduler_pass_time(m->s, 1);
    assert_int_equal(moves_go(m, 1, 0).error, EOWNERDEAD);
}

/* ---- Tasks. ---- */

static void a_join_waits_for_the_end(void **state)
{
    struct moves *m = *state;

    moves_want(m, 1, OP_JOIN, moves_birth(2), 0);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    assert_int_equal(moves_do(m, 3, OP_TRY_JOIN, moves_birth(2), 0), EBUSY);
    scheduler_remove_task(m->s, 2);
    assert_int_equal(moves_readiness(m, 1), CAN);
    assert_int_equal(moves_go(m, 1, 0).error, 0);
}

static void a_join_that_makes_no_sense_is_refused(void **state)
{
    struct moves *m = *state;

    assert_int_equal(moves_do(m, 1, OP_JOIN, moves_birth(1), 0), EDEADLK);
    assert_int_equal(moves_do(m, 1, OP_DETACH, moves_birth(2), 0), 0);
    assert_int_equal(moves_do(m, 1, OP_DETACH, moves_birth(2), 0), EINVAL);
    assert_int_equal(moves_do(m, 1, OP_JOIN, moves_birth(2), 0), EINVAL);
}

static void a_timed_join_gives_up_by_time(void **state)
{
    struct moves *m = *state;

    moves_want_until(m, 1, OP_TIMED_JOIN, moves_birth(2), 0, 5);
    assert_int_equal(moves_readiness(m, 1), CAN_BY_TIME);
    scheduler_pass_time(m->s, 1);
    assert_int_equal(moves_go(m, 1, 0).error, ETIMEDOUT);
}

/* ---- Time and signals. ---- */

static void a_sleep_ends_when_time_passes(void **state)
{
    struct moves *m = *state;

    moves_want_until(m, 1, OP_SLEEP, 0, 0, 2000);
    moves_want_until(m, 2, OP_SLEEP, 0, 0, 1000);
    assert_int_equal(moves_readiness(m, 1), CAN_BY_TIME);
    scheduler_pass_time(m->s, 1);
    assert_int_equal(m->s->now_ns, 2000);
    assert_int_equal(moves_readiness(m, 2), CAN);
    /* Time does not go back. */
    scheduler_pass_time(m->s, 2);
    assert_int_equal(m->s->now_ns, 2000);
    moves_want(m, 1, OP_PAUSE, 0, 0);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
}

static void cancelling_disturbs_waits_but_no_locks(void **state)
{
    struct moves *m = *state;

    moves_do(m, 2, OP_LOCK, LOCK_A, 0);
    m->s->tasks[1].cancelled = true;
    moves_want(m, 1, OP_LOCK, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    moves_want(m, 1, OP_SEMAPHORE_WAIT, OTHER, 0);
    assert_int_equal(moves_readiness(m, 1), CAN);
}

#define T(test) cmocka_unit_test_setup_teardown(test, moves_setup, moves_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_mutex_is_held_by_one),
        T(a_normal_mutex_deadlocks_on_its_owner),
        T(a_normal_mutex_is_unlocked_by_anybody),
        T(a_recursive_mutex_counts),
        T(an_error_checking_mutex_says_what_is_wrong),
        T(a_robust_error_checking_mutex_tells_who_tries),
        T(a_held_mutex_is_not_destroyed),
        T(a_new_mutex_has_forgotten_its_holder),
        T(a_robust_mutex_tells_that_its_owner_died),
        T(a_robust_mutex_not_repaired_is_lost),
        T(a_second_owner_that_dies_is_told_of_too),
        T(a_mutex_of_the_dead_that_is_not_robust_stays_locked),
        T(a_timed_lock_gives_up_by_time),
        T(a_wait_lets_the_mutex_go_and_needs_it_again),
        T(a_signal_wakes_the_first_or_whom_it_is_told),
        T(a_broadcast_wakes_all_and_they_take_turns),
        T(a_signal_is_lost_on_who_comes_later),
        T(a_wait_may_end_without_a_signal),
        T(a_spurious_waker_still_needs_the_mutex),
        T(a_timed_wait_ends_by_time),
        T(a_wait_without_the_mutex_is_refused_where_it_is_checked),
        T(a_waiter_is_told_that_the_owner_died),
        T(a_join_waits_for_the_end),
        T(a_join_that_makes_no_sense_is_refused),
        T(a_timed_join_gives_up_by_time),
        T(a_sleep_ends_when_time_passes),
        T(cancelling_disturbs_waits_but_no_locks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
