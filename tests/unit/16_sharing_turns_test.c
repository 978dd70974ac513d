/* 16_sharing_turns_test.c - the scheduler's other objects, and processes. */
#include "tests/support/moves.h"
#include "trace/object.h"

#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LOCK_A = 0x1000, OTHER = 0x3000 };

#define SHARED_LOCK object_in_region(1, 64)

/* ---- Read-write locks. ---- */

static void readers_share_and_a_writer_is_alone(void **state)
{
    struct moves *m = *state;

    assert_int_equal(moves_do(m, 1, OP_READ_LOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 2, OP_READ_LOCK, LOCK_A, 0), 0);
    moves_want(m, 3, OP_WRITE_LOCK, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 3), CANNOT);
    /* Readers are preferred, as glibc does unless told otherwise. */
    assert_int_equal(moves_do(m, 4, OP_TRY_READ_LOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 1, OP_TRY_WRITE_LOCK, LOCK_A, 0), EBUSY);
    for (unsigned task = 1; task <= 4; task++) {
        if (task == 3)
            continue;
        assert_int_equal(moves_readiness(m, 3), CANNOT);
        assert_int_equal(moves_do(m, task, OP_RW_UNLOCK, LOCK_A, 0), 0);
    }
    assert_int_equal(moves_go(m, 3, 0).error, 0);
    moves_want(m, 1, OP_READ_LOCK, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    assert_int_equal(moves_do(m, 2, OP_TRY_READ_LOCK, LOCK_A, 0), EBUSY);
    assert_int_equal(moves_do(m, 3, OP_RW_UNLOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_readiness(m, 1), CAN);
}

static void a_writer_that_locks_again_is_told(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_WRITE_LOCK, LOCK_A, 0);
    assert_int_equal(moves_do(m, 1, OP_WRITE_LOCK, LOCK_A, 0), EDEADLK);
    assert_int_equal(moves_do(m, 1, OP_READ_LOCK, LOCK_A, 0), EDEADLK);
    assert_int_equal(moves_do(m, 1, OP_TIMED_READ_LOCK, LOCK_A, 0), EDEADLK);
    assert_int_equal(moves_do(m, 1, OP_TRY_READ_LOCK, LOCK_A, 0), EBUSY);
    assert_int_equal(moves_do(m, 1, OP_TRY_WRITE_LOCK, LOCK_A, 0), EBUSY);
}

static void a_reader_that_would_write_waits_for_itself(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_READ_LOCK, LOCK_A, 0);
    moves_want(m, 1, OP_WRITE_LOCK, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    moves_want_until(m, 1, OP_TIMED_WRITE_LOCK, LOCK_A, 0, 9);
    assert_int_equal(moves_readiness(m, 1), CAN_BY_TIME);
    scheduler_pass_time(m->s, 1);
    assert_int_equal(moves_go(m, 1, 0).error, ETIMEDOUT);
    assert_int_equal(moves_do(m, 1, OP_RW_UNLOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 2, OP_WRITE_LOCK, LOCK_A, 0), 0);
}

/* ---- Spin locks, barriers, semaphores, once. ---- */

