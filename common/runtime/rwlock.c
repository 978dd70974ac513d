/* rwlock.c - read-write locks. */
#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/region.h"
#include "runtime/remains.h"
#include "runtime/turn.h"
#include "runtime/until.h"

typedef int try_function(pthread_rwlock_t *);

/* Tries, says that it waits where that fails, and is true where it must.
   `until` is NULL where the wait has no end. */
static bool must_wait(struct self *self, enum operation op,
                      pthread_rwlock_t *lock, try_function *try,
                      clockid_t clock, const struct timespec *until,
                      int *result, const void *where)
{
    uint64_t key = region_key(lock);

    if (turn_controls()) {
        *result = until && !turn_is_time(until)
                      ? EINVAL
                      : turn_on(self, op, key, remains_of_rwlock(lock),
                                turn_until(clock, until), where);
        return false;
    }
    bool announced = announce(self, op, key, 0, where);

    *result = try(lock);
    if (*result != EBUSY && *result != EAGAIN)
        return false;
    if (!announced)
        emit_waits(self, op, key, 0, where);
    return true;
}

static int acquired(struct self *self, enum operation op,
                    const pthread_rwlock_t *lock, int result, const void *where)
{
    if (result == 0)
        emit_acquired(self, op, region_key(lock), 0, where);
    else
        emit(self, op, STAGE_FAILED, region_key(lock), result, where);
    return result;
}

EXPORT int pthread_rwlock_init(pthread_rwlock_t *restrict lock,
                               const pthread_rwlockattr_t *restrict attributes)
{
    struct self *self = watched();
    int result = REAL(pthread_rwlock_init)(lock, attributes);

    if (self && turn_controls())
        turn_unless_alone(self, OP_RWLOCK_INIT, region_key(lock), 0, WHERE);
    if (self)
        emit_result(self, OP_RWLOCK_INIT, region_key(lock), result, WHERE);
    return result;
}

EXPORT int pthread_rwlock_destroy(pthread_rwlock_t *lock)
{
    struct self *self = watched();

    if (self && turn_controls())
        turn_unless_alone(self, OP_RWLOCK_DESTROY, region_key(lock),
                          remains_of_rwlock(lock), WHERE);
    int result = REAL(pthread_rwlock_destroy)(lock);
    if (self && turn_controls())
        remains_leave_rwlock(lock);
    if (self)
        emit_result(self, OP_RWLOCK_DESTROY, region_key(lock), result, WHERE);
    return result;
}

EXPORT int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    struct self *self = watched();
    int result;

    if (!self)
        return REAL(pthread_rwlock_rdlock)(lock);
    if (must_wait(self, OP_READ_LOCK, lock, REAL(pthread_rwlock_tryrdlock), 0,
                  NULL, &result, WHERE))
        result = REAL(pthread_rwlock_rdlock)(lock);
    return acquired(self, OP_READ_LOCK, lock, result, WHERE);
}

EXPORT int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    struct self *self = watched();
    int result;

    if (!self)
        return REAL(pthread_rwlock_wrlock)(lock);
    if (must_wait(self, OP_WRITE_LOCK, lock, REAL(pthread_rwlock_trywrlock), 0,
                  NULL, &result, WHERE))
        result = REAL(pthread_rwlock_wrlock)(lock);
    return acquired(self, OP_WRITE_LOCK, lock, result, WHERE);
}

EXPORT int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_rwlock_tryrdlock)(lock);
    if (turn_controls())
        return acquired(self, OP_TRY_READ_LOCK, lock,
                        turn_on(self, OP_TRY_READ_LOCK, region_key(lock),
                                remains_of_rwlock(lock), NEVER, WHERE),
                        WHERE);
    announce(self, OP_TRY_READ_LOCK, region_key(lock), 0, WHERE);
    return acquired(self, OP_TRY_READ_LOCK, lock,
                    REAL(pthread_rwlock_tryrdlock)(lock), WHERE);
}

