/* barrier.c - barriers. The one that arrives last is told by the value. */
#include "runtime/emit.h"
#include "runtime/real.h"
#include "runtime/region.h"
#include "runtime/turn.h"

EXPORT int
pthread_barrier_init(pthread_barrier_t *restrict barrier,
                     const pthread_barrierattr_t *restrict attributes,
                     unsigned count)
{
    struct self *self = watched();
    int result = REAL(pthread_barrier_init)(barrier, attributes, count);

    if (self && result == 0 && turn_controls())
        turn_unless_alone(self, OP_BARRIER_INIT, region_key(barrier), count,
                          WHERE);
    if (self && result == 0)
        emit(self, OP_BARRIER_INIT, STAGE_DID, region_key(barrier), count,
             WHERE);
    else if (self)
        emit(self, OP_BARRIER_INIT, STAGE_FAILED, region_key(barrier), result,
             WHERE);
    return result;
}

EXPORT int pthread_barrier_destroy(pthread_barrier_t *barrier)
{
    struct self *self = watched();

    if (self && turn_controls())
        turn_unless_alone(self, OP_BARRIER_DESTROY, region_key(barrier), 0,
                          WHERE);
    int result = REAL(pthread_barrier_destroy)(barrier);
    if (self)
        emit_result(self, OP_BARRIER_DESTROY, region_key(barrier), result,
                    WHERE);
    return result;
}

EXPORT int pthread_barrier_wait(pthread_barrier_t *barrier)
{
    struct self *self = watched();

    if (!self)
        return REAL(pthread_barrier_wait)(barrier);
    uint64_t key = region_key(barrier);
    if (turn_controls()) {
        struct want want = turn_want(OP_BARRIER_WAIT, key, 0, WHERE);
        struct answer answer = turn_take(self, &want);
        int64_t last = answer.value;

        if (answer.error) {
            emit(self, OP_BARRIER_WAIT, STAGE_FAILED, key, answer.error, WHERE);
            return answer.error;
        }
        if (last) /* It has come too, and did not have to wait. */
            emit(self, OP_BARRIER_WAIT, STAGE_WANTS, key, 0, WHERE);
        emit(self, OP_BARRIER_WAIT, STAGE_DID, key,
             last ? PTHREAD_BARRIER_SERIAL_THREAD : 0, WHERE);
        return last ? PTHREAD_BARRIER_SERIAL_THREAD : 0;
    }
    if (!announce(self, OP_BARRIER_WAIT, key, 0, WHERE))
        emit_waits(self, OP_BARRIER_WAIT, key, 0, WHERE);
    int result = REAL(pthread_barrier_wait)(barrier);
    if (result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD)
        emit(self, OP_BARRIER_WAIT, STAGE_DID, key, result, WHERE);
    else
        emit(self, OP_BARRIER_WAIT, STAGE_FAILED, key, result, WHERE);
    return result;
}