static void a_spin_lock_is_held_by_one(void **state)
{
    struct moves *m = *state;

    assert_int_equal(moves_do(m, 1, OP_SPIN_LOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 2, OP_SPIN_TRY_LOCK, LOCK_A, 0), EBUSY);
    moves_want(m, 1, OP_SPIN_LOCK, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    moves_want(m, 2, OP_SPIN_LOCK, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 2), CANNOT);
    assert_int_equal(moves_do(m, 1, OP_SPIN_UNLOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_go(m, 2, 0).error, 0);
}

static void the_last_at_a_barrier_lets_all_go(void **state)
{
    struct moves *m = *state;

    moves_do(m, 0, OP_BARRIER_INIT, LOCK_A, 3);
    for (int round = 0; round < 2; round++) {
        for (unsigned task = 1; task <= 2; task++) {
            moves_want(m, task, OP_BARRIER_WAIT, LOCK_A, 0);
            assert_true(moves_go(m, task, 0).waits);
            assert_int_equal(moves_readiness(m, task), CANNOT);
            assert_false(scheduler_may_wake_spuriously(m->s, task));
        }
        assert_int_equal(moves_do(m, 3, OP_BARRIER_WAIT, LOCK_A, 0), 0);
        assert_int_equal(m->last.value, 1);
        for (unsigned task = 1; task <= 2; task++) {
            struct answer woken = moves_go(m, task, 0);
            assert_false(woken.waits);
            assert_int_equal(woken.value, 0);
        }
    }
}

static void a_barrier_in_use_again_keeps_the_slow_of_before(void **state)
{
    struct moves *m = *state;

    moves_do(m, 0, OP_BARRIER_INIT, LOCK_A, 2);
    moves_want(m, 1, OP_BARRIER_WAIT, LOCK_A, 0);
    moves_go(m, 1, 0);
    moves_do(m, 2, OP_BARRIER_WAIT, LOCK_A, 0);
    moves_want(m, 2, OP_BARRIER_WAIT, LOCK_A, 0);
    assert_true(moves_go(m, 2, 0).waits);
    assert_int_equal(moves_readiness(m, 1), CAN);
    assert_int_equal(moves_readiness(m, 2), CANNOT);
}

static void a_semaphore_counts(void **state)
{
    struct moves *m = *state;

    moves_do(m, 0, OP_SEMAPHORE_INIT, LOCK_A, 1);
    assert_int_equal(moves_do(m, 1, OP_SEMAPHORE_WAIT, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 1, OP_SEMAPHORE_TRY_WAIT, LOCK_A, 0), EAGAIN);
    moves_want(m, 1, OP_SEMAPHORE_WAIT, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    moves_want_until(m, 2, OP_SEMAPHORE_TIMED_WAIT, LOCK_A, 0, 40);
    assert_int_equal(moves_readiness(m, 2), CAN_BY_TIME);
    moves_do(m, 0, OP_SEMAPHORE_POST, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 1), CAN);
    assert_int_equal(moves_readiness(m, 2), CAN);
    moves_go(m, 1, 0);
    scheduler_pass_time(m->s, 2);
    assert_int_equal(moves_go(m, 2, 0).error, ETIMEDOUT);
}

static void a_semaphore_does_not_overflow(void **state)
{
    struct moves *m = *state;

    moves_do(m, 0, OP_SEMAPHORE_INIT, LOCK_A, INT_MAX);
    assert_int_equal(moves_do(m, 1, OP_SEMAPHORE_POST, LOCK_A, 0), EOVERFLOW);
    assert_int_equal(moves_do(m, 1, OP_SEMAPHORE_WAIT, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 1, OP_SEMAPHORE_POST, LOCK_A, 0), 0);
}

static void a_named_semaphore_keeps_its_value_when_opened_again(void **state)
{
    struct moves *m = *state;

    moves_do(m, 0, OP_SEMAPHORE_OPEN, SHARED_LOCK, 2);
    moves_do(m, 0, OP_SEMAPHORE_WAIT, SHARED_LOCK, 0);
    moves_do(m, 1, OP_SEMAPHORE_OPEN, SHARED_LOCK, 2);
    assert_int_equal(moves_do(m, 1, OP_SEMAPHORE_WAIT, SHARED_LOCK, 0), 0);
    assert_int_equal(moves_do(m, 1, OP_SEMAPHORE_TRY_WAIT, SHARED_LOCK, 0),
                     EAGAIN);
}

static void once_runs_in_one_and_others_wait_for_it(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_ONCE, LOCK_A, 0);
    assert_int_equal(m->last.value, 1);
    moves_want(m, 2, OP_ONCE, LOCK_A, 0);
    assert_int_equal(moves_readiness(m, 2), CANNOT);
    scheduler_object(m->s, 1, LOCK_A, KIND_ONCE)->state = 2;
    assert_int_equal(moves_go(m, 2, 0).value, 0);
}