EXPORT int pthread_rwlock_trywrlock(pthread_rwlock_t *lock)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_rwlock_trywrlock)(lock);
    if (turn_controls())
        return acquired(self, OP_TRY_WRITE_LOCK, lock,
                        turn_on(self, OP_TRY_WRITE_LOCK, region_key(lock),
                                remains_of_rwlock(lock), NEVER, WHERE),
                        WHERE);
    announce(self, OP_TRY_WRITE_LOCK, region_key(lock), 0, WHERE);
    return acquired(self, OP_TRY_WRITE_LOCK, lock,
                    REAL(pthread_rwlock_trywrlock)(lock), WHERE);
}

EXPORT int pthread_rwlock_timedrdlock(pthread_rwlock_t *restrict lock,
                                      const struct timespec *restrict until)
{
    struct self *self = watched();
    int result;

    if (!self)
        return REAL(pthread_rwlock_timedrdlock)(lock, until);
    if (!until_is_a_time(CLOCK_REALTIME, until) ||
        must_wait(self, OP_TIMED_READ_LOCK, lock,
                  REAL(pthread_rwlock_tryrdlock), CLOCK_REALTIME, until,
                  &result, WHERE))
        result = REAL(pthread_rwlock_timedrdlock)(lock, until);
    return acquired(self, OP_TIMED_READ_LOCK, lock, result, WHERE);
}

EXPORT int pthread_rwlock_timedwrlock(pthread_rwlock_t *restrict lock,
                                      const struct timespec *restrict until)
{
    struct self *self = watched();
    int result;

    if (!self)
        return REAL(pthread_rwlock_timedwrlock)(lock, until);
    if (!until_is_a_time(CLOCK_REALTIME, until) ||
        must_wait(self, OP_TIMED_WRITE_LOCK, lock,
                  REAL(pthread_rwlock_trywrlock), CLOCK_REALTIME, until,
                  &result, WHERE))
        result = REAL(pthread_rwlock_timedwrlock)(lock, until);
    return acquired(self, OP_TIMED_WRITE_LOCK, lock, result, WHERE);
}

EXPORT int pthread_rwlock_clockrdlock(pthread_rwlock_t *restrict lock,
                                      clockid_t clock,
                                      const struct timespec *restrict until)
{
    struct self *self = watched();
    int result;

    if (!self)
        return REAL(pthread_rwlock_clockrdlock)(lock, clock, until);
    if (!until_is_a_time(clock, until) ||
        must_wait(self, OP_TIMED_READ_LOCK, lock,
                  REAL(pthread_rwlock_tryrdlock), clock, until, &result, WHERE))
        result = REAL(pthread_rwlock_clockrdlock)(lock, clock, until);
    return acquired(self, OP_TIMED_READ_LOCK, lock, result, WHERE);
}

EXPORT int pthread_rwlock_clockwrlock(pthread_rwlock_t *restrict lock,
                                      clockid_t clock,
                                      const struct timespec *restrict until)
{
    struct self *self = watched();
    int result;

    if (!self)
        return REAL(pthread_rwlock_clockwrlock)(lock, clock, until);
    if (!until_is_a_time(clock, until) ||
        must_wait(self, OP_TIMED_WRITE_LOCK, lock,
                  REAL(pthread_rwlock_trywrlock), clock, until, &result, WHERE))
        result = REAL(pthread_rwlock_clockwrlock)(lock, clock, until);
    return acquired(self, OP_TIMED_WRITE_LOCK, lock, result, WHERE);
}

EXPORT int pthread_rwlock_unlock(pthread_rwlock_t *lock)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_rwlock_unlock)(lock);
    uint64_t key = region_key(lock);
    announce(self, OP_RW_UNLOCK, key, remains_of_rwlock(lock), WHERE);
    uint64_t time = emit_releasing(self, key);
    int result = turn_controls() ? 0 : REAL(pthread_rwlock_unlock)(lock);
    emit_released(self, OP_RW_UNLOCK, key, result, time, WHERE);
    return result;
}
