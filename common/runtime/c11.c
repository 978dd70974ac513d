/* c11.c - the threads of <threads.h>, which glibc builds on those of POSIX.

   glibc documents that thrd_t is pthread_t, and lays mtx_t and cnd_t out as
   pthread_mutex_t and pthread_cond_t; its functions call these under names of
   its own, so they are watched here. */
#include "runtime/condition.h"
#include "runtime/emit.h"
#include "runtime/mutex.h"
#include "runtime/real.h"
#include "runtime/thread.h"
#include "runtime/turn.h"

#include <stdint.h>

static int c11_result(int error)
{
    switch (error) {
    case 0:
        return thrd_success;
    case EBUSY:
        return thrd_busy;
    case ETIMEDOUT:
        return thrd_timedout;
    case ENOMEM:
        return thrd_nomem;
    default:
        return thrd_error;
    }
}

struct beginning {
    thrd_start_t routine;
    void *argument;
};

static void *thread_begins(void *argument)
{
    struct beginning beginning = *(struct beginning *)argument;

    free(argument);
    return (void *)(intptr_t)beginning.routine(beginning.argument);
}

EXPORT int thrd_create(thrd_t *thread, thrd_start_t routine, void *argument)
{
    struct self *self = watched();

    if (!self)
        return REAL(thrd_create)(thread, routine, argument);
    struct beginning *beginning = malloc(sizeof *beginning);
    if (!beginning) /* It runs unseen, if it can. */
        return REAL(thrd_create)(thread, routine, argument);
    *beginning = (struct beginning){routine, argument};
    int error = thread_create(self, thread, NULL, thread_begins, beginning,
                              (uint64_t)(uintptr_t)routine, WHERE);
    if (error != 0)
        free(beginning);
    return c11_result(error);
}

EXPORT int thrd_join(thrd_t thread, int *result)
{
    struct self *self = watched();
    void *value = NULL;

    if (!self)
        return REAL(thrd_join)(thread, result);
    int error = thread_join(self, thread, &value, WHERE);
    if (error == 0 && result)
        *result = (int)(intptr_t)value;
    return c11_result(error);
}

EXPORT int thrd_detach(thrd_t thread)
{
    struct self *self = watched();

    if (!self)
        return REAL(thrd_detach)(thread);
    return c11_result(thread_detach(self, thread, WHERE));
}

EXPORT void thrd_yield(void)
{
    struct self *self = watched();

    if (self)
        announce(self, OP_YIELD, 0, 0, WHERE);
    REAL(thrd_yield)();
    if (self)
        emit(self, OP_YIELD, STAGE_DID, 0, 0, WHERE);
}

EXPORT void call_once(once_flag *flag, void (*routine)(void))
{
    struct self *self = watched();

    if (!self) {
        REAL(call_once)(flag, routine);
        return;
    }
    uint64_t key = (uintptr_t)flag;
    if (turn_controls()) {
        thread_once(self, key, routine, WHERE);
        return;
    }
    emit_waits(self, OP_ONCE, key, 0, WHERE);
    REAL(call_once)(flag, routine);
    emit(self, OP_ONCE, STAGE_DID, key, 0, WHERE);
}

EXPORT int mtx_init(mtx_t *mutex, int type)
{
    struct self *self = watched();
    int result = REAL(mtx_init)(mutex, type);

    if (self && result == thrd_success && turn_controls())
        turn_do_on(self, OP_MUTEX_INIT, (uintptr_t)mutex,
                   type & mtx_recursive ? MUTEX_RECURSIVE : 0, WHERE);
    if (self && result == thrd_success)
        emit(self, OP_MUTEX_INIT, STAGE_DID, (uintptr_t)mutex, 0, WHERE);
    return result;
}

EXPORT void mtx_destroy(mtx_t *mutex)
{
    struct self *self = watched();

    REAL(mtx_destroy)(mutex);
    if (self)
        emit(self, OP_MUTEX_DESTROY, STAGE_DID, (uintptr_t)mutex, 0, WHERE);
}

EXPORT int mtx_lock(mtx_t *mutex)
{
    struct self *self = watched();

    if (!self)
        return REAL(mtx_lock)(mutex);
    return c11_result(mutex_lock(self, (pthread_mutex_t *)mutex, WHERE));
}

EXPORT int mtx_trylock(mtx_t *mutex)
{
    struct self *self = watched();

    if (!self)
        return REAL(mtx_trylock)(mutex);
    return c11_result(mutex_try_lock(self, (pthread_mutex_t *)mutex, WHERE));
}

EXPORT int mtx_timedlock(mtx_t *restrict mutex,
                         const struct timespec *restrict until)
{
    struct self *self = watched();

    if (!self)
        return REAL(mtx_timedlock)(mutex, until);
    return c11_result(mutex_timed_lock(self, (pthread_mutex_t *)mutex,
                                       CLOCK_REALTIME, until, WHERE));
}

EXPORT int mtx_unlock(mtx_t *mutex)
{
    struct self *self = watched();

    if (!self)
        return REAL(mtx_unlock)(mutex);
    return c11_result(mutex_unlock(self, (pthread_mutex_t *)mutex, WHERE));
}

EXPORT int cnd_init(cnd_t *condition)
{
    struct self *self = watched();

    if (!self)
        return REAL(cnd_init)(condition);
    return c11_result(
        condition_init(self, (pthread_cond_t *)condition, NULL, WHERE));
}

EXPORT void cnd_destroy(cnd_t *condition)
{
    struct self *self = watched();

    if (!self)
        REAL(cnd_destroy)(condition);
    else
        condition_destroy(self, (pthread_cond_t *)condition, WHERE);
}

EXPORT int cnd_wait(cnd_t *condition, mtx_t *mutex)
{
    struct self *self = watched();

    if (!self)
        return REAL(cnd_wait)(condition, mutex);
    return c11_result(condition_wait(self, (pthread_cond_t *)condition,
                                     (pthread_mutex_t *)mutex, WHERE));
}

EXPORT int cnd_timedwait(cnd_t *restrict condition, mtx_t *restrict mutex,
                         const struct timespec *restrict until)
{
    struct self *self = watched();

    if (!self)
        return REAL(cnd_timedwait)(condition, mutex, until);
    return c11_result(condition_timed_wait(self, (pthread_cond_t *)condition,
                                           (pthread_mutex_t *)mutex, -1, until,
                                           WHERE));
}

EXPORT int cnd_signal(cnd_t *condition)
{
    struct self *self = watched();

    if (!self)
        return REAL(cnd_signal)(condition);
    return c11_result(
        condition_signal(self, (pthread_cond_t *)condition, WHERE));
}

EXPORT int cnd_broadcast(cnd_t *condition)
{
    struct self *self = watched();

    if (!self)
        return REAL(cnd_broadcast)(condition);
    return c11_result(
        condition_broadcast(self, (pthread_cond_t *)condition, WHERE));
}