/* ---- Processes. ---- */

enum { CHILD = MOVES_TASKS }; /* A task of a second process. */

static uint32_t fork_from(struct moves *m, unsigned task)
{
    uint32_t process = scheduler_add_process(m->s, moves_birth(CHILD), 2000, 1,
                                             moves_birth(task));

    scheduler_add_task(m->s, CHILD, moves_birth(CHILD), process);
    return process;
}

static void a_child_has_copies_of_what_is_private(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, 0);
    moves_do(m, 2, OP_LOCK, OTHER, 0);
    fork_from(m, 1);
    /* What its maker held, it holds; what others held is held for ever. */
    assert_int_equal(moves_do(m, CHILD, OP_UNLOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, CHILD, OP_LOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 3, OP_TRY_LOCK, LOCK_A, 0), EBUSY);
    moves_do(m, 2, OP_UNLOCK, OTHER, 0);
    moves_want(m, CHILD, OP_LOCK, OTHER, 0);
    assert_int_equal(moves_readiness(m, CHILD), CANNOT);
    assert_int_equal(moves_do(m, 3, OP_LOCK, OTHER, 0), 0);
}

static void processes_meet_in_what_is_shared(void **state)
{
    struct moves *m = *state;

    fork_from(m, 0);
    assert_int_equal(moves_do(m, CHILD, OP_LOCK, SHARED_LOCK, MUTEX_ROBUST), 0);
    moves_want(m, 1, OP_LOCK, SHARED_LOCK, MUTEX_ROBUST);
    assert_int_equal(moves_readiness(m, 1), CANNOT);
    scheduler_end_process(m->s, 2);
    assert_int_equal(m->s->processes[1].alive, 0);
    assert_int_equal(m->s->alive, MOVES_TASKS);
    assert_int_equal(moves_go(m, 1, 0).error, EOWNERDEAD);
}

static void a_signal_stays_in_its_process(void **state)
{
    struct moves *m = *state;

    fork_from(m, 0);
    moves_want_wait(m, CHILD, OTHER, LOCK_A, NEVER);
    moves_go(m, CHILD, 0);
    moves_do(m, 0, OP_SIGNAL, OTHER, 0);
    assert_int_equal(m->last.value, 0);
    assert_int_equal(moves_readiness(m, CHILD), CANNOT);
}

static void a_new_program_has_new_locks_and_no_handlers(void **state)
{
    struct moves *m = *state;
    uint64_t child_ended = UINT64_C(1) << (SIGCHLD - 1);

    m->s->processes[0].handled = child_ended;
    m->s->processes[0].ignored = UINT64_C(1) << (SIGINT - 1);
    uint32_t process = fork_from(m, 0);
    assert_int_equal(m->s->processes[process - 1].handled, child_ended);
    moves_do(m, CHILD, OP_LOCK, LOCK_A, 0);
    moves_do(m, 0, OP_LOCK, LOCK_A, 0);
    scheduler_exec(m->s, process, 77);
    scheduler_add_task(m->s, CHILD, 77, process);
    assert_int_equal(m->s->processes[process - 1].handled, 0);
    assert_int_not_equal(m->s->processes[process - 1].ignored, 0);
    assert_false(m->s->processes[process - 1].exiting);
    assert_int_equal(moves_do(m, CHILD, OP_LOCK, LOCK_A, 0), 0);
    assert_int_equal(moves_do(m, 1, OP_TRY_LOCK, LOCK_A, 0), EBUSY);
}

static void a_process_is_found_by_its_number_until_it_ends(void **state)
{
    struct moves *m = *state;
    uint32_t process = fork_from(m, 0);

    assert_int_equal(scheduler_process(m->s, 2000), process);
    m->s->processes[process - 1].ended = true;
    assert_int_equal(scheduler_process(m->s, 2000), 0);
}

