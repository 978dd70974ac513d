/* futex.c - waiting for a word to change, as programs ask the kernel for it
   that make locks of their own. Under control only: else the kernel does it. */
#include "runtime/futex.h"

#include "runtime/deed.h"
#include "runtime/emit.h"
#include "runtime/explore.h"
#include "runtime/region.h"
#include "runtime/turn.h"

#include <linux/futex.h>

/* What the call is about; the words are those that the kernel would get. */
static uint64_t until_of(int op, const struct timespec *time)
{
    if (!time)
        return NEVER;
    if ((op & FUTEX_CMD_MASK) == FUTEX_WAIT)
        return turn_after(time);
    return turn_until(
        op & FUTEX_CLOCK_REALTIME ? CLOCK_REALTIME : CLOCK_MONOTONIC, time);
}

static int finish(struct self *self, enum operation op, uint64_t key, int error,
                  const void *where)
{
    emit_result(self, op, key, error, where);
    if (error)
        errno = error;
    return error ? -1 : 0;
}

/* It looks at the word and begins to wait in one move. */
static int wait_in_turn(struct self *self, const uint32_t *word,
                        uint32_t while_it_is, uint64_t until_ns, uint32_t bits,
                        const void *where)
{
    enum operation op = until_ns == NEVER ? OP_FUTEX_WAIT : OP_FUTEX_TIMED_WAIT;
    uint64_t key = region_key(word);
    struct want *want = turn_place(self);

    turn_make(want, op, key, 0, where);
    want->expected = bits;
    int error = turn_take(self, want).error;
    if (!error && __atomic_load_n(word, __ATOMIC_SEQ_CST) != while_it_is)
        error = EAGAIN;
    if (!error) {
        want = turn_place(self);
        turn_make(want, op, key, (int64_t)key, where);
        want->phase = PHASE_WAITS;
        want->order = self_area->scheduler.waits++;
        want->until_ns = until_ns;
        want->expected = bits;
        error = turn_take(self, want).error;
    }
    return finish(self, op, key, error, where);
}

/* Each that was woken is told of. */
static int wake_in_turn(struct self *self, const uint32_t *word, int most,
                        uint32_t bits, const void *where)
{
    const struct scheduler *s = &self_area->scheduler;
    uint64_t key = region_key(word);
    struct want *want = turn_place(self);

    turn_make(want, OP_FUTEX_WAKE, key, most, where);
    want->expected = bits;
    int64_t woken = turn_take(self, want).value;
    uint32_t order = s->waits - 1;
    for (uint32_t i = 0; i < s->task_count; i++) {
        const struct scheduled *task = &s->tasks[i];

        if (task->phase == SCHEDULED_STANDS &&
            task->want.phase == PHASE_WOKEN && task->want.order == order &&
            operation_kind((enum operation)task->want.op) == KIND_FUTEX)
            emit(self, OP_FUTEX_WAKE, STAGE_DID, key, task->birth, where);
    }
    if (woken == 0)
        emit(self, OP_FUTEX_WAKE, STAGE_DID, key, 0, where);
    return (int)woken;
}

/* Waiters that are moved to another word, and locks that are passed on by the
   kernel: whatever comes after one cannot be judged. */
static const char *unmodelled(int op)
{
    static const char *const names[] = {
        [FUTEX_REQUEUE] = "FUTEX_REQUEUE",
        [FUTEX_CMP_REQUEUE] = "FUTEX_CMP_REQUEUE",
        [FUTEX_WAKE_OP] = "FUTEX_WAKE_OP",
        [FUTEX_LOCK_PI] = "FUTEX_LOCK_PI",
        [FUTEX_UNLOCK_PI] = "FUTEX_UNLOCK_PI",
        [FUTEX_TRYLOCK_PI] = "FUTEX_TRYLOCK_PI",
        [FUTEX_WAIT_REQUEUE_PI] = "FUTEX_WAIT_REQUEUE_PI",
        [FUTEX_CMP_REQUEUE_PI] = "FUTEX_CMP_REQUEUE_PI",
        [FUTEX_LOCK_PI2] = "FUTEX_LOCK_PI2",
    };
    unsigned command = (unsigned)(op & FUTEX_CMD_MASK);

    return command < sizeof names / sizeof *names ? names[command] : NULL;
}

static void tell_unmodelled(int op, const void *where)
{
    if (!unmodelled(op))
        return;
    if (explore_runs())
        explore_end_run(ENDED_UNMODELLED, 0, unmodelled(op), where);
    deed_unmodelled(unmodelled(op));
}

bool futex_in_turn(const long *words, long *result, const void *where)
{
    struct self *self = watched();
    const uint32_t *word = (const uint32_t *)(uintptr_t)words[0];
    const struct timespec *time = (const struct timespec *)(uintptr_t)words[3];
    int op = (int)words[1];
    uint32_t value = (uint32_t)words[2];
    uint32_t bits = FUTEX_BITSET_MATCH_ANY;

    if (!self || !turn_controls() || turn_process() == 0 ||
        (uintptr_t)word < LOWEST_ADDRESS || (uintptr_t)word % sizeof *word != 0)
        return false;
    switch (op & FUTEX_CMD_MASK) {
    case FUTEX_WAIT_BITSET:
        bits = (uint32_t)words[5];
        /* fall through */
    case FUTEX_WAIT:
        if (bits == 0 || (time && !turn_is_time(time)))
            return false;
        *result =
            wait_in_turn(self, word, value, until_of(op, time), bits, where);
        return true;
    case FUTEX_WAKE_BITSET:
        bits = (uint32_t)words[5];
        /* fall through */
    case FUTEX_WAKE:
        if (bits == 0)
            return false;
        *result = wake_in_turn(self, word, (int)value, bits, where);
        return true;
    default:
        tell_unmodelled(op, where);
        return false;
    }
}
