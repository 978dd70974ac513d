/* condition.c - condition variables.

   A wait is told before it begins, since it releases its mutex, and after it
   ends, when the task holds the mutex again. The value is the mutex's key. */
#include "runtime/condition.h"

#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/region.h"
#include "runtime/remains.h"
#include "runtime/turn.h"
#include "runtime/until.h"

int condition_init(struct self *self, pthread_cond_t *condition,
                   const pthread_condattr_t *attributes, const void *where)
{
    int result = REAL(pthread_cond_init)(condition, attributes);

    emit_result(self, OP_CONDITION_INIT, region_key(condition), result, where);
    return result;
}

int condition_destroy(struct self *self, pthread_cond_t *condition,
                      const void *where)
{
    if (turn_controls())
        turn_unless_alone(self, OP_CONDITION_DESTROY, region_key(condition),
                          remains_of_condition(condition), where);
    int result = REAL(pthread_cond_destroy)(condition);

    emit_result(self, OP_CONDITION_DESTROY, region_key(condition), result,
                where);
    return result;
}

/* Under control. A wait may begin, and then it ends; or be refused. */
static int take_turn(struct self *self, enum operation op,
                     const pthread_cond_t *condition, uint64_t mutex,
                     uint64_t until_ns, const void *where)
{
    struct want *want = turn_place(self);

    turn_make(want, op, region_key(condition), remains_of_condition(condition),
              where);
    want->other = mutex;
    want->until_ns = until_ns;
    return turn_take(self, want).error;
}

/* No function tells which clock a condition goes by; glibc keeps it here. */
static clockid_t clock_of(const pthread_cond_t *condition)
{
#ifdef __GLIBC__
    if (condition->__data.__wrefs & 2)
        return CLOCK_MONOTONIC;
#else
    (void)condition;
#endif
    return CLOCK_REALTIME;
}

static void wait_begins(struct self *self, enum operation op, uint64_t key,
                        uint64_t mutex, const void *where)
{
    announce(self, op, key, 0, where); /* It still holds the mutex. */
    emit_waits(self, op, key, (int64_t)mutex, where);
    emit_let_go(self, mutex);
    emit_holds_no_more(self, mutex);
}

/* The task holds the mutex again, unless the wait never began. */
static void wait_ends(struct self *self, enum operation op, uint64_t key,
                      uint64_t mutex, int result, const void *where)
{
    if (result == 0 || result == EOWNERDEAD)
        emit(self, op, STAGE_DID, key, (int64_t)mutex, where);
    else
        emit(self, op, STAGE_FAILED, key, result, where);
    emit_holds(self, mutex);
}

int condition_wait(struct self *self, pthread_cond_t *condition,
                   pthread_mutex_t *mutex, const void *where)
{
    uint64_t key = region_key(condition);
    uint64_t mutex_key = region_key(mutex);

    int result;
    if (turn_controls()) {
        result = take_turn(self, OP_WAIT, condition, mutex_key, NEVER, where);
    } else {
        wait_begins(self, OP_WAIT, key, mutex_key, where);
        result = REAL(pthread_cond_wait)(condition, mutex);
    }
    wait_ends(self, OP_WAIT, key, mutex_key, result, where);
    return result;
}

int condition_timed_wait(struct self *self, pthread_cond_t *condition,
                         pthread_mutex_t *mutex, clockid_t clock,
                         const struct timespec *until, const void *where)
{
    uint64_t key = region_key(condition);
    uint64_t mutex_key = region_key(mutex);

    if (turn_controls()) {
        if (!turn_is_time(until) || (clock >= 0 && !until_has_clock(clock)))
            return EINVAL;
        if (clock < 0)
            clock = clock_of(condition);
        int error = take_turn(self, OP_TIMED_WAIT, condition, mutex_key,
                              turn_until(clock, until), where);
        wait_ends(self, OP_TIMED_WAIT, key, mutex_key, error, where);
        return error;
    }
    wait_begins(self, OP_TIMED_WAIT, key, mutex_key, where);
    int result =
        clock < 0
            ? REAL(pthread_cond_timedwait)(condition, mutex, until)
            : REAL(pthread_cond_clockwait)(condition, mutex, clock, until);
    wait_ends(self, OP_TIMED_WAIT, key, mutex_key, result, where);
    return result;
}

/* Under control. The value tells whom it woke, or how many. */
static int wake(struct self *self, enum operation op,
                const pthread_cond_t *condition, const void *where)
{
    struct want *want = turn_place(self);
    uint64_t key = region_key(condition);

    turn_make(want, op, key, remains_of_condition(condition), where);
    struct answer answer = turn_take(self, want);

    emit(self, op, STAGE_DID, key, answer.value, where);
    return 0;
}

int condition_signal(struct self *self, pthread_cond_t *condition,
                     const void *where)
{
    uint64_t key = region_key(condition);

    if (turn_controls())
        return wake(self, OP_SIGNAL, condition, where);
    announce(self, OP_SIGNAL, key, 0, where);
    uint64_t time = emit_releasing(self, key);
    int result = REAL(pthread_cond_signal)(condition);
    emit_gave(self, OP_SIGNAL, key, result, time, where);
    return result;
}

int condition_broadcast(struct self *self, pthread_cond_t *condition,
                        const void *where)
{
    uint64_t key = region_key(condition);

    if (turn_controls())
        return wake(self, OP_BROADCAST, condition, where);
    announce(self, OP_BROADCAST, key, 0, where);
    uint64_t time = emit_releasing(self, key);
    int result = REAL(pthread_cond_broadcast)(condition);
    emit_gave(self, OP_BROADCAST, key, result, time, where);
    return result;
}

EXPORT int pthread_cond_init(pthread_cond_t *restrict condition,
                             const pthread_condattr_t *restrict attributes)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_cond_init)(condition, attributes);
    return condition_init(self, condition, attributes, WHERE);
}

EXPORT int pthread_cond_destroy(pthread_cond_t *condition)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_cond_destroy)(condition);
    return condition_destroy(self, condition, WHERE);
}

EXPORT int pthread_cond_wait(pthread_cond_t *restrict condition,
                             pthread_mutex_t *restrict mutex)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_cond_wait)(condition, mutex);
    return condition_wait(self, condition, mutex, WHERE);
}

EXPORT int pthread_cond_timedwait(pthread_cond_t *restrict condition,
                                  pthread_mutex_t *restrict mutex,
                                  const struct timespec *restrict until)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_cond_timedwait)(condition, mutex, until);
    return condition_timed_wait(self, condition, mutex, -1, until, WHERE);
}

EXPORT int pthread_cond_clockwait(pthread_cond_t *restrict condition,
                                  pthread_mutex_t *restrict mutex,
                                  clockid_t clock,
                                  const struct timespec *restrict until)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_cond_clockwait)(condition, mutex, clock, until);
    return condition_timed_wait(self, condition, mutex, clock, until, WHERE);
}

EXPORT int pthread_cond_signal(pthread_cond_t *condition)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_cond_signal)(condition);
    return condition_signal(self, condition, WHERE);
}

EXPORT int pthread_cond_broadcast(pthread_cond_t *condition)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_cond_broadcast)(condition);
    return condition_broadcast(self, condition, WHERE);
}