static void processes_are_not_without_number(void **state)
{
    struct moves *m = *state;

    for (uint32_t i = 1; i < SCHEDULER_PROCESSES; i++)
        assert_int_equal(scheduler_add_process(m->s, i, 1, 1, 0), i + 1);
    assert_int_equal(scheduler_add_process(m->s, 1, 1, 1, 0), 0);
}

/* ---- Room for objects. ---- */

static void locks_that_are_no_longer_used_make_room(void **state)
{
    struct moves *m = *state;

    moves_do(m, 1, OP_LOCK, LOCK_A, 0);
    for (uint64_t i = 0; i < 4 * SCHEDULER_OBJECTS; i++) {
        uint64_t key = 0x100000 + 64 * i;

        assert_int_equal(moves_do(m, 2, OP_LOCK, key, 0), 0);
        assert_int_equal(moves_do(m, 2, OP_UNLOCK, key, 0), 0);
        assert_int_equal(moves_do(m, 2, OP_SEMAPHORE_INIT, key, 5), 0);
        assert_int_equal(moves_do(m, 2, OP_SEMAPHORE_DESTROY, key, 0), 0);
        assert_int_equal(moves_do(m, 2, OP_BARRIER_INIT, key, 5), 0);
        assert_int_equal(moves_do(m, 2, OP_BARRIER_DESTROY, key, 0), 0);
    }
    assert_int_equal(moves_do(m, 2, OP_TRY_LOCK, LOCK_A, 0), EBUSY);
}

static void what_ended_processes_had_makes_room(void **state)
{
    struct moves *m = *state;

    for (uint64_t i = 0; i < 100; i++)
        moves_do(m, 1, OP_SEMAPHORE_INIT, 0x100000 + 64 * i, 5);
    for (uint32_t i = 1; i < SCHEDULER_PROCESSES; i++) {
        uint32_t process = scheduler_add_process(m->s, i, 1, 1, 0);

        scheduler_add_task(m->s, CHILD, moves_birth(CHILD), process);
        for (uint64_t j = 0; j < 100; j++)
            assert_int_equal(
                moves_do(m, CHILD, OP_SEMAPHORE_WAIT, 0x100000 + 64 * j, 0), 0);
        scheduler_end_process(m->s, process);
        m->s->processes[process - 1].ended = true;
    }
}

static void locks_in_use_have_an_end(void **state)
{
    struct moves *m = *state;
    uint64_t key = 64;

    while (moves_do(m, 1, OP_LOCK, key, 0) == 0)
        key += 64;
    assert_in_range(key / 64, SCHEDULER_OBJECTS / 2, SCHEDULER_OBJECTS);
    assert_int_equal(moves_do(m, 1, OP_LOCK, key, 0), EAGAIN);
    assert_int_equal(moves_do(m, 1, OP_UNLOCK, 64, 0), 0);
    assert_int_equal(moves_do(m, 1, OP_LOCK, key, 0), 0);
    assert_int_equal(moves_do(m, 2, OP_TRY_LOCK, 128, 0), EBUSY);
}

#define T(test) cmocka_unit_test_setup_teardown(test, moves_setup, moves_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(readers_share_and_a_writer_is_alone),
        T(a_writer_that_locks_again_is_told),
        T(a_reader_that_would_write_waits_for_itself),
        T(a_spin_lock_is_held_by_one),
        T(the_last_at_a_barrier_lets_all_go),
        T(a_barrier_in_use_again_keeps_the_slow_of_before),
        T(a_semaphore_counts),
        T(a_semaphore_does_not_overflow),
        T(a_named_semaphore_keeps_its_value_when_opened_again),
        T(once_runs_in_one_and_others_wait_for_it),
        T(a_child_has_copies_of_what_is_private),
        T(processes_meet_in_what_is_shared),
        T(a_signal_stays_in_its_process),
        T(a_new_program_has_new_locks_and_no_handlers),
        T(a_process_is_found_by_its_number_until_it_ends),
        T(processes_are_not_without_number),
        T(locks_that_are_no_longer_used_make_room),
        T(what_ended_processes_had_makes_room),
        T(locks_in_use_have_an_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
