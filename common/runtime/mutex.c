/* mutex.c - mutexes of all kinds.

   A lock that is free is tried first, so that it costs one record; only a
   task that must wait, or locks a robust one, says so beforehand. Trying and
   then locking gives the results of locking for every other kind: a recursive
   lock is entered, an error-checking one says EDEADLK. */
#include "runtime/mutex.h"

#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/region.h"
#include "runtime/remains.h"
#include "runtime/turn.h"
#include "runtime/until.h"

int mutex_init(struct self *self, pthread_mutex_t *mutex,
               const pthread_mutexattr_t *attributes, const void *where)
{
    int result = REAL(pthread_mutex_init)(mutex, attributes);

    if (result == 0 && turn_controls())
        turn_unless_alone(self, OP_MUTEX_INIT, region_key(mutex),
                          remains_of_mutex(mutex), where);
    emit_result(self, OP_MUTEX_INIT, region_key(mutex), result, where);
    return result;
}

int mutex_destroy(struct self *self, pthread_mutex_t *mutex, const void *where)
{
    int result =
        turn_controls()
            ? turn_unless_alone(self, OP_MUTEX_DESTROY, region_key(mutex),
                                remains_of_mutex(mutex), where)
            : 0;

    if (result == 0)
        result = REAL(pthread_mutex_destroy)(mutex);

    emit_result(self, OP_MUTEX_DESTROY, region_key(mutex), result, where);
    return result;
}

/* glibc's trylock leaves a robust mutex that nobody can repair any more locked,
   after which to lock it would wait for ever instead of being refused: a robust
   mutex is locked without a try. */
static int try_first(pthread_mutex_t *mutex)
{
    return remains_of_mutex(mutex) & MUTEX_ROBUST
               ? EBUSY
               : REAL(pthread_mutex_trylock)(mutex);
}

static bool got(int result)
{
    return result == 0 || result == EOWNERDEAD;
}

static int acquired(struct self *self, enum operation op, uint64_t key,
                    int result, const void *where)
{
    if (got(result))
        emit_acquired(self, op, key, result, where);
    else
        emit(self, op, STAGE_FAILED, key, result, where);
    return result;
}

int mutex_lock(struct self *self, pthread_mutex_t *mutex, const void *where)
{
    uint64_t key = region_key(mutex);

    if (turn_controls())
        return acquired(
            self, OP_LOCK, key,
            turn_on(self, OP_LOCK, key, remains_of_mutex(mutex), NEVER, where),
            where);
    bool announced =
        announce(self, OP_LOCK, key, remains_of_mutex(mutex), where);
    int result = try_first(mutex);

    if (UNLIKELY(!got(result))) {
        if (!announced)
            emit_waits(self, OP_LOCK, key, remains_of_mutex(mutex), where);
        result = REAL(pthread_mutex_lock)(mutex);
    }
    return acquired(self, OP_LOCK, key, result, where);
}

int mutex_try_lock(struct self *self, pthread_mutex_t *mutex, const void *where)
{
    uint64_t key = region_key(mutex);

    if (turn_controls())
        return acquired(self, OP_TRY_LOCK, key,
                        turn_on(self, OP_TRY_LOCK, key, remains_of_mutex(mutex),
                                NEVER, where),
                        where);
    announce(self, OP_TRY_LOCK, key, 0, where);
    return acquired(self, OP_TRY_LOCK, key, REAL(pthread_mutex_trylock)(mutex),
                    where);
}

int mutex_timed_lock(struct self *self, pthread_mutex_t *mutex, clockid_t clock,
                     const struct timespec *until, const void *where)
{
    uint64_t key = region_key(mutex);

    if (turn_controls() && !until_has_clock(clock))
        return acquired(self, OP_TIMED_LOCK, key, EINVAL, where);
    if (turn_controls()) {
        int error = turn_on(self, OP_TIMED_LOCK, key, remains_of_mutex(mutex),
                            turn_until(clock, until), where);

        if (error == ETIMEDOUT && !turn_is_time(until))
            error = EINVAL;
        return acquired(self, OP_TIMED_LOCK, key, error, where);
    }
    bool announced =
        announce(self, OP_TIMED_LOCK, key, remains_of_mutex(mutex), where);
    int result = until_has_clock(clock) ? try_first(mutex) : EINVAL;

    if (!got(result)) {
        if (!announced)
            emit_waits(self, OP_TIMED_LOCK, key, remains_of_mutex(mutex),
                       where);
        result = clock == CLOCK_REALTIME
                     ? REAL(pthread_mutex_timedlock)(mutex, until)
                     : REAL(pthread_mutex_clocklock)(mutex, clock, until);
    }
    return acquired(self, OP_TIMED_LOCK, key, result, where);
}

int mutex_unlock(struct self *self, pthread_mutex_t *mutex, const void *where)
{
    uint64_t key = region_key(mutex);

    if (turn_controls()) {
        int error = turn_on(self, OP_UNLOCK, key, remains_of_mutex(mutex),
                            NEVER, where);

        emit_released(self, OP_UNLOCK, key, error, emit_releasing(self, key),
                      where);
        return error;
    }
    announce(self, OP_UNLOCK, key, 0, where);
    uint64_t time = emit_releasing(self, key);
    int result = REAL(pthread_mutex_unlock)(mutex);
    emit_released(self, OP_UNLOCK, key, result, time, where);
    return result;
}

EXPORT int pthread_mutex_init(pthread_mutex_t *mutex,
                              const pthread_mutexattr_t *attributes)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_mutex_init)(mutex, attributes);
    return mutex_init(self, mutex, attributes, WHERE);
}

EXPORT int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_mutex_destroy)(mutex);
    return mutex_destroy(self, mutex, WHERE);
}

EXPORT int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_mutex_lock)(mutex);
    return mutex_lock(self, mutex, WHERE);
}

EXPORT int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_mutex_trylock)(mutex);
    return mutex_try_lock(self, mutex, WHERE);
}

EXPORT int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex,
                                   const struct timespec *restrict until)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_mutex_timedlock)(mutex, until);
    return mutex_timed_lock(self, mutex, CLOCK_REALTIME, until, WHERE);
}

EXPORT int pthread_mutex_clocklock(pthread_mutex_t *restrict mutex,
                                   clockid_t clock,
                                   const struct timespec *restrict until)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_mutex_clocklock)(mutex, clock, until);
    return mutex_timed_lock(self, mutex, clock, until, WHERE);
}

EXPORT int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_mutex_unlock)(mutex);
    return mutex_unlock(self, mutex, WHERE);
}

EXPORT int pthread_mutex_consistent(pthread_mutex_t *mutex)
{
    struct self *self = watched();
    int result =
        self && turn_controls()
            ? turn_do_on(self, OP_CONSISTENT, region_key(mutex), 0, WHERE)
            : REAL(pthread_mutex_consistent)(mutex);

    if (self)
        emit_result(self, OP_CONSISTENT, region_key(mutex), result, WHERE);
    return result;
}
