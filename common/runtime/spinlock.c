/* spinlock.c - spin locks: waiting for one is running in a circle. */
#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/region.h"
#include "runtime/remains.h"
#include "runtime/turn.h"

EXPORT int pthread_spin_init(pthread_spinlock_t *lock, int shared)
{
    struct self *self = watched();
    int result = REAL(pthread_spin_init)(lock, shared);

    if (self && turn_controls())
        turn_unless_alone(self, OP_SPIN_INIT, region_key(lock), 0, WHERE);
    if (self)
        emit_result(self, OP_SPIN_INIT, region_key(lock), result, WHERE);
    return result;
}

EXPORT int pthread_spin_destroy(pthread_spinlock_t *lock)
{
    struct self *self = watched();

    if (self && turn_controls())
        turn_unless_alone(self, OP_SPIN_DESTROY, region_key(lock),
                          remains_of_spinlock(lock), WHERE);
    int result = REAL(pthread_spin_destroy)(lock);
    if (self && turn_controls())
        remains_leave_spinlock(lock);
    if (self)
        emit_result(self, OP_SPIN_DESTROY, region_key(lock), result, WHERE);
    return result;
}

EXPORT int pthread_spin_lock(pthread_spinlock_t *lock)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_spin_lock)(lock);
    uint64_t key = region_key(lock);
    bool announced =
        announce(self, OP_SPIN_LOCK, key, remains_of_spinlock(lock), WHERE);
    int result = turn_controls() ? 0 : REAL(pthread_spin_trylock)(lock);
    if (result == EBUSY) {
        if (!announced)
            emit_waits(self, OP_SPIN_LOCK, key, 0, WHERE);
        result = REAL(pthread_spin_lock)(lock);
    }
    if (result == 0)
        emit_acquired(self, OP_SPIN_LOCK, key, 0, WHERE);
    else
        emit(self, OP_SPIN_LOCK, STAGE_FAILED, key, result, WHERE);
    return result;
}

EXPORT int pthread_spin_trylock(pthread_spinlock_t *lock)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_spin_trylock)(lock);
    uint64_t key = region_key(lock);
    int result;
    if (turn_controls()) {
        result = turn_on(self, OP_SPIN_TRY_LOCK, key, remains_of_spinlock(lock),
                         NEVER, WHERE);
    } else {
        announce(self, OP_SPIN_TRY_LOCK, key, 0, WHERE);
        result = REAL(pthread_spin_trylock)(lock);
    }
    if (result == 0)
        emit_acquired(self, OP_SPIN_TRY_LOCK, key, 0, WHERE);
    else
        emit(self, OP_SPIN_TRY_LOCK, STAGE_FAILED, key, result, WHERE);
    return result;
}

EXPORT int pthread_spin_unlock(pthread_spinlock_t *lock)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_spin_unlock)(lock);
    uint64_t key = region_key(lock);
    announce(self, OP_SPIN_UNLOCK, key, remains_of_spinlock(lock), WHERE);
    uint64_t time = emit_releasing(self, key);
    int result = turn_controls() ? 0 : REAL(pthread_spin_unlock)(lock);
    emit_released(self, OP_SPIN_UNLOCK, key, result, time, WHERE);
    return result;
}
