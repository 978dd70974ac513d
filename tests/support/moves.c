/* moves.c - wants, and doing them. */
#include "tests/support/moves.h"

#include "must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

int moves_setup(void **state)
{
    struct moves *moves = must_allocate(1, sizeof *moves);

    moves->s = must_allocate(1, sizeof *moves->s);
    assert_int_equal(scheduler_add_process(moves->s, 1, 1000, 0, 0), 1);
    for (unsigned task = 0; task < MOVES_TASKS; task++)
        scheduler_add_task(moves->s, task, moves_birth(task), 1);
    *state = moves;
    return 0;
}

int moves_end(void **state)
{
    struct moves *moves = *state;

    free(moves->s);
    free(moves);
    return 0;
}

void moves_want_until(struct moves *moves, unsigned task, enum operation op,
                      uint64_t object, int64_t value, uint64_t until_ns)
{
    struct want want = {
        .op = op, .object = object, .value = value, .until_ns = until_ns};

    scheduler_want(moves->s, task, &want);
}

void moves_want(struct moves *moves, unsigned task, enum operation op,
                uint64_t object, int64_t value)
{
    moves_want_until(moves, task, op, object, value, NEVER);
}

void moves_want_wait(struct moves *moves, unsigned task, uint64_t condition,
                     uint64_t mutex, uint64_t until_ns)
{
    struct want want = {.op = until_ns == NEVER ? OP_WAIT : OP_TIMED_WAIT,
                        .object = condition,
                        .other = mutex,
                        .until_ns = until_ns};

    scheduler_want(moves->s, task, &want);
}

enum readiness moves_readiness(const struct moves *moves, unsigned task)
{
    return scheduler_readiness(moves->s, task);
}

struct answer moves_go(struct moves *moves, unsigned task, unsigned alternative)
{
    if (alternative == ALTERNATIVE_SPURIOUS)
        assert_true(scheduler_may_wake_spuriously(moves->s, task));
    else
        assert_int_equal(scheduler_readiness(moves->s, task), CAN);
    moves->last = scheduler_do(moves->s, task, alternative);
    return moves->last;
}

int moves_do(struct moves *moves, unsigned task, enum operation op,
             uint64_t object, int64_t value)
{
    moves_want(moves, task, op, object, value);
    return moves_go(moves, task, 0).error;
}
